"""Names: shown beside ids where people read, and good for finding a conversation where only one is called so."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.commands.conftest import FRIENDS, Roam
from tests.commands.faults import Fault, way_to
from tests.commands.test_at_a_terminal import ran
from tests.commands.worlds import BOTH, GROUP, NICKNAMES
from tests.e2e.running import Server
from tui.commands import naming

NAMES = ("joined_chatgroups", "metadata")


def of_names(fault: Fault) -> Callable[[str, list[str]], Fault]:
    return lambda request, passed: fault if any(each in request for each in NAMES) else Fault.NONE


def named(output: str) -> dict[tuple[str, str], str]:
    """What each conversation in the list of a pipe is called."""
    return {(row[2], row[1]): row[3] for row in (line.split("\t") for line in output.splitlines())}


def test_the_list_has_names_beside_ids(roam: Roam) -> None:
    names = named(roam("conversations").output)
    assert names[GROUP, "groupChat"] == "Team"
    assert names[BOTH, "groupChat"] == "Both"
    assert names["files", "singleChat"] == NICKNAMES["files"]
    assert names[FRIENDS[0], "singleChat"] == names[BOTH, "singleChat"] == ""


def test_at_a_terminal_a_long_name_leaves_room_for_the_rest(roam: Roam) -> None:
    _code, output = ran("conversations", columns=80)
    (line,) = (line for line in output.splitlines() if " The one who" in line)
    assert "The one who kee…" in line
    assert "2024-06-10" in line


@pytest.mark.parametrize(("wanted", "first"), [("team", "team 4"), ("TEAM ", "team 4"), ("The one who keeps 文件", "")])
def test_a_name_that_only_one_has_finds_it(roam: Roam, wanted: str, first: str) -> None:
    done = roam("history", wanted, "--json")
    assert (done.code, done.errors) == (0, "")
    assert done.objects[0].get("msg", "") == first


def test_an_id_goes_before_a_name(roam: Roam) -> None:
    assert {each["from"] for each in roam("history", "files", "--json").objects} == {"files"}


def test_a_name_that_several_have_is_refused_with_all_of_them(roam: Roam) -> None:
    done = roam("history", "both")
    assert (done.code, done.output, len(done.errors.splitlines())) == (2, "", 1)
    assert "both is what 2 conversations are called" in done.errors
    assert f"{BOTH} (groupChat)" in done.errors
    assert "many (singleChat)" in done.errors


def test_nothing_is_deleted_by_name_unless_somebody_sees_what_was_found(roam: Roam) -> None:
    shown = roam("delete-conversation", "team", "--dry-run")
    assert (shown.code, shown.errors) == (0, "")
    assert shown.output.splitlines()[:2] == [
        f"{GROUP} (groupChat): the conversation and 5 messages",
        "called: Team",
    ]
    for command in (("delete-conversation", "team"), ("delete-messages", "team", "--before", "2d")):
        refused = roam(*command, "--yes")
        assert (refused.code, refused.output) == (2, "")
        assert "by its id" in refused.errors


def test_a_question_says_what_the_conversation_is_called(roam: Roam) -> None:
    code, output = ran("delete-messages", "Team", "--before", "2025-01-01", answer="n\r")
    assert code == 1
    assert "called: Team\n" in output


def test_programs_are_given_the_services_own_objects_without_asking_for_more(
    roam: Roam, world_server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    with way_to(world_server.port, of_names(Fault.NONE)) as way:
        monkeypatch.setenv("ROAM_REST_URL", way.url)
        for command in (("conversations",), ("history", GROUP), ("unpin", GROUP), ("delete-conversation", GROUP)):
            assert roam(*command, "--json", *(["--dry-run"] if command[0].startswith("delete") else [])).code == 0
        assert not [request for request in way.passed if any(each in request for each in NAMES)]


@pytest.mark.parametrize("fault", [Fault.REFUSED, Fault.SILENCE])
def test_names_that_do_not_come_keep_nothing_back(
    roam: Roam, world_server: Server, monkeypatch: pytest.MonkeyPatch, fault: Fault
) -> None:
    monkeypatch.setattr(naming, "PATIENCE", 0.2)
    with way_to(world_server.port, of_names(fault)) as way:
        monkeypatch.setenv("ROAM_REST_URL", way.url)
        done = roam("conversations")
    assert (done.code, done.errors) == (0, "")
    assert set(named(done.output).values()) == {""}


def test_a_name_that_may_not_be_the_only_one_finds_nothing(
    roam: Roam, world_server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    def nicknames(request: str, passed: list[str]) -> Fault:
        return Fault.REFUSED if "metadata" in request else Fault.NONE

    with way_to(world_server.port, nicknames) as way:
        monkeypatch.setenv("ROAM_REST_URL", way.url)
        done = roam("history", "Both")
    assert (done.code, done.output, len(done.errors.splitlines())) == (2, "", 1)
    assert "names cannot be asked for: You may not do this (not today)" in done.errors
