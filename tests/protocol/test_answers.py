from __future__ import annotations

import json
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.protocol.samples import VIEWPOINT
from tests.protocol.strategies import JSON, PAYLOADS, objects
from tui.errors import ProtocolError
from tui.models import ConversationPage, ConversationType, HistoryPage, Json, PinState, TextBody, UnreadableBody
from tui.protocol.answers import (
    Token,
    read_conversations,
    read_history,
    read_json_answer,
    read_pin,
    read_token,
)

Reader = Callable[[bytes], Token | PinState | ConversationPage | HistoryPage]

READERS: dict[type, Reader] = {
    Token: read_token,
    PinState: read_pin,
    ConversationPage: lambda body: read_conversations(body, VIEWPOINT),
    HistoryPage: lambda body: read_history(body, VIEWPOINT),
}

METAS = objects(
    id=st.text() | st.integers(),
    timestamp=st.integers() | st.text(),
    payload=PAYLOADS | PAYLOADS.map(json.dumps) | st.text(),
    **{"from": st.text(), "to": st.text()},
)
ENTRIES = objects(
    session_to=st.text(),
    session_type=st.sampled_from(["chat", "groupchat"]),
    is_top=st.booleans(),
    update_top_status_time=st.integers(),
    unread_num=st.integers(),
    marks=st.lists(st.sampled_from(["mark_0", "mark_19", "mark_20", "mark_x"]) | JSON),
    meta=METAS,
)
ANSWERS = objects(
    data=objects(
        channel_infos=st.lists(ENTRIES | JSON, max_size=3),
        msgs=st.lists(JSON, max_size=3),
        cursor=st.text(),
        next_key=st.text(),
        is_last=st.booleans(),
        is_top=st.booleans(),
        update_top_status_time=st.integers(),
    ),
    access_token=st.text(),
    expires_in=st.integers(),
)

GOOD = {
    "session_to": "bob",
    "session_type": "chat",
    "meta": {"id": "7", "timestamp": 5, "payload": '{"bodies": [{"type": "txt", "msg": "hi"}], "from": "bob"}'},
}


def page_of(*entries: Json, cursor: Json = "") -> ConversationPage:
    return read_conversations(json.dumps({"data": {"channel_infos": entries, "cursor": cursor}}).encode(), VIEWPOINT)


def is_read_or_refused(kind: type, body: bytes) -> bool:
    """Whether `body` is read as what it should be, which can be written as JSON again, or refused in a sentence."""
    try:
        found = READERS[kind](body)
    except ProtocolError as error:
        return str(error) != ""
    if not isinstance(found, Token):
        json.dumps(found.as_service(), allow_nan=False)
    return type(found) is kind


@pytest.mark.parametrize("kind", READERS)
@given(answer=ANSWERS | JSON)
def test_any_json_is_read_or_refused(kind: type, answer: Json) -> None:
    assert is_read_or_refused(kind, json.dumps(answer).encode())


@pytest.mark.parametrize("kind", READERS)
@given(answer=st.binary())
def test_any_bytes_are_read_or_refused(kind: type, answer: bytes) -> None:
    assert is_read_or_refused(kind, answer)


@given(answer=st.binary() | JSON.map(json.dumps).map(str.encode))
def test_any_bytes_are_json_or_refused(answer: bytes) -> None:
    try:
        found = read_json_answer(answer)
    except ProtocolError as error:
        assert str(error)
    else:
        assert json.loads(json.dumps(found, allow_nan=False)) == found


@given(st.lists(ENTRIES | JSON, max_size=3), st.lists(ENTRIES | JSON, max_size=3))
def test_a_good_conversation_survives_any_neighbours(before: list[Json], after: list[Json]) -> None:
    page = page_of(*before, GOOD, *after)
    found = [each for each in page.conversations if each.id == "bob" and each.last_message is not None]
    assert any(each.last_message and each.last_message.body == TextBody("hi") for each in found)
    json.dumps(page.as_service(), allow_nan=False)


