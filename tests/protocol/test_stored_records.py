"""Records made of stored messages: imported again, they are served as what they were made of."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from tests.protocol.strategies import BODIES as BODY_OBJECTS
from tests.protocol.strategies import BODY_TYPES, JSON, PAYLOADS
from tests.protocol.test_records import ALICE, APP, BODIES, STORED, record
from tui.models import ChatMessage, Edit, Json, TextBody
from tui.protocol.messages import plain_text, read_message, service_object, unreadable
from tui.protocol.records import Record, RecordError, encode_meta, parse_record, record_line
from tui.protocol.stored_records import record_of_message, record_of_meta

KINDS: list[dict[str, Json]] = [
    *(body for body, _read in BODIES),
    {"type": "img", **STORED, "subType": "sub_gif", "thumb": "http://elsewhere.example/t", "thumb_secret": "x"},
    {"type": "custom", "customEvent": "order", "customExts": [{"id": 2**53 + 1}, {"ok": True}], "params": {"a": "b"}},
    {"type": "future", "anything": 1},
]


def served(given: Record) -> ChatMessage:
    message = read_message(encode_meta(given, APP), ALICE)
    assert message is not None
    return message


def again(given: Record) -> Record:
    """Through the wire into a record, and through a line of a file into another."""
    made = record_of_meta(encode_meta(given, APP), given.time)
    assert made is not None
    return parse_record(record_line(made, "alice"), "alice")


@pytest.mark.parametrize("body", KINDS, ids=lambda body: str(body["type"]))
def test_every_kind_is_served_again_as_it_was(body: dict[str, Json]) -> None:
    first = record(
        body, ext={"n": 1.5, "big": 2**60, "list": [1, {"a": None}], "图": "x"}, msgConfig={"allowGroupAck": True}
    )
    assert served(again(first)).service == served(first).service


def test_a_text_comes_back_to_the_letter() -> None:
    first = record(
        {"type": "txt", "msg": "a\u202e\x00b\n 图"},
        ext={"b": 1, "a": True},
        edit={"time": 5, "operator": "x", "count": 2},
    )
    assert again(first) == first


def test_what_became_of_a_message_comes_with_it() -> None:
    meta = {"reaction": [{"reaction": "👍", "count": 2}], "thread": {"msg_parent_id": "1"}, "isRead": True}
    first = record({"type": "txt", "msg": "hi"}, meta=meta, edit={"time": 5, "operator": "x", "count": 2})
    assert served(again(first)).service == served(first).service
    assert again(first).payload["edit"] == {"time": 5, "operator": "x", "count": 2}


@given(PAYLOADS, BODY_OBJECTS, BODY_TYPES, st.dictionaries(st.text(), JSON, max_size=3))
def test_whatever_can_be_imported_is_served_again_as_it_was(payload: Json, body: Json, kind: str, ext: Json) -> None:
    payload = {**payload, "bodies": [{**body, "type": kind}], "ext": ext}
    members = {**json.loads(record_line(record({"type": "txt"}), "alice")), "payload": payload}
    try:
        first = parse_record(json.dumps(members), "alice")
    except RecordError:
        assume(False)
    message = served(first)
    made = record_of_meta(message.raw, first.time)
    if message.service or made:
        assert made is not None
        assert served(made).service == message.service
        assert service_object(message.raw, ALICE) == message.service
    if (text := plain_text(message.raw)) is not None and isinstance(message.body, TextBody):
        assert (text, message.edited) == (message.body.text, None)


@pytest.mark.parametrize("body", KINDS, ids=lambda body: str(body["type"]))
def test_a_message_whose_bytes_are_lost_has_a_record_too(body: dict[str, Json]) -> None:
    message = replace(served(record(body, ext={"n": 1}, isRead=True)), raw=b"")
    made = record_of_message(message)
    assert made is not None
    assert served(made).body == message.body
    assert served(made).ext == message.ext


def test_an_edit_that_came_live_is_in_the_record() -> None:
    edited = replace(served(record({"type": "txt", "msg": "new"})), edited=Edit(9, "bob", 3))
    made = record_of_message(edited)
    assert made is not None
    assert served(made).edited == Edit(9, "bob", 3)


def test_what_is_no_message_has_no_record() -> None:
    assert record_of_meta(b"\xff\xff", 1) is None
    assert record_of_message(unreadable(b"\xff", "broken")) is None
    assert record_of_meta(encode_meta(record({"type": "txt", "msg": "hi"}), APP), 0) is None
