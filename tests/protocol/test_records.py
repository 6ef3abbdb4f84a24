"""History records: what a line may hold, and that the client reads exactly what was recorded."""

from __future__ import annotations

import base64
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.models import (
    Attachment,
    AudioBody,
    Body,
    CombineBody,
    CommandBody,
    ConversationType,
    CustomBody,
    Edit,
    FileBody,
    ImageBody,
    Json,
    LocationBody,
    TextBody,
    UnsupportedBody,
    VideoBody,
)
from tui.protocol.last_message import last_message
from tui.protocol.messages import read_message
from tui.protocol.records import Record, RecordError, encode_meta, parse_record, preview, record_line
from tui.protocol.viewpoint import Viewpoint

APP = "acme#support"
BASE = "http://rest.example"
FILE = "https://a1.easemob.com/acme/support/chatfiles/0a1b"
HERE = f"{BASE}/acme/support/chatfiles/0a1b?em-redirect=true&share-secret=s"
STORED: dict[str, Json] = {"url": FILE, "secret": "s", "filename": "a 图.png", "file_length": 1024}
ALICE = Viewpoint(user="alice", base=BASE)


def record(body: dict[str, Json], *, chat_type: str = "chat", **payload: Json) -> Record:
    whole = {"bodies": [body], "ext": {}, "from": "bob", "to": "alice", **payload}
    return Record("1310000000000000001", 1_718_000_000_000, "bob", "alice", chat_type, whole)


def line(**members: Json) -> bytes:
    return json.dumps({**json.loads(record_line(record({"type": "txt", "msg": "hi"}), "alice")), **members}).encode()


BODIES: list[tuple[dict[str, Json], Body]] = [
    ({"type": "txt", "msg": "hi 图"}, TextBody("hi 图")),
    (
        {"type": "img", **STORED, "size": {"width": 640, "height": 480.5}},
        ImageBody(Attachment(HERE, "s", "", 1024, f"{HERE}&thumbnail=true", "s"), 640, 480.5),
    ),
    ({"type": "audio", **STORED, "length": 7}, AudioBody(Attachment(HERE, "s", "a 图.png", 1024), 7)),
    (
        {"type": "video", **STORED, "length": 7, "thumb": f"{FILE}?vframe=true", "thumb_secret": "t"},
        VideoBody(Attachment(HERE, "s", "a 图.png", 1024, f"{BASE}/acme/support/chatfiles/0a1b?vframe=true", "t"), 7),
    ),
    ({"type": "file", **STORED}, FileBody(Attachment(HERE, "s", "a 图.png", 1024))),
    (
        {"type": "loc", "addr": "Main St", "buildingName": "No. 1", "lat": 39.984154, "lng": -116.5},
        LocationBody("Main St", "No. 1", 39.984154, -116.5),
    ),
    ({"type": "cmd", "action": "refresh"}, CommandBody("refresh")),
    (
        {"type": "custom", "customEvent": "paid", "customExts": [{"id": "A-1"}, {"sum": "3"}]},
        CustomBody("paid", {"id": "A-1", "sum": "3"}),
    ),
    *(
        (
            {**spelling, **STORED, "title": "T", "summary": "a\nb", "combineLevel": 2},
            CombineBody(Attachment(HERE, "s", "a 图.png", 1024), "T", "a\nb", 2, "old"),
        )
        for spelling in (
            {"type": "txt", "subType": "sub_combine", "msg": "old"},
            {"type": "combine", "text": "old"},
        )
    ),
    ({"type": "hologram", "msg": "?"}, UnsupportedBody()),
]


@pytest.mark.parametrize(("body", "expected"), BODIES, ids=lambda value: type(value).__name__)
def test_the_client_reads_what_was_recorded(body: dict[str, Json], expected: Body) -> None:
    for chat_type, conversation in (
        ("chat", ConversationType.SINGLE),
        ("groupchat", ConversationType.GROUP),
        ("chatroom", ConversationType.ROOM),
    ):
        message = read_message(encode_meta(record(body, chat_type=chat_type), APP), ALICE)
        assert message is not None
        assert (message.id, message.time, message.sender, message.to, message.conversation_type) == (
            "1310000000000000001",
            1_718_000_000_000,
            "bob",
            "alice",
            conversation,
        )
        assert message.body == expected