def test_a_broken_preview_costs_only_itself() -> None:
    (conversation,) = page_of({**GOOD, "meta": {"id": "7", "timestamp": 5, "payload": "{"}}).conversations
    assert conversation.last_message is not None
    assert isinstance(conversation.last_message.body, UnreadableBody)
    assert (conversation.last_message.id, conversation.last_message.time) == ("7", 5)
    assert conversation.as_service()["lastMessage"] is None


def test_a_preview_without_a_type_is_of_its_conversations() -> None:
    for payload in ("{", '{"bodies": [{"type": "txt"}], "type": "weird"}', '{"bodies": []}'):
        (conversation,) = page_of(
            {"session_to": "2400", "session_type": "groupchat", "meta": {"payload": payload}}
        ).conversations
        assert conversation.last_message is not None
        assert conversation.last_message.conversation_type is ConversationType.GROUP


@pytest.mark.parametrize("spelling", ["chatroom", "chatRoom"])
def test_a_chat_room_is_one_though_the_sdk_takes_it_for_a_group(spelling: str) -> None:
    (conversation,) = page_of({"session_to": "2400", "session_type": spelling, "meta": {"payload": "{"}}).conversations
    assert conversation.type is ConversationType.ROOM
    assert conversation.last_message is not None
    assert conversation.last_message.conversation_type is ConversationType.ROOM
    assert conversation.as_service()["conversationType"] == "groupChat"


@pytest.mark.parametrize(("count", "is_edited"), [(0, False), (None, False), (2, True), ("2", True)])
def test_a_preview_is_edited_when_it_says_how_often(count: Json, is_edited: bool) -> None:
    payload = {"bodies": [{"type": "txt", "msg": "hi"}], "meta": {"edit_msg": {"count": count, "edit_time": 5}}}
    (conversation,) = page_of({**GOOD, "meta": {"id": "7", "payload": json.dumps(payload)}}).conversations
    assert conversation.last_message is not None
    assert (conversation.last_message.edited is not None) == is_edited
    assert conversation.as_service()["lastMessage"]["modifiedInfo"]["operationCount"] == count


@pytest.mark.parametrize("is_top", [True, 1, "true"])
def test_a_pin_is_what_the_sdk_takes_for_one(is_top: Json) -> None:
    state = read_pin(json.dumps({"data": {"is_top": is_top, "update_top_status_time": 5}}).encode())
    assert (state.is_pinned, state.pinned_time) == (True, 5)
    assert state.as_service()["data"] == {"isPinned": is_top, "pinnedTime": 5}


def test_wrong_types_become_absences() -> None:
    (conversation,) = page_of(
        {"session_to": 2400, "is_top": True, "update_top_status_time": "x", "unread_num": -3, "marks": "mark_1"}
    ).conversations
    assert (conversation.id, conversation.type) == ("2400", ConversationType.GROUP)
    assert (conversation.pinned_time, conversation.unread_count, conversation.marks) == (0, 0, ())


@pytest.mark.parametrize("next_key", [None, "", "undefined", "7", 7])
def test_a_cursor_that_leads_nowhere_is_none(next_key: Json) -> None:
    answer = json.dumps({"data": {"msgs": [], "next_key": next_key, "is_last": False}}).encode()
    page = read_history(answer, VIEWPOINT, asked_from="7")
    assert (page.cursor, page.is_last) == (None, False)


def test_the_last_page_has_no_cursor() -> None:
    page = read_history(b'{"data": {"msgs": [], "next_key": "8", "is_last": true}}', VIEWPOINT)
    assert (page.cursor, page.is_last, page.as_service()["cursor"]) == (None, True, "8")


@pytest.mark.parametrize(("given_life", "seconds"), [(5_184_000, 5_184_000), (5_184_000_000, 5_184_000), (-1, 0)])
def test_the_life_of_a_token_is_in_seconds(given_life: int, seconds: int) -> None:
    token = read_token(json.dumps({"access_token": "t", "expires_in": given_life}).encode())
    assert token.expires_in == seconds
    assert "'t'" not in repr(token)
