"""A message comes back from the archive as it went in, in whatever way it can be kept."""

from __future__ import annotations

import base64
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.archive.core import Core
from tests.archive.samples import BOB, at, message, messages, page_up
from tests.protocol.samples import VIEWPOINT, body, meta
from tests.protocol.strategies import JSON
from tui.archive.message_json import read_message_json, write_message
from tui.events import MessagesFound
from tui.models import (
    Attachment,
    AudioBody,
    ChatMessage,
    CombineBody,
    CommandBody,
    ConversationType,
    CustomBody,
    Edit,
    FileBody,
    ImageBody,
    LocationBody,
    TextBody,
    UnreadableBody,
    UnsupportedBody,
    VideoBody,
)
from tui.protocol.messages import read_entries, read_message
from tui.protocol.typed import typed_message
from tui.protocol.viewpoint import Viewpoint

TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=8)
WHOLE = st.integers(-(2**63) + 1, 2**63 - 1)
REAL = st.floats(allow_nan=False, allow_infinity=False)
FILES = st.builds(Attachment, TEXT, TEXT, TEXT, WHOLE, TEXT, TEXT)
BODIES = st.one_of(
    st.builds(TextBody, TEXT),
    st.builds(ImageBody, FILES, REAL, REAL, st.booleans()),
    st.builds(AudioBody, FILES, WHOLE),
    st.builds(VideoBody, FILES, WHOLE),
    st.builds(FileBody, FILES),
    st.builds(LocationBody, TEXT, TEXT, REAL, REAL),
    st.builds(CommandBody, TEXT),
    st.builds(CustomBody, TEXT, st.dictionaries(TEXT, WHOLE, max_size=2)),
    st.builds(CombineBody, FILES, TEXT, TEXT, WHOLE, TEXT),
    st.builds(UnsupportedBody),
    st.builds(UnreadableBody, TEXT),
)
MESSAGES = st.builds(
    ChatMessage,
    id=st.integers(1, 2**64 - 1).map(str) | st.just(""),
    conversation_type=st.sampled_from(ConversationType),
    sender=TEXT,
    to=TEXT,
    time=WHOLE,
    body=BODIES,
    ext=st.dictionaries(TEXT, WHOLE, max_size=2),
    edited=st.none() | st.builds(Edit, WHOLE, TEXT, WHOLE),
    position=TEXT,
    service=st.dictionaries(TEXT, WHOLE | TEXT, max_size=2),
)


@given(MESSAGES)
def test_any_message_comes_back_from_json(written: ChatMessage) -> None:
    assert read_message_json(write_message(written)) == written


@given(st.dictionaries(st.sampled_from(["id", "type", "msg", "time", "from", "chatType", "ext", "url"]), JSON))
def test_any_service_object_comes_back_from_json(service: dict[str, object]) -> None:
    written = typed_message(service)
    assert read_message_json(write_message(written)) == written


def test_json_says_only_what_does_not_follow() -> None:
    assert write_message(message(1)).startswith('{"service":{')
    assert write_message(message(1)).count("message 1") == 1


def kept(*given: ChatMessage) -> tuple[ChatMessage, ...]:
    archive = Core()
    archive.write(MessagesFound(BOB, given))
    return archive.messages()


def test_bytes_come_back_as_they_came() -> None:
    (read,) = kept(message(1, "你好"))
    assert (read, read.raw) == (message(1, "你好"), message(1, "你好").raw)


@pytest.mark.parametrize(
    "entry",
    [
        {"msg": "!!! not base64"},
        {"msg": base64.b64encode(b"\xff\xff\xff").decode()},
        {"msg": base64.b64encode(meta(7, b"\xff\xff")).decode()},
        {"msg": base64.b64encode(meta(7)[:-3]).decode()},
        {"msg": "AAAA"},
        {"nothing": True},
        None,
    ],
)
def test_placeholders_come_back_in_their_place(entry: object) -> None:
    (placeholder,) = read_entries([entry], VIEWPOINT)
    (read,) = kept(placeholder)
    assert (read, read.key, read.raw) == (placeholder, placeholder.key, placeholder.raw)


def test_placeholders_alike_are_told_apart() -> None:
    both = read_entries([{"msg": "!"}, {"msg": "!"}], VIEWPOINT)
    assert {each.key for each in kept(*both)} == {each.key for each in both}


def test_a_message_without_a_time_keeps_the_one_that_its_page_gave_it() -> None:
    timeless = replace(message(2, time=0), time=at(3))
    assert kept(timeless) == (timeless,)


def test_a_message_with_neither_bytes_nor_a_service_object_comes_back() -> None:
    made = ChatMessage("5", ConversationType.SINGLE, "bob", "amy", at(5), TextBody("made by hand"))
    assert kept(made) == (made,)


def test_files_are_where_the_service_is_now() -> None:
    picture = body()
    del picture.contents[:]
    picture.contents.add(type=1, remote_path="https://a1.example/o/a/chatfiles/u", secret_key="s")
    raw = meta(1, picture)
    old, new = (
        read_message(raw, Viewpoint("alice", "r", base)) for base in ("http://old.example", "http://new.example")
    )
    assert old is not None
    archive = Core()
    archive.write(page_up((old,), last=True))
    archive.reader.viewpoint = Viewpoint("alice", "r", "http://new.example")
    assert archive.messages() == (new,)
    assert old != new


def test_what_is_there_is_not_written_again() -> None:
    archive = Core()
    page = page_up(messages(1, 2, 3), last=True)
    archive.write(page)
    before = archive.db.total_changes()
    archive.write(page)
    assert archive.db.total_changes() - before <= 3  # the history's row, the time of the contact
