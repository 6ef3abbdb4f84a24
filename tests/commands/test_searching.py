"""`roam search`, as people and programs call it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.commands.conftest import FRIENDS, Roam
from tests.commands.test_at_a_terminal import ran
from tests.commands.worlds import GROUP

FRIEND = FRIENDS[0]


@pytest.fixture
def synced(roam: Roam) -> Iterator[Roam]:
    assert roam("sync", FRIEND, GROUP, "files").code == 0
    yield roam


def test_an_archive_that_is_not_there_is_told_and_not_made(roam: Roam) -> None:
    done = roam("search", "team")
    assert (done.code, done.output) == (1, "")
    assert done.errors == "roam: nothing is archived yet: roam sync does that\n"
    assert roam("search", "team").code == 1


def test_hits_are_lines_with_the_newest_first(synced: Roam) -> None:
    done = synced("search", "team")
    assert done.code == 0
    rows = [line.split("\t") for line in done.output.splitlines()]
    assert [row[-1] for row in rows] == [f"team {number}" for number in (4, 3, 2, 1, 0)]
    assert rows[0][1:5] == ["Team", "carol", "groupChat", GROUP]
    assert done.errors == "roam: 5 hits in 55 archived messages\n"


def test_the_scope_says_what_was_not_searched(roam: Roam) -> None:
    roam("history", FRIEND, "--limit", "10")
    assert roam("search", f"in:{FRIEND}").errors == "roam: 10 hits in 10 archived messages · 1 gap not searched\n"


def test_a_limit_and_a_conversation(synced: Roam) -> None:
    done = synced("search", FRIEND, "--in", FRIEND, "--limit", "2", "--json")
    assert [each["message"]["msg"] for each in done.objects] == [f"{FRIEND} 44", f"{FRIEND} 43"]
    assert done.errors == "roam: the newest 2 hits in 45 archived messages\n"
    assert synced("search", "team", "--in", "Team", "--limit", "0").output.count("\n") == 5
    assert synced("search", "team", "--in", FRIEND).output == ""


def test_context_is_what_was_said_around_it(synced: Roam) -> None:
    done = synced("search", "team 2", "--context", "1")
    rows = [line.split("\t") for line in done.output.splitlines()]
    assert [(row[0], row[-1]) for row in rows] == [("", "team 1"), (">", "team 2"), ("", "team 3")]
    found = synced("search", "team 4", "--context", "2", "--json").object
    assert [each["msg"] for each in found["before"]] == ["team 2", "team 3"]
    assert found["after"] == []
    assert (found["conversation"], found["type"], found["name"]) == (GROUP, "groupChat", "Team")


def test_kinds_and_things_are_found(synced: Roam) -> None:
    assert len(synced("search", "kind:image", "has:file", "--json").objects) == 1
    assert len(synced("search", "gone", "--json").objects) == 1
    assert len(synced("search", "in:files -kind:text,location", "--json").objects) == 3


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ("kind:money", "(at character 6 of the query)"),
        ("a form:me", "perhaps you mean from: (at character 3 of the query)"),
        ("/(/", "the pattern cannot be used: unclosed group (at character 1 of the query)"),
    ],
)
def test_a_query_that_cannot_be_read_is_a_usage_error(roam: Roam, query: str, told: str) -> None:
    done = roam("search", query)
    assert done.code == 2
    assert told in done.errors
    assert done.errors.count("\n") == 1


@pytest.mark.parametrize("query", ["", "  ", '""', "\u200b"])
def test_nothing_to_look_for_is_a_usage_error(synced: Roam, query: str) -> None:
    done = synced("search", query)
    assert (done.code, done.output) == (2, "")
    assert done.errors.startswith("roam: there is nothing to look for")


def test_a_conversation_that_is_not_archived_is_told(synced: Roam) -> None:
    done = synced("search", "x", "--in", "nobody")
    assert (done.code, done.errors) == (1, "roam: nothing of nobody is archived: roam sync nobody does that\n")


def test_in_a_narrow_terminal_a_hit_has_two_lines(synced: Roam) -> None:
    code, output = ran("search", "team 2", "--context", "1", columns=50)
    assert code == 0
    assert [line.strip() for line in output.splitlines()[1::2]] == ["team 1", "team 2", "team 3"]
    assert output.splitlines()[2].startswith("> 2024-06-10")
    assert "roam: 1 hit in 55 archived messages" in output
