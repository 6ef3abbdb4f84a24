"""Every kind of message, in words."""

from __future__ import annotations

import unicodedata

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
from tui.text import clean
from tui.timeline.words import body_text, describe, edited_note, file_size

FILE = Attachment("https://example.com/1", filename="report.pdf", size=512_000)

SPOKEN: list[tuple[Body, str]] = [
    (TextBody("hello"), "hello"),
    (TextBody(" one\n\ttwo  three "), "one two three"),
    (TextBody(" \n"), "[empty message]"),
    (ImageBody(Attachment(size=100_400), 640, 480), "[image 640×480, 100 kB]"),
    (ImageBody(Attachment()), "[image]"),
    (AudioBody(Attachment(size=9), 7), "[voice 0:07]"),
    (AudioBody(Attachment()), "[voice]"),
    (VideoBody(Attachment(size=2_000_000), 12), "[video 0:12, 2 MB]"),
    (VideoBody(Attachment(), 3_725), "[video 1:02:05]"),
    (FileBody(FILE), "[file report.pdf, 512 kB]"),
    (FileBody(Attachment(filename="a\x1b[31m\nb")), "[file a␛[31m b]"),
    (LocationBody("北京市海淀区", "创新大厦", 39.9, 116.3), "[location 创新大厦, 北京市海淀区]"),
    (LocationBody(latitude=1.5), "[location]"),
    (CommandBody("refresh"), "[command refresh]"),
    (CustomBody("order.paid", {"id": "A-1001", "amount": "19.90"}), "[custom order.paid: id=A-1001 amount=19.90]"),
    (CustomBody("", {}), "[custom]"),
    (CustomBody("note", {"text": "x" * 100}), f"[custom note: text={'x' * 60}…]"),
    (CombineBody(FILE, title="聊天记录", summary="amy: hi\nbob: ho"), "[combined messages: 聊天记录]"),
    (CombineBody(FILE, compatible_text="update your app"), "[combined messages: update your app]"),
    (UnsupportedBody(), "[unsupported message]"),
    (UnreadableBody("truncated varint"), "[unreadable message]"),
]  # fmt: skip


def message(body: Body, edited: Edit | None = None) -> ChatMessage:
    return ChatMessage("1", ConversationType.SINGLE, "amy", "bob", 0, body, edited=edited)


@pytest.mark.parametrize(("body", "words"), SPOKEN, ids=[words[:30] for _body, words in SPOKEN])
def test_every_kind_has_one_line_of_words(body: Body, words: str) -> None:
    assert describe(message(body)) == words


def test_only_the_beginning_is_looked_at_when_asked() -> None:
    assert describe(message(TextBody("abcdef" * 1000)), limit=8) == "abcdefab"


@given(st.text(), st.text(), st.text())
def test_a_description_is_one_clean_line_whatever_was_sent(one: str, two: str, three: str) -> None:
    bodies: list[Body] = [
        TextBody(one),
        FileBody(Attachment(filename=one)),
        LocationBody(one, two),
        CommandBody(one),
        CustomBody(one, {two: three}),
        CombineBody(FILE, title=one),
    ]
    for body in bodies:
        words = describe(message(body))
        assert words
        assert words == " ".join(words.split())
        assert clean(words) == words
        assert not any(unicodedata.category(char) == "Cc" for char in words)


def test_a_text_keeps_its_lines() -> None:
    assert body_text(message(TextBody("one\r\n\ttwo\x07\n\nthree")), 100) == ("one\n    two␇\n\nthree", 0)


def test_combined_messages_have_their_summary_on_lines_of_their_own() -> None:
    body = CombineBody(FILE, title="聊天记录", summary="amy: hi\nbob: ho")
    assert body_text(message(body), 100) == ("[combined messages: 聊天记录]\namy: hi\nbob: ho", 0)


def test_of_a_long_text_the_rest_is_counted() -> None:
    assert body_text(message(TextBody("abcdefgh")), 5) == ("abcde", 3)


@pytest.mark.parametrize("limit", range(1, 9))
def test_a_cut_does_not_part_a_joined_emoji(limit: int) -> None:
    shown, hidden = body_text(message(TextBody("ab 👨\u200d👩\u200d👧 cd")), limit)
    assert ("👨" in shown) is ("👧" in shown)
    assert len(shown) + hidden == 11


def test_an_edit_is_noted_with_how_often() -> None:
    assert edited_note(message(TextBody("x"))) == ""
    assert edited_note(message(TextBody("x"), Edit(5, "amy", 1))) == "edited"
    assert edited_note(message(TextBody("x"), Edit(5, "amy", 3))) == "edited 3 times"


@pytest.mark.parametrize(
    ("size", "words"),
    [
        (0, "0 B"),
        (999, "999 B"),
        (1_000, "1 kB"),
        (1_540, "1.5 kB"),
        (9_960, "10 kB"),
        (99_950, "100 kB"),
        (999_499, "999 kB"),
        (999_500, "1 MB"),
        (2_500_000_000, "2.5 GB"),
        (1_234_000_000_000, "1,234 GB"),
    ],
)
def test_sizes_read_well(size: int, words: str) -> None:
    assert file_size(size) == words