def test_a_gif_says_so_and_an_edit_is_told() -> None:
    edited = record({"type": "img", **STORED, "subType": "sub_gif"}, edit={"time": 5, "operator": "bob", "count": 2})
    message = read_message(encode_meta(edited, APP), ALICE)
    assert message is not None
    assert isinstance(message.body, ImageBody)
    assert message.body.is_gif
    assert message.edited == Edit(5, "bob", 2)
    modified = last_message(preview(edited), ALICE)["modifiedInfo"]
    assert modified == {"operationTime": 5, "operatorId": "bob", "operationCount": 2}


texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
values = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**70), 2**70) | st.floats(allow_nan=False, allow_infinity=False) | texts,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(texts, inner, max_size=3),
    max_leaves=8,
)


@given(ext=st.dictionaries(texts, values, max_size=6), msg=texts)
def test_any_ext_and_any_text_come_back_exactly(ext: dict[str, Json], msg: str) -> None:
    original = record({"type": "txt", "msg": msg}, ext=ext)
    again = parse_record(record_line(original, "alice"), "alice")
    assert again == original
    message = read_message(encode_meta(again, APP), ALICE)
    assert message is not None
    assert message.body == TextBody(msg)
    assert message.ext == ext
    assert [isinstance(value, bool) for value in message.ext.values()] == [isinstance(v, bool) for v in ext.values()]


@given(
    body=st.dictionaries(
        st.sampled_from(
            ["msg", "url", "size", "lat", "length", "customExts", "params", "file_length", "subType", "thumb"]
        ),
        values | st.integers(-(10**400), 10**400),
    ),
    kind=st.sampled_from(["txt", "img", "audio", "video", "file", "loc", "cmd", "custom", "combine"]),
    edit=values,
    meta=values,
    config=values,
)
def test_no_body_of_a_valid_line_breaks_the_encoding(
    body: dict[str, Json], kind: str, edit: Json, meta: Json, config: Json
) -> None:
    odd = record({**body, "type": kind}, edit=edit, meta=meta, msgConfig=config)
    assert read_message(encode_meta(odd, APP), ALICE) is not None
    assert preview(odd)["id"] == odd.id


def test_lone_surrogates_are_replaced() -> None:
    odd = parse_record(
        line(payload={"bodies": [{"type": "txt", "msg": "a\ud800b"}], "ext": {"\udc00": "\ud800"}}), "alice"
    )
    message = read_message(encode_meta(odd, APP), ALICE)
    assert message is not None
    assert message.body == TextBody("a\ufffdb")


def test_ids_have_no_lone_surrogates() -> None:
    assert parse_record(line(**{"from": "b\ud800b"}), "alice").sender == "b\ufffdb"


@pytest.mark.parametrize("number", ["1e999", "-1e999", "NaN", "Infinity"])
def test_numbers_that_no_reader_holds_become_null(number: str) -> None:
    raw = line(payload={"bodies": [{"type": "txt"}], "ext": {"far": "HERE", "near": 1.5}}).decode()
    odd = parse_record(raw.replace('"HERE"', number), "alice")
    assert odd.payload["ext"] == {"far": None, "near": 1.5}


def test_only_texts_are_combined_by_their_sub_type() -> None:
    picture = record({"type": "img", "subType": "sub_combine", **STORED})
    assert picture.kind == "img"
    message = read_message(encode_meta(picture, APP), ALICE)
    assert message is not None
    assert isinstance(message.body, ImageBody)


def test_history_and_list_tell_the_same_of_what_goes_with_a_message() -> None:
    later = {"reaction": [{"reaction": "+1", "count": 2}], "translations": [{"code": "en", "text": "hi"}]}
    edit = {"time": 5, "operator": "bob", "count": 2}
    original = record({"type": "txt", "msg": "hi"}, msgConfig={"allowGroupAck": True}, meta=later, edit=edit)
    message = read_message(encode_meta(original, APP), ALICE)
    assert message is not None
    service = message.as_service()
    assert service["reactions"] == [{"reaction": "+1", "count": 2}]
    listed = last_message(preview(original), ALICE)
    for name in ("msgConfig", "reactions", "translations", "modifiedInfo"):
        assert service[name] == listed[name], name


