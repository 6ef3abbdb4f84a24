"""The conversation list as it was known last."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from tests.archive.core import Core
from tests.archive.samples import BOB, MINUTE, START_TIME, at, message, messages, page_down, page_up
from tests.protocol.samples import VIEWPOINT
from tui.events import (
    ConversationRemoved,
    Fact,
    HistoryRead,
    ListRead,
    MarkChanged,
    MessageArrived,
    MessageChanged,
    MessagesCut,
    MessagesFound,
    MessagesRemoved,
    NamesKnown,
    NewestKnown,
    PinChanged,
    ReadElsewhere,
)
from tui.models import ChatMessage, CommandBody, Conversation, ConversationKey, ConversationType, Edit, UnreadableBody
from tui.protocol.answers import read_conversations
from tui.protocol.jsontext import write_json
from tui.runs import ArchivedList

TEAM = ConversationKey("240000000000001", ConversationType.GROUP)
ROOM = ConversationKey("240000000000002", ConversationType.ROOM)


@pytest.fixture
def archive() -> Core:
    """Bob with message 3 and two unread, and the team without a message."""
    archive = Core()
    bob = Conversation(BOB.id, BOB.type, unread_count=2, last_message=message(3))
    archive.write(ListRead((bob, Conversation(TEAM.id, TEAM.type))))
    return archive


def listed(archive: Core) -> ArchivedList:
    return archive.reader.listed()


def bob(archive: Core) -> Conversation:
    return next(each for each in listed(archive).conversations if each.key == BOB)


def test_an_empty_archive_has_an_empty_list() -> None:
    assert listed(Core()) == ArchivedList()


@pytest.mark.parametrize("message_id", ["9" * 5000, str(2**64), "007"])
def test_a_last_message_with_an_id_that_is_none_is_kept(message_id: str) -> None:
    archive = Core()
    last = replace(message(3), id=message_id)
    for _time in range(2):  # the second time, it is looked for among the archived messages
        archive.write(ListRead((Conversation(BOB.id, BOB.type, last_message=last),)), MessagesFound(BOB, (last,)))
    assert bob(archive).last_message == last
    assert len(archive.messages()) == 1


def test_what_the_service_lists_comes_back_as_it_was() -> None:
    preview = {"bodies": [{"type": "txt", "msg": "hi 你好"}], "ext": {"n": 2**70}, "from": "bob", "to": "alice"}
    entries = [
        {
            "session_to": "bob",
            "session_type": "chat",
            "is_top": True,
            "update_top_status_time": START_TIME,
            "unread_num": 3,
            "marks": ["mark_0", "mark_19"],
            "meta": {"id": "7", "timestamp": at(1), "payload": write_json(preview)},
        },
        {"session_to": TEAM.id, "session_type": "groupchat", "meta": {}},
        {"session_to": "carol", "session_type": "chat", "meta": {"id": "8", "payload": "no JSON"}},
        {"session_to": "dave", "session_type": "chat", "meta": {"id": "9", "payload": '{"bodies":[{"type":"new"}]}'}},
        {"session_to": ROOM.id, "session_type": "chatroom", "is_top": 1, "unread_num": 2**80},
    ]
    page = read_conversations(write_json({"data": {"channel_infos": entries}}).encode(), VIEWPOINT)
    archive = Core()
    archive.write(ListRead(page.conversations))
    assert listed(archive).conversations == page.conversations
    assert [each.service for each in listed(archive).conversations] == [each.service for each in page.conversations]
    assert isinstance(page.conversations[2].last_message, ChatMessage)
    assert isinstance(page.conversations[2].last_message.body, UnreadableBody)


def test_names_are_kept_of_whomever(archive: Core) -> None:
    archive.write(NamesKnown({TEAM: "Wiki team", BOB: "Bob"}), NamesKnown({BOB: "Robert"}))
    assert listed(archive).names == {TEAM: "Wiki team", BOB: "Robert"}


def test_the_time_of_the_last_contact(archive: Core) -> None:
    archive.now += MINUTE
    archive.write(ReadElsewhere(BOB))
    assert listed(archive).read_at == START_TIME + MINUTE


def test_a_fact_that_says_nothing_is_no_contact_and_is_written_all_the_same(tmp_path: Path) -> None:
    archive = Core(tmp_path / "amy.db")
    archive.write(ReadElsewhere(BOB))
    log = tmp_path / "amy.db-wal"
    before = log.stat().st_size
    archive.now += MINUTE
    archive.write(NamesKnown({}))
    assert listed(archive).read_at == START_TIME
    assert log.stat().st_size > before  # whether it can be written has been tried
    archive.close()


def test_what_the_whole_list_lacks_is_unlisted(archive: Core) -> None:
    archive.write(page_up(messages(1, 2), key=TEAM), ListRead((), all_keys=frozenset({BOB})))
    known = listed(archive)
    assert [each.key for each in known.conversations] == [BOB, TEAM]
    assert known.unlisted == {TEAM}
    assert known.conversations[1].last_message == message(2)


def test_what_is_unlisted_and_has_no_messages_is_forgotten(archive: Core) -> None:
    archive.write(ListRead((), all_keys=frozenset({BOB})))
    assert [each.key for each in listed(archive).conversations] == [BOB]


def test_a_room_is_in_no_list_and_can_be_found_all_the_same(archive: Core) -> None:
    archive.write(MessageArrived(ROOM, message(5), is_own=False))
    known = listed(archive)
    assert known.unlisted == {ROOM}
    assert known.conversations[-1].last_message == message(5)


@pytest.mark.parametrize(
    ("fact", "expected"),
    [
        (PinChanged(BOB, True, 77), {"is_pinned": True, "pinned_time": 77}),
        (ReadElsewhere(BOB), {"unread_count": 0}),
        (MarkChanged(BOB, 7, True), {"marks": (7,)}),
        (NewestKnown(BOB, message(9)), {"last_message": message(9)}),
        (MessageArrived(BOB, message(4), is_own=False), {"unread_count": 3, "last_message": message(4)}),
        (MessageArrived(BOB, message(4), is_own=True), {"unread_count": 2, "last_message": message(4)}),
        (MessageArrived(BOB, message(2), is_own=False), {"unread_count": 3, "last_message": message(3)}),
        (MessagesRemoved(BOB, frozenset({"3"})), {"last_message": None}),
        (MessagesCut(BOB, at(3)), {"last_message": None}),
        (MessagesCut(BOB, at(2)), {"last_message": message(3)}),
    ],
)
def test_what_happens_to_a_conversation(archive: Core, fact: Fact, expected: dict[str, object]) -> None:
    before = bob(archive)
    archive.write(fact)
    now = bob(archive)
    assert {name: getattr(now, name) for name in expected} == expected
    assert replace(before, **expected) == now  # type: ignore[arg-type]  # the members that the table names


def test_marks_go_as_they_came(archive: Core) -> None:
    archive.write(*(MarkChanged(BOB, mark, True) for mark in (3, 1, 3)), MarkChanged(BOB, 3, False))
    assert bob(archive).marks == (1,)


def test_an_arrival_counts_once(archive: Core) -> None:
    arrival = MessageArrived(BOB, message(4), is_own=False)
    archive.write(arrival, arrival)
    assert bob(archive).unread_count == 3


def test_an_arrival_lists_its_conversation_again(archive: Core) -> None:
    archive.write(PinChanged(BOB, True, 77), ConversationRemoved(BOB, with_messages=False))
    assert BOB not in {each.key for each in listed(archive).conversations}
    archive.write(MessageArrived(BOB, message(4), is_own=False))
    assert bob(archive) == Conversation(BOB.id, BOB.type, unread_count=1, last_message=message(4))
    assert listed(archive).unlisted == set()


def test_without_a_newest_message_a_conversation_leaves_the_list(archive: Core) -> None:
    archive.write(page_up(messages(1, 2)), NewestKnown(BOB, None))
    assert listed(archive).unlisted == {BOB}
    assert bob(archive).last_message == message(2)


def test_an_edit_changes_the_preview(archive: Core) -> None:
    edit = MessageChanged(BOB, replace(message(3, "new words"), edited=Edit(1, "bob", 1), raw=b""))
    archive.write(edit)
    assert bob(archive).last_message == edit.applied_to(message(3))


def test_a_removed_preview_gives_way_to_the_newest_that_is_here(archive: Core) -> None:
    archive.write(page_up(messages(1, 2, 3), last=True), MessagesRemoved(BOB, frozenset({"3"})))
    assert bob(archive).last_message == message(2)


def test_a_page_that_lacks_the_preview_takes_it_away(archive: Core) -> None:
    archive.write(page_up(messages(1, 2, 3), last=True), page_up(messages(1, 2), last=True))
    assert bob(archive).last_message == message(2)


@pytest.mark.parametrize("is_listed", [True, False])
@pytest.mark.parametrize("page", [page_up(messages(3, 4, 5)), page_down(messages(4, 5), after=3, last=True)])
def test_no_preview_is_older_than_the_newest_page(archive: Core, page: HistoryRead, is_listed: bool) -> None:
    if not is_listed:
        archive.write(page_up(messages(1)), ListRead((), all_keys=frozenset({TEAM})))
    archive.write(page)
    assert bob(archive).last_message == message(5)
    assert (BOB not in listed(archive).unlisted) is is_listed


def test_a_page_that_is_older_than_the_preview_leaves_it(archive: Core) -> None:
    archive.write(page_up(messages(1, 2, 3), spared=frozenset({"4"})), MessageArrived(BOB, message(4), is_own=False))
    archive.write(page_up(messages(2, 3), spared=frozenset({"4"})))
    assert bob(archive).last_message == message(4)


def test_a_page_makes_no_preview_of_what_was_removed_or_is_a_command(archive: Core) -> None:
    command = replace(message(5), body=CommandBody("typing"), raw=b"")
    archive.write(MessagesRemoved(BOB, frozenset({"4"})), page_up((*messages(1, 2, 3, 4), command)))
    assert bob(archive).last_message == message(3)


def test_a_removed_conversation_shows_nothing_of_its_messages(archive: Core) -> None:
    archive.write(page_up(messages(1, 2, 3), last=True), ConversationRemoved(BOB, with_messages=True))
    assert BOB not in {each.key for each in listed(archive).conversations}
    assert archive.db.execute("SELECT count(*) FROM conversation WHERE last_message IS NOT NULL").get == 0


def test_a_list_that_lags_behind_does_not_take_the_last_message_back(archive: Core) -> None:
    archive.write(MessageArrived(BOB, message(4), is_own=False))
    archive.write(ListRead((Conversation(BOB.id, BOB.type, unread_count=2, last_message=message(3)),)))
    assert (bob(archive).last_message, bob(archive).unread_count) == (message(4), 3)


def test_a_last_message_that_was_removed_is_not_held_on_to(archive: Core) -> None:
    archive.write(MessageArrived(BOB, message(4), is_own=False), MessagesRemoved(BOB, frozenset({"4"})))
    archive.write(ListRead((Conversation(BOB.id, BOB.type, last_message=message(3)),)))
    assert bob(archive).last_message == message(3)


def test_nothing_is_made_of_what_nobody_listed(archive: Core) -> None:
    stranger = ConversationKey("eve", ConversationType.SINGLE)
    archive.write(PinChanged(stranger, True, 1), MarkChanged(stranger, 1, True), NewestKnown(stranger, message(1)))
    assert stranger not in {each.key for each in listed(archive).conversations}
