"""What was deleted is accounted for; a profile may want more than a yes, or nothing changed at all."""

from __future__ import annotations

from pathlib import Path

import pytest
from rich.cells import cell_len

from tests.commands.conftest import FRIENDS, Roam
from tests.commands.faults import Fault, way_to
from tests.commands.test_accidents import on_removal
from tests.commands.test_at_a_terminal import ran
from tests.commands.test_deleting import ids_of, left
from tests.commands.worlds import APP_KEY, MINUTE, NOON, USER
from tests.e2e.running import Server

PROFILE = f"""[profile.work]
app_key = "{APP_KEY}"
user = "{USER}"
rest_url = "{{url}}"
{{keys}}
"""


@pytest.fixture
def profile(roam: Roam, world_server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The configuration file in use, which is not there yet; nothing but the password is in the environment."""
    for name in ("ROAM_APP_KEY", "ROAM_USER", "ROAM_REST_URL"):
        monkeypatch.delenv(name)
    path = Path(roam("paths", "--json").object["config"])
    path.parent.mkdir(parents=True, exist_ok=True)
    return path


def write(path: Path, server: Server, keys: str) -> None:
    path.write_text(PROFILE.format(url=server.rest_url, keys=keys))


def test_the_journal_says_what_was_done_when_to_what_with_which_result(roam: Roam, friend: str) -> None:
    assert (roam("journal").output, roam("journal").code) == ("", 0)
    ids = ids_of(friend)
    assert roam("delete-messages", friend, "--id", ids[4], ids[2], "--yes").code == 0
    assert roam("delete-messages", friend, "--before", str(NOON + MINUTE), "--yes").code == 0
    assert roam("delete-conversation", friend, "--keep-messages", "--yes").code == 0
    first, second, third = roam("journal", "--json").objects
    assert (first["ids"], first["results"], first["state"]) == ([ids[4], ids[2]], ["done", "done"], "applied")
    assert (first["conversation"], first["account"], first["count"]) == (friend, "amy@support", 2)
    assert first["confirmed_at"] <= first["sending_at"] <= first["sent_at"] <= first["ended_at"]
    assert (second["before"], second["what"], second["count"]) == (NOON + MINUTE, "messages before", 2)
    assert (third["what"], third["state"]) == ("conversation", "applied")
    rows = [line.split("\t") for line in roam("journal", "--limit", "2").output.splitlines()]
    assert [(row[0], row[3], row[5]) for row in rows] == [("2", friend, "done"), ("3", friend, "done")]
    assert (first["newest"], second["newest"], third["newest"]) == (None, None, NOON + 44 * MINUTE)


def test_the_journal_says_what_failed(
    roam: Roam, friend: str, world_server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    ids = ids_of(friend)
    with way_to(world_server.port, on_removal(Fault.REFUSED, 2)) as way:
        monkeypatch.setenv("ROAM_REST_URL", way.url)
        roam("delete-messages", friend, "--id", *ids[:25], "--yes")
        (entry,) = roam("journal", "--json").objects
        assert (entry["state"], entry["results"]) == ("failed", ["done"] * 20 + ["not done"] * 5)
        assert "failed, 20 of 25 done: " in roam("journal").output


def test_at_a_terminal_the_journal_is_aligned_and_no_result_is_cut(
    roam: Roam, friend: str, world_server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    ids = ids_of(friend)
    with way_to(world_server.port, on_removal(Fault.REFUSED)) as way:
        monkeypatch.setenv("ROAM_REST_URL", way.url)
        roam("delete-messages", friend, "--id", *ids[:3], "--yes")
    monkeypatch.setenv("ROAM_LANGUAGE", "zh")
    code, output = ran("journal", columns=40)
    (head, told), (reason,) = output.splitlines(), [each["reason"] for each in roam("journal", "--json").objects]
    assert code == 0
    assert head.startswith("1  20")
    assert cell_len(head) <= 40
    assert told.startswith("    3 ")
    assert told.endswith(reason)


def test_without_a_journal_nothing_is_deleted(roam: Roam, archive_path: Path) -> None:
    friend = FRIENDS[0]
    archive_path.parent.mkdir(parents=True, exist_ok=True)
    archive_path.with_suffix(".journal").mkdir()
    done = roam("delete-messages", friend, "--id", ids_of(friend)[0], "--yes")
    assert (done.code, done.output) == (1, "")
    assert "cannot be written, so nothing is deleted" in done.errors
    assert left(roam, friend) == ids_of(friend)


@pytest.mark.parametrize(
    "command",
    [
        ["delete-messages", FRIENDS[0], "--before", "2025-01-01", "--yes"],
        ["delete-conversation", FRIENDS[0], "--yes"],
        ["pin", FRIENDS[0]],
        ["unpin", FRIENDS[0]],
    ],
)
@pytest.mark.parametrize("way_in", ["behind", "before", "profile"])
def test_read_only_changes_nothing(
    roam: Roam, profile: Path, world_server: Server, command: list[str], way_in: str
) -> None:
    with way_to(world_server.port, lambda _request, _passed: Fault.NONE) as way:
        keys = "read_only = true" if way_in == "profile" else ""
        profile.write_text(PROFILE.format(url=way.url, keys=keys))
        arguments = {"behind": [*command, "--read-only"], "before": ["--read-only", *command], "profile": command}
        done = roam(*arguments[way_in])
        assert (done.code, done.output) == (1, "")
        assert "nly reading is allowed here" in done.errors
        changing = [each for each in way.passed if each.startswith("DELETE") or "user_channel/top" in each]
        assert changing == []


def test_a_dry_run_is_allowed_where_only_reading_is(roam: Roam) -> None:
    done = roam("--read-only", "delete-conversation", FRIENDS[0], "--dry-run")
    assert (done.code, done.errors) == (0, "")
    assert roam("--read-only", "pin", FRIENDS[0], "--dry-run").output == f"{FRIENDS[0]} would be pinned\n"


def test_a_profile_that_wants_typing_takes_no_yes(roam: Roam, friend: str, profile: Path, world_server: Server) -> None:
    write(profile, world_server, 'confirm = "typed"')
    refused = roam("delete-conversation", friend, "--yes")
    assert (refused.code, refused.output) == (2, "")
    assert "confirmed by typing" in refused.errors
    code, output = ran("delete-conversation", friend, answer="y\r", question=rf"type {friend} to delete\]")
    assert (code, "nothing was deleted" in output) == (1, True)
    code, output = ran("delete-conversation", friend, answer=f"{friend}\r", question=rf"type {friend} to delete\]")
    assert (code, output.endswith(f"{friend} (singleChat) deleted\n")) == (0, True)
