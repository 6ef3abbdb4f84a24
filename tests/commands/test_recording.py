"""What plain commands read and do is in the archive afterwards."""

from __future__ import annotations

import asyncio
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from tests.archive.samples import message
from tests.commands.conftest import Roam
from tests.commands.worlds import MINUTE, NOON, USER
from tui.archive import open_archive
from tui.events import Fact, ListRead
from tui.models import Conversation, ConversationKey, ConversationType
from tui.protocol.viewpoint import Viewpoint
from tui.runs import ArchivedList


def coverage(roam: Roam, conversation: str) -> Any:
    return roam("coverage", conversation, "--json").object


def test_pages_that_follow_one_another_are_archived_without_gaps(roam: Roam) -> None:
    assert roam("history", "many", "--limit", "70").code == 0
    found = coverage(roam, "many")
    assert (found["messages"], found["oldest"]) == (70, NOON + 50 * MINUTE)
    assert found["gaps"] == [{"after": None, "before": NOON + 50 * MINUTE}]
    assert roam("history", "many", "--limit", "0", "--direction", "down").code == 0
    assert coverage(roam, "many")["complete"]


def test_a_page_from_somewhere_stands_for_itself(roam: Roam) -> None:
    first = roam("history", "many", "--limit", "10", "--json").objects
    roam("history", "many", "--limit", "10", "--cursor", first[4]["id"])
    found = coverage(roam, "many")
    assert found["messages"] == 15
    assert len(found["gaps"]) == 1


def test_a_filtered_page_says_nothing_of_what_it_leaves_out(roam: Roam) -> None:
    assert roam("history", "many", "--since", str(NOON), "--until", str(NOON + 3 * MINUTE)).code == 0
    found = coverage(roam, "many")
    assert found["messages"] == 4
    assert not found["complete"]


def test_an_archive_that_cannot_be_used_is_told_of_and_costs_nothing(roam: Roam, archive_path: Path) -> None:
    archive_path.parent.parent.mkdir(parents=True)
    archive_path.parent.write_text("in the way")
    done = roam("history", "many", "--limit", "3")
    assert (done.code, len(done.output.splitlines())) == (0, 3)
    assert done.errors.count("nothing is archived: ") == 1


def test_a_damaged_archive_is_told_of_as_what_it_is(roam: Roam, archive_path: Path) -> None:
    archive_path.parent.mkdir(parents=True)
    archive_path.write_text("this is no database at all, and long enough to look like one" * 20)
    done = roam("history", "many", "--limit", "3")
    assert (done.code, len(done.output.splitlines())) == (0, 3)
    assert done.errors.startswith("roam: The archive was damaged. It is now ")
    assert "nothing is archived" not in done.errors
    assert coverage(roam, "many")["messages"] == 3


def test_a_write_that_fails_is_told_of_at_the_end(roam: Roam, archive_path: Path) -> None:
    roam("history", "many", "--limit", "3")
    with closing(sqlite3.connect(archive_path)) as db:
        db.execute("CREATE TRIGGER full BEFORE INSERT ON message BEGIN SELECT RAISE(ABORT, 'no room left'); END")
    done = roam("history", "many", "--limit", "5")
    assert (done.code, len(done.output.splitlines())) == (0, 5)
    (told,) = [line for line in done.errors.splitlines() if "archived" in line]
    assert told.startswith("roam: not everything was archived: ")
    assert "no room left" in told


@pytest.mark.parametrize("limit", ["1", "50"])
def test_the_list_is_archived_with_its_names(roam: Roam, limit: str) -> None:
    assert roam("conversations").code == 0
    roam("history", "many", "--limit", limit, "--type", "singleChat")
    assert coverage(roam, "many")["name"] == "both"


def test_what_was_read_is_what_the_archived_list_shows_of_it(roam: Roam, archive_path: Path) -> None:
    many = ConversationKey("many", ConversationType.SINGLE)
    older = message(7, time=NOON)
    asyncio.run(archived(archive_path, ListRead((Conversation(many.id, many.type, last_message=older),))))
    (newest,) = roam("history", "many", "--type", "singleChat", "--limit", "1", "--json").objects
    (shown,) = [each for each in asyncio.run(archived(archive_path)).conversations if each.key == many]
    assert shown.last_message is not None
    assert shown.last_message.id == newest["id"]


async def archived(path: Path, *facts: Fact) -> ArchivedList:
    """The archived list, after `facts`."""
    archive = open_archive(path, Viewpoint(USER, "roam_1"))
    for fact in facts:
        archive.write(fact)
    listed = await archive.listed()
    await archive.aclose()
    return listed


def test_what_is_deleted_goes_from_the_archive_too(roam: Roam, friend: str) -> None:
    roam("history", friend, "--limit", "0", "--direction", "down", "--type", "singleChat")
    before = coverage(roam, friend)["messages"]
    ids = [each["id"] for each in roam("history", friend, "--limit", "3", "--json", "--type", "singleChat").objects]
    assert roam("delete-messages", friend, "--id", *ids, "--yes").code == 0
    assert coverage(roam, friend)["messages"] == before - 3
    assert roam("delete-messages", friend, "--before", str(NOON + 9 * MINUTE), "--yes").code == 0
    assert coverage(roam, friend)["messages"] == before - 13
