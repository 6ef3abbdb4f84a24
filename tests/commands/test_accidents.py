"""Deletions that go wrong half-way: what was done, what was not and what nobody knows is told exactly."""

from __future__ import annotations

import json
import os
import signal
import subprocess
from collections.abc import Callable, Mapping, Sequence

import pytest

from tests.commands.conftest import Roam
from tests.commands.faults import Fault, way_to
from tests.commands.test_deleting import ids_of, left
from tests.commands.worlds import MINUTE, NOON
from tests.e2e.running import ROAM, Server

BOUND = NOON + 9 * MINUTE


def on_removal(fault: Fault, number: int = 1) -> Callable[[str, list[str]], Fault]:
    """`fault` at the removal request of this number, and at every one after it."""

    def decide(request: str, passed: list[str]) -> Fault:
        removals = sum(each.startswith("DELETE") for each in (*passed, request))
        return fault if request.startswith("DELETE") and removals >= number else Fault.NONE

    return decide


def ended_with_a_closed(
    stream: str, command: Sequence[str], environment: Mapping[str, str]
) -> subprocess.CompletedProcess[str]:
    """How `command` ends when nobody reads `stream` of its output, and what it wrote to the other."""
    reading, writing = os.pipe()
    os.close(reading)
    other = "stderr" if stream == "stdout" else "stdout"
    streams = {stream: writing, other: subprocess.PIPE}
    try:
        return subprocess.run(
            command, env=environment, text=True, check=False, timeout=60,
            stdout=streams["stdout"], stderr=streams["stderr"],
        )  # fmt: skip
    finally:
        os.close(writing)


def test_a_refusal_half_way_tells_done_from_not_done(
    roam: Roam, friend: str, world_server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    ids = ids_of(friend)
    with way_to(world_server.port, on_removal(Fault.REFUSED, 2)) as way:
        monkeypatch.setenv("ROAM_REST_URL", way.url)
        done = roam("delete-messages", friend, "--id", *ids, "--yes", "--json")
        removals = [each for each in way.passed if each.startswith("DELETE")]
        assert done.code == 1
        assert (done.object["done"], done.object["not_done"], done.object["unknown"]) == (ids[:20], ids[20:], [])
        assert "20 of 45 deleted, then it failed" in done.errors
        assert len(done.errors.splitlines()) == 1
        assert len(removals) == 2
        assert left(roam, friend) == ids[20:]


def test_without_json_every_id_has_its_line(
    roam: Roam, friend: str, world_server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    ids = ids_of(friend)
    with way_to(world_server.port, on_removal(Fault.REFUSED, 2)) as way:
        monkeypatch.setenv("ROAM_REST_URL", way.url)
        done = roam("delete-messages", friend, "--id", *ids[:22], "--yes")
    assert done.output.splitlines() == [f"done\t{each}" for each in ids[:20]] + [
        f"not done\t{each}" for each in ids[20:22]
    ]


@pytest.mark.parametrize(("fault", "outcome"), [(Fault.LOST, "done"), (Fault.DROPPED, "unknown")])
def test_a_removal_by_time_is_sent_once_and_read_back(
    roam: Roam, friend: str, world_server: Server, monkeypatch: pytest.MonkeyPatch, fault: Fault, outcome: str
) -> None:
    ids = ids_of(friend)
    with way_to(world_server.port, on_removal(fault)) as way:
        monkeypatch.setenv("ROAM_REST_URL", way.url)
        done = roam("delete-messages", friend, "--before", str(BOUND), "--yes", "--json")
        assert len([each for each in way.passed if each.startswith("DELETE")]) == 1
        assert done.code == (0 if outcome == "done" else 1)
        assert sorted(done.object[outcome]) == ids[:10]
        assert ("not known" in done.errors) == (outcome == "unknown")
        assert left(roam, friend) == (ids[10:] if outcome == "done" else ids)


def test_a_deleted_conversation_is_read_back(
    roam: Roam, friend: str, world_server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    with way_to(world_server.port, on_removal(Fault.LOST)) as way:
        monkeypatch.setenv("ROAM_REST_URL", way.url)
        done = roam("delete-conversation", friend, "--yes", "--json")
        assert len([each for each in way.passed if "user_channel?" in each]) == 1
    assert (done.code, done.object["done"], done.errors) == (0, [friend], "")


def test_what_cannot_all_be_counted_is_said(roam: Roam, world_server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    def second_page(request: str, passed: list[str]) -> Fault:
        pages = sum("messageroaming" in each for each in passed)
        return Fault.REFUSED if "messageroaming" in request and pages == 1 else Fault.NONE

    with way_to(world_server.port, second_page) as way:
        monkeypatch.setenv("ROAM_REST_URL", way.url)
        shown = roam("delete-messages", "many", "--before", "2025-01-01", "--dry-run")
    head = shown.output.splitlines()[0]
    assert shown.code == 0
    assert "at least 50 messages (not all could be counted: " in head


@pytest.mark.parametrize(("end", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143), (signal.SIGHUP, 129)])
def test_an_interrupt_tells_what_had_been_done(
    roam: Roam, friend: str, world_server: Server, end: signal.Signals, code: int
) -> None:
    ids = ids_of(friend)
    with way_to(world_server.port, on_removal(Fault.SILENCE, 2)) as way:
        command = [*ROAM, "delete-messages", friend, "--id", *ids, "--yes", "--json"]
        environment = {**os.environ, "ROAM_REST_URL": way.url}
        with subprocess.Popen(
            command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        ) as process:
            assert way.is_silent.wait(30)
            process.send_signal(end)
            output, errors = process.communicate(timeout=30)
    assert (process.returncode, errors) == (code, "")
    told = json.loads(output)
    assert (told["done"], told["not_done"], told["unknown"]) == (ids[:20], ids[20:], ids[20:40])
    assert left(roam, friend) == ids[20:]


@pytest.mark.parametrize("form", [[], ["--json"]])
def test_a_failure_is_told_where_the_output_is_gone(
    roam: Roam, friend: str, world_server: Server, form: list[str]
) -> None:
    ids = ids_of(friend)
    with way_to(world_server.port, on_removal(Fault.REFUSED, 2)) as way:
        command = [*ROAM, "delete-messages", friend, "--id", *ids, "--yes", *form]
        done = ended_with_a_closed("stdout", command, {**os.environ, "ROAM_REST_URL": way.url})
    assert done.returncode == 1
    assert done.stderr.startswith("roam: 20 of 45 deleted, then it failed")
    assert len(done.stderr.splitlines()) == 1
