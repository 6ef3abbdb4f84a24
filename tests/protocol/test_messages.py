from __future__ import annotations

import base64

import pytest
from google.protobuf.message import DecodeError
from hypothesis import given
from hypothesis import strategies as st

from tests.protocol.samples import VIEWPOINT, body, meta
from tests.protocol.strategies import JSON
from tests.vectors.cases import load
from tui.models import ChatMessage, ConversationType, Edit, Json, TextBody, UnreadableBody, UnsupportedBody
from tui.protocol import msync_pb2 as pb
from tui.protocol.messages import read_entries, read_message, read_messages

NUMBER = 1_310_000_000_000_000_001


def entry(raw: bytes) -> Json:
    return {"msg": base64.b64encode(raw).decode()}


def read(raw: bytes) -> ChatMessage:
    message = read_message(raw, VIEWPOINT)
    assert message is not None
    return message


@given(st.binary())
def test_whatever_comes_is_a_message_or_none(raw: bytes) -> None:
    message = read_message(raw, VIEWPOINT)
    assert message is None or message.raw == raw


@given(st.binary(max_size=40))
def test_whatever_a_body_holds_its_envelope_stays_legible(payload: bytes) -> None:
    message = read_message(meta(NUMBER, payload), VIEWPOINT)
    assert message is None or (message.id, message.sender) == (str(NUMBER), message.sender)


BAD_ENTRIES = st.lists(JSON | st.binary().map(entry) | st.text().map(lambda text: {"msg": text}), max_size=4)


@given(BAD_ENTRIES, BAD_ENTRIES)
def test_a_good_message_survives_any_neighbours(before: list[Json], after: list[Json]) -> None:
    messages = read_entries([*before, entry(meta(NUMBER)), *after], VIEWPOINT)
    assert any(message.body == TextBody(f"m{NUMBER}") and message.id == str(NUMBER) for message in messages)
    nameless = [message.position for message in messages if not message.id]
    assert len(set(nameless)) == len(nameless)


def test_a_cut_message_keeps_what_is_legible() -> None:
    raw = meta(NUMBER)
    message = read(raw[:-4])
    assert isinstance(message.body, UnreadableBody)
    assert (message.id, message.sender, message.to, message.time) == (str(NUMBER), "bob", "alice", 1_718_000_000_000)
    assert message.raw == raw[:-4]
    assert not message.service


def test_a_cut_message_to_a_group_belongs_to_the_group() -> None:
    made = pb.Meta(id=7, to=pb.JID(name="2400", domain="conference.easemob.com"), payload=b"12345")
    assert read(made.SerializeToString()[:-1]).conversation_type is ConversationType.GROUP


def test_equal_placeholders_are_told_apart_and_keep_their_names() -> None:
    once, again = read_messages([b"\xff", b"\xff", b"\xfe"], VIEWPOINT), read_messages([b"\xfe", b"\xff"], VIEWPOINT)
    assert len({message.key for message in once}) == 3
    assert {message.key for message in again} < {message.key for message in once}


def test_data_of_the_sender_that_is_no_json_is_a_placeholder() -> None:
    content = body()
    content.ext.add(key="j", type=pb.KeyValue.JSON_STRING, string_value="{broken")
    message = read(meta(NUMBER, content))
    assert isinstance(message.body, UnreadableBody)
    assert (message.id, message.sender, message.to) == (str(NUMBER), "bob", "alice")


def test_an_unknown_kind_says_who_and_when() -> None:
    content = body()
    content.contents[0].MergeFromString(b"\x08\x09")  # type 9, a kind of a newer service
    message = read(meta(NUMBER, content))
    assert message.body == UnsupportedBody()
    assert (message.id, message.sender, message.time) == (str(NUMBER), "bob", 1_718_000_000_000)
    assert message.as_service() == {}


NO_MESSAGES = (
    pb.MessageBody.READ_ACK,
    pb.MessageBody.DELIVER_ACK,
    pb.MessageBody.RECALL,
    pb.MessageBody.CHANNEL_ACK,
    pb.MessageBody.EDIT,
    pb.MessageBody.NORMAL,
)


@pytest.mark.parametrize("kind", NO_MESSAGES)
def test_what_is_said_about_messages_is_no_message(kind: pb.MessageBody.Type) -> None:
    content = body()
    content.type = kind
    assert read_message(meta(NUMBER, content), VIEWPOINT) is None


@pytest.mark.parametrize("about", ["", "{", "[1]", '{"edit_msg": 5, "reaction": {}, "thread_overview": [1]}'])
def test_what_became_of_a_message_is_not_worth_losing_it(about: str) -> None:
    content = body("kept")
    content.meta = about
    assert read(meta(NUMBER, content)).body == TextBody("kept")


def test_an_edit_is_told() -> None:
    content = body()
    content.meta = '{"edit_msg": {"count": 2, "operator": "carol", "edit_time": 1718000060000}}'
    assert read(meta(NUMBER, content)).edited == Edit(1_718_000_060_000, "carol", 2)


def test_a_message_to_oneself_from_another_device_is_still_ones_own() -> None:
    made = pb.Meta.FromString(meta(NUMBER, body(sender="alice")))
    getattr(made, "from").client_resource = "android_1"
    message = read(made.SerializeToString())
    assert message.service["from"] == "alice/android_1"
    assert (message.sender, message.conversation_id("alice")) == ("alice", "alice")


def test_a_time_beyond_all_measure_fits_a_database() -> None:
    message = read(meta(NUMBER, time=2**64 - 1))
    assert message.time == 2**63 - 1
    assert message.service["time"] == 2**64 - 1


def metas_of_recorded_frames() -> list[bytes]:
    """Every meta that the recorded live connections brought."""
    found: list[bytes] = []
    for case in load("events"):
        for frame in case.input.get("down", []):
            try:
                sync = pb.MSync.FromString(base64.b64decode(frame))
            except DecodeError:  # some cases are about broken frames
                continue
            if sync.command == pb.MSync.SYNC:
                page = pb.CommSyncDL.FromString(sync.payload)
                found += [each.SerializeToString() for each in page.metas]
    return found


def test_what_comes_by_the_live_connection_is_read_too() -> None:
    metas = metas_of_recorded_frames()
    messages = read_messages(metas, VIEWPOINT)
    assert len(metas) > len(messages) > 0
