"""What is noted of changes that a history does not show, and what is not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest

from tests.archive.core import Core
from tests.archive.samples import BOB, START_TIME, at, message, messages, page_up, place
from tui.archive.changes import KEPT_FOR, MOST_KEPT
from tui.changes import ChangeKind
from tui.events import (
    ConversationRemoved,
    Fact,
    ListRead,
    MessageArrived,
    MessageChanged,
    MessagesCut,
    MessagesRemoved,
    PinChanged,
)
from tui.models import ChatMessage, Conversation, ConversationKey, ConversationType, Edit, TextBody
from tui.runs import Recall

CAROL = ConversationKey("carol", ConversationType.SINGLE)


def listed(*keys: ConversationKey, pinned: Sequence[ConversationKey] = ()) -> ListRead:
    """The whole list."""
    found = (Conversation(key.id, key.type, is_pinned=key in pinned, pinned_time=key in pinned) for key in keys)
    return ListRead(tuple(found), frozenset(keys))


def edited(number: int, times: int = 1) -> ChatMessage:
    told = replace(message(number), body=TextBody(f"better {times}"), raw=b"")
    return replace(told, edited=Edit(at(100 + times), "eve", times))


@pytest.fixture
def archive() -> Core:
    core = Core()
    core.write(listed(BOB), page_up(messages(1, 2, 3), last=True))
    return core


def told(archive: Core) -> list[tuple[str, str, str, str, int]]:
    """The changes, newest first: of which conversation, what, up to which message, by whom, and of how many."""
    return [
        (each.conversation.id, each.kind.value, str(each.place.number) if each.place else "", each.who, each.count)
        for each in archive.reader.changes(100)
    ]


def test_what_one_sees_in_the_history_is_not_noted(archive: Core) -> None:
    archive.write(MessageArrived(BOB, message(4), is_own=False), page_up(messages(1, 2, 3, 4), last=True))
    archive.write(listed(BOB))
    assert told(archive) == []


@pytest.mark.parametrize(
    ("fact", "change"),
    [
        (MessagesRemoved(BOB, frozenset({"2"}), recalled_by="eve"), ("bob", "recalled", "2", "eve", 1)),
        (MessagesRemoved(BOB, frozenset({"1", "2", "9"})), ("bob", "removed", "2", "bob", 2)),
        (MessagesCut(BOB, at(2)), ("bob", "removed", "2", "", 2)),
        (MessageChanged(BOB, edited(1)), ("bob", "edited", "1", "eve", 1)),
        (page_up((message(1), edited(2), message(3)), last=True), ("bob", "edited", "2", "eve", 1)),
        (page_up(messages(2), last=True, attaches=True), ("bob", "gone", "3", "bob", 1)),
        (PinChanged(BOB, True, 7), ("bob", "pinned", "", "", 1)),
        (listed(BOB, pinned=[BOB]), ("bob", "pinned", "", "", 1)),
        (listed(BOB, CAROL), ("carol", "came", "", "", 1)),
        (MessageArrived(CAROL, message(8), is_own=False), ("carol", "came", "", "", 1)),
        (listed(), ("bob", "left", "", "", 1)),
        (ConversationRemoved(BOB, with_messages=False), ("bob", "left", "", "", 1)),
        (page_up(messages(7, 8)), ("bob", "gap", "3", "", 1)),
    ],
    ids=lambda each: each[1] if isinstance(each, tuple) else "",
)
def test_what_one_does_not_see_is_noted_once(archive: Core, fact: Fact, change: tuple[str, str, str, str, int]) -> None:
    archive.write(fact)
    archive.write(fact)
    assert told(archive)[0] == change
    assert len(told(archive)) == 1


@pytest.mark.parametrize(
    "fact",
    [
        MessagesRemoved(BOB, frozenset({"2"}), is_own=True),
        MessagesCut(BOB, at(2), is_own=True),
        PinChanged(BOB, True, 7, is_own=True),
        ConversationRemoved(BOB, with_messages=True, is_own=True),
        MessagesRemoved(BOB, frozenset({"77"}), recalled_by="eve"),
        MessagesCut(BOB, at(0)),
        MessageChanged(BOB, edited(77)),
        MessagesRemoved(CAROL, frozenset({"1"})),
        PinChanged(CAROL, True, 7),
        page_up(messages(3, 7)),
    ],
)
def test_what_the_user_did_here_and_what_was_never_here_is_not_noted(archive: Core, fact: Fact) -> None:
    archive.write(fact)
    assert told(archive) == []


def test_unpinned_elsewhere(archive: Core) -> None:
    archive.write(listed(BOB, pinned=[BOB]), listed(BOB))
    assert [change[1] for change in told(archive)] == ["unpinned", "pinned"]


def test_a_second_edit_is_another_change(archive: Core) -> None:
    archive.write(
        MessageChanged(BOB, edited(1, 2)), MessageChanged(BOB, edited(1, 1)), MessageChanged(BOB, edited(1, 3))
    )
    assert [change[1] for change in told(archive)] == ["edited", "edited"]


def test_the_first_reading_of_the_list_brings_nothing_new() -> None:
    archive = Core()
    first, second = listed(BOB), listed(CAROL)
    archive.write(replace(first, all_keys=None), replace(second, all_keys=frozenset({BOB, CAROL})))
    assert told(archive) == []


def test_a_gap_that_was_closed_is_told_no_more(archive: Core) -> None:
    archive.write(page_up(messages(7, 8)), page_up(messages(7, 8, 9)))
    assert [change[1] for change in told(archive)] == ["gap"]
    archive.write(page_up(messages(3, 4, 5, 6), 7))
    assert told(archive) == []


def test_nothing_of_a_removed_text_is_kept(archive: Core) -> None:
    archive.write(page_up((message(4, "a secret"),)), MessagesRemoved(BOB, frozenset({"4"}), recalled_by="bob"))
    rows = archive.db.execute("SELECT * FROM change").fetchall()
    assert rows
    assert "secret" not in repr(rows)


def test_recalls_are_told_with_the_history_until_that_is_deleted(archive: Core) -> None:
    archive.now = at(90)
    recalls = [MessagesRemoved(BOB, frozenset({each}), recalled_by="eve") for each in ("1", "3")]
    archive.write(*recalls, MessagesRemoved(BOB, frozenset({"9"}), recalled_by="eve"))
    both = (Recall(place(1), "eve"), Recall(place(3), "eve"))
    assert archive.all().recalls == archive.reader.older(BOB, place(2), 5).recalls == both
    archive.write(MessagesCut(BOB, at(2)))
    assert archive.all().recalls == both[1:]
    archive.write(ConversationRemoved(BOB, with_messages=True))
    assert archive.all().recalls == ()


def test_only_so_many_are_kept_and_only_for_so_long(archive: Core) -> None:
    flips = [PinChanged(BOB, number % 2 == 0, 1) for number in range(MOST_KEPT + 10)]
    archive.write(*flips)
    assert archive.db.execute("SELECT count(*) FROM change").get == MOST_KEPT
    archive.now = START_TIME + KEPT_FOR + 1
    archive.write(listed())
    assert [change[1] for change in told(archive)] == ["left"]


def test_numbers_go_on_when_old_changes_have_gone(archive: Core) -> None:
    archive.write(listed())
    (first,) = archive.reader.changes(1)
    archive.now += 2 * KEPT_FOR
    archive.write(listed(BOB))
    (second,) = archive.reader.changes(10)
    assert (first.kind, second.kind) == (ChangeKind.LEFT, ChangeKind.CAME)
    assert second.number > first.number
    assert second.place is None
