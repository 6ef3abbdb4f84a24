"""Everything that is known of a message, by name."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.models import (
    Attachment,
    AudioBody,
    Body,
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
from tui.timeline.details import HEX_BYTES, MOST_LINKS, details, hex_rows

SHANGHAI = timezone(timedelta(hours=8))
FILE = Attachment("https://example.com/1", filename="report.pdf", size=1_540)


def message(body: Body) -> ChatMessage:
    return ChatMessage("7", ConversationType.GROUP, "amy", "team", 1_762_132_500_007, body)


def told(message: ChatMessage) -> dict[str, str]:
    return {field.name: field.value for field in details(message, SHANGHAI)}


def test_ids_and_times() -> None:
    assert told(message(CommandBody("refresh"))) == {
        "command": "refresh",
        "kind": "cmd",
        "id": "7",
        "from": "amy",
        "to": "team",
        "chat": "groupChat",
        "local time": "2025-11-03 09:15:00.007+08:00",
        "UTC": "2025-11-03 01:15:00.007+00:00",
        "milliseconds": "1762132500007",
    }


@pytest.mark.parametrize(
    ("body", "first"),
    [
        (TextBody("hi\x1b"), {"text": "hi\x1b"}),
        (TextBody("http://a.example."), {"text": "http://a.example.", "link to a.example": "http://a.example"}),
        (ImageBody(FILE, 640, 480), {"size": "640×480", "file": "report.pdf", "length": "1.5 kB", "bytes": "1540"}),
        (AudioBody(FILE, 7), {"seconds": "7", "file": "report.pdf"}),
        (VideoBody(Attachment(thumbnail_url="http://t"), 7), {"seconds": "7", "thumbnail": "http://t"}),
        (FileBody(FILE), {"file": "report.pdf", "file address": "https://example.com/1"}),
        (LocationBody("here", "tower", 1, 2), {"place": "tower", "address": "here", "coordinates": "1.00000, 2.00000"}),
        (CustomBody("paid", {"id": 5, "to": {"x": 1}}), {"event": "paid", "custom.id": "5"}),
        (CombineBody(FILE, "chat", "a: b", 2, "old"), {"title": "chat", "summary": "a: b", "level": "2"}),
        (UnreadableBody("cut off"), {"unreadable": "cut off"}),
    ],
)
def test_the_content_comes_first(body: Body, first: dict[str, str]) -> None:
    found = told(message(body))
    assert first.items() <= found.items()
    assert next(iter(found)) == next(iter(first))


def test_what_came_later_and_what_the_app_attached() -> None:
    edited = replace(
        message(TextBody("x")),
        edited=Edit(1_762_132_501_000, "bob", 3),
        ext={"order": {"id": 5}, "em_at_list": ["amy"], "msgQuote": {"msgID": "1", "msgPreview": "when?"}},
        service={"id": "7", "reactions": [{"reaction": "ok", "count": 2, "userList": ["x", "y"]}]},
    )
    found = told(edited)
    assert found["edited by"] == "bob"
    assert found["edits"] == "3"
    assert found["edited at"].startswith("2025-11-03 09:15:01")
    assert found["ext.order"] == '{\n  "id": 5\n}'
    assert found["mentions"] == "amy"
    assert found["answers"] == "1"
    assert found["reaction ok"] == "2\nx\ny"
    assert '"id": "7"' in found["JSON"]


def test_what_cannot_be_read_is_shown_in_hexadecimal() -> None:
    broken = replace(message(UnreadableBody("cut off")), raw=bytes(5_000))
    assert told(broken)["5,000 bytes"].count("\n") == HEX_BYTES // 8 - 1
    assert told(replace(message(UnsupportedBody()), raw=b"abc"))["3 bytes"] == hex_rows(b"abc")
    assert hex_rows(b"roam\x00\xff\x1b[x") == (
        "0000  72 6f 61 6d 00 ff 1b 5b  roam...[\n0008  78                       x"
    )


def test_not_every_link_of_a_flood_is_a_field() -> None:
    text = " ".join(f"http://{number}.example" for number in range(1000))
    assert sum(name.startswith("link to") for name in told(message(TextBody(text)))) == MOST_LINKS


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
)


@given(st.dictionaries(st.text(), JSON), st.binary(max_size=40), st.integers(-(2**63), 2**63))
def test_every_field_is_told_whatever_came(ext: dict[str, object], raw: bytes, time: int) -> None:
    strange = replace(message(UnreadableBody("x")), ext=ext, service=ext, raw=raw, time=time)
    assert all(field.name and field.value for field in details(strange))
