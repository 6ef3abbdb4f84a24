"""What the user removes with this program can be looked at for a while, and nothing else that goes."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.archive.samples import BOB, START_TIME, at, message, messages, page_up
from tests.protocol.samples import VIEWPOINT
from tui.archive import Archive, open_archive
from tui.events import ConversationRemoved, Event, MessageArrived, MessagesCut, MessagesRemoved

DAY = 24 * 60 * 60_000

OWN: dict[str, tuple[Event, list[str]]] = {
    "ids": (MessagesRemoved(BOB, frozenset({"1", "3"}), is_own=True), ["3", "1"]),
    "time": (MessagesCut(BOB, at(2), is_own=True), ["2", "1"]),
    "conversation": (ConversationRemoved(BOB, True, is_own=True), ["3", "2", "1"]),
    "list only": (ConversationRemoved(BOB, False, is_own=True), []),
    "ids, elsewhere": (MessagesRemoved(BOB, frozenset({"1", "3"})), []),
    "time, elsewhere": (MessagesCut(BOB, at(2)), []),
    "conversation, elsewhere": (ConversationRemoved(BOB, True), []),
}


def opened(path: Path, now: Callable[[], int] = lambda: START_TIME + DAY, days: int = 30) -> Archive:
    return open_archive(path, VIEWPOINT, now, keep_deleted_days=days)


async def deleted(archive: Archive) -> list[str]:
    return [each.message.id for each in await archive.recently_deleted()]


@pytest.mark.parametrize("name", OWN)
async def test_only_own_deletions_are_kept(tmp_path: Path, name: str) -> None:
    fact, kept = OWN[name]
    archive = opened(tmp_path / "a.db")
    archive.write(page_up(messages(1, 2, 3), last=True))
    archive.write(fact)
    assert await deleted(archive) == kept
    found = await archive.recently_deleted(BOB)
    assert all((each.key, each.deleted_at) == (BOB, START_TIME + DAY) for each in found)
    assert {each.message.id: each.message.body for each in found} == {
        each.id: each.body for each in messages(1, 2, 3) if each.id in kept
    }
    await archive.aclose()


@pytest.mark.parametrize(("days", "later", "kept"), [(30, 29, ["1"]), (30, 31, []), (0, 0, []), (1, 2, [])])
async def test_it_is_let_go_when_its_time_is_over(tmp_path: Path, days: int, later: int, kept: list[str]) -> None:
    archive = opened(tmp_path / "a.db", lambda: START_TIME, days)
    archive.write(page_up(messages(1), last=True))
    archive.write(MessagesRemoved(BOB, frozenset({"1"}), is_own=True))
    await archive.aclose()
    again = opened(tmp_path / "a.db", lambda: START_TIME + later * DAY, days)
    assert await deleted(again) == kept
    await again.aclose()


async def test_what_was_deleted_does_not_come_back_by_being_kept(tmp_path: Path) -> None:
    archive = opened(tmp_path / "a.db")
    archive.write(page_up(messages(1, 2), last=True))
    archive.write(MessagesRemoved(BOB, frozenset({"1"}), is_own=True))
    archive.write(page_up(messages(1, 2), last=True))
    archive.write(MessageArrived(BOB, message(1), is_own=False))
    assert [each.id for each in (await archive.older(BOB, None, 10)).messages] == ["2"]
    assert await deleted(archive) == ["1"]
    await archive.aclose()


async def test_what_is_archived_up_to_a_time(tmp_path: Path) -> None:
    archive = opened(tmp_path / "a.db")
    archive.write(page_up(messages(4, 5, 6)))
    part = await archive.up_to(BOB, at(5), 500)
    assert (part.count, part.is_complete, [each.id for each in part.messages]) == (2, False, ["4", "5"])
    archive.write(page_up(messages(1, 2, 3), 4, last=True))
    part = await archive.up_to(BOB, at(5), 4)
    assert (part.count, part.is_complete, part.messages) == (5, True, ())
    assert [part.first and part.first.id, part.last and part.last.id] == ["1", "5"]
    assert [each.id for each in await archive.named(BOB, ["5", "1", "99"])] == ["1", "5"]
    assert (await archive.up_to(BOB, at(0), 5)).count == 0
    await archive.aclose()