def test_what_an_app_adds_to_its_own_kind_comes_back() -> None:
    custom = record({"type": "custom", "customEvent": "paid", "customExts": [], "params": {"sum": 3}})
    message = read_message(encode_meta(custom, APP), ALICE)
    assert message is not None
    assert message.service["params"] == {"sum": 3}


def test_ids_come_out_in_lower_case() -> None:
    read = parse_record(line(**{"from": "Bob", "to": "ALICE"}), "Alice")
    assert (read.sender, read.to) == ("bob", "alice")


def test_message_ids_may_be_numbers_or_texts_up_to_64_bit() -> None:
    assert parse_record(line(msg_id=2**64 - 1), "alice").id == str(2**64 - 1)
    assert parse_record(line(msg_id="007"), "alice").id == "7"


@pytest.mark.parametrize(
    ("members", "reason"),
    [
        ({"msg_id": 2**64}, "msg_id is not an unsigned 64-bit number"),
        ({"msg_id": 0}, "msg_id is not an unsigned 64-bit number"),
        ({"msg_id": -1}, "msg_id is not a whole number"),
        ({"msg_id": True}, "msg_id is not a whole number"),
        ({"msg_id": "١"}, "msg_id is not a whole number"),
        ({"msg_id": None}, "msg_id is not a whole number"),
        ({"timestamp": 1.5}, "timestamp is not a time"),
        ({"timestamp": True}, "timestamp is not a time"),
        ({"timestamp": 2**60}, "timestamp is not a time"),
        ({"from": ""}, "from is not an id"),
        ({"from": "a b"}, "from is not an id"),
        ({"to": "a\x1b[31m"}, "to is not an id"),
        ({"to": "x" * 65}, "to is not an id"),
        ({"chat_type": "singleChat"}, "chat_type is not one of"),
        ({"chat_type": ["chat"]}, "chat_type is not one of"),
        ({"payload": []}, "payload is not an object"),
        ({"payload": {"bodies": {}}}, "payload.bodies is not a list"),
        ({"payload": {"bodies": [1]}}, "payload.bodies is not a list"),
        ({"payload": {"bodies": [{"type": 1}]}}, "the body has no type"),
        ({"payload": {"bodies": [{"type": "txt"}], "ext": []}}, "payload.ext is not an object"),
        ({"direction": "sideways"}, "direction is neither"),
        ({"direction": "outgoing"}, "alice did not write it"),
        ({"direction": "incoming", "from": "alice", "to": "bob"}, "alice wrote it"),
        ({"from": "carol", "to": "bob"}, "alice has no part in"),
    ],
    ids=str,
)
def test_lines_that_are_refused_say_why(members: dict[str, Any], reason: str) -> None:
    with pytest.raises(RecordError, match=reason):
        parse_record(line(**members), "alice")


@pytest.mark.parametrize("raw", [b"", b"{", b"\xff", b"[]", b"null", b'{"msg_id": Infinity}', b"[" * 100_000])
def test_what_is_no_json_object_is_refused(raw: bytes) -> None:
    with pytest.raises(RecordError):
        parse_record(raw, "alice")


@pytest.mark.parametrize(("body", "expected"), BODIES, ids=lambda value: type(value).__name__)
def test_the_list_shows_the_same_kind_as_history(body: dict[str, Json], expected: Body) -> None:
    from_history = read_message(encode_meta(record(body), APP), ALICE)
    from_list = last_message(preview(record(body)), ALICE)
    assert from_history is not None
    assert from_list.get("type") == from_history.service.get("type")


def test_the_encoding_is_that_of_the_reference() -> None:
    """The example of section 10, but for the order of its parts."""
    reference = base64.b64decode(
        "CIGAjP7ywYOXEhIgCgxhY21lI3N1cHBvcnQSA2JvYhoLZWFzZW1vYi5jb20aIgoMYWNtZSNzdXBwb3J0EgVhbGljZRoLZWFzZW1vYi5jb20g"
        "gLiehoAyKAEyIwgBEgUSA2JvYhoHEgVhbGljZSIGCAASAmhpKgcKAW4QAhgD"
    )
    assert encode_meta(record({"type": "txt", "msg": "hi"}, ext={"n": 3}), APP) == reference
