"""Every kind of message, in words."""

from __future__ import annotations

import unicodedata
from dataclasses import replace

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
from tui.timeline.beside import is_mentioned
from tui.timeline.words import (
    body_text,
    describe,
    edited_note,
    file_size,
    quoted_line,
    reactions_line,
    thread_note,
)

FILE = Attachment("https://example.com/1", filename="report.pdf", size=512_000)

SPOKEN: list[tuple[Body, str]] = [
    (TextBody("hello"), "hello"),
    (TextBody(" one\n\ttwo  three "), "one two three"),
    (TextBody(" \n"), "[empty message]"),
    (ImageBody(Attachment(size=100_400), 640, 480), "[image 640×480, 100 kB]"),
    (ImageBody(Attachment(filename="cat.png", size=5), 640, 480), "[image cat.png, 640×480, 5 B]"),
    (ImageBody(Attachment()), "[image]"),
    (AudioBody(Attachment(size=9), 7), "[voice 0:07, 9 B]"),
    (AudioBody(Attachment()), "[voice]"),
    (VideoBody(Attachment(size=2_000_000), 12), "[video 0:12, 2 MB]"),
    (VideoBody(Attachment(), 3_725), "[video 1:02:05]"),
    (FileBody(FILE), "[file report.pdf, 512 kB]"),
    (FileBody(Attachment(filename="a\x1b[31m\nb")), "[file a␛[31m b]"),
    (LocationBody("北京市海淀区", "创新大厦", 39.9, 116.3), "[location 创新大厦, 北京市海淀区, 39.90000, 116.30000]"),
    (LocationBody(latitude=-1.5), "[location -1.50000, 0.00000]"),
    (LocationBody(), "[location]"),
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


def test_an_edit_is_noted_with_by_whom_and_how_often() -> None:
    assert edited_note(message(TextBody("x"))) == ""
    assert edited_note(message(TextBody("x"), Edit(5, "", 1))) == "edited"
    assert edited_note(message(TextBody("x"), Edit(5, "", 3))) == "edited 3×"
    assert edited_note(message(TextBody("x"), Edit(5, "amy", 1))) == "edited by amy"
    assert edited_note(message(TextBody("x"), Edit(5, "a\x1bmy", 3)), "14:02") == "edited by a␛my 3×, 14:02"


def beside(ext: dict[str, object] | None = None, **service: object) -> ChatMessage:
    return replace(message(TextBody("x")), ext=ext or {}, service=service)


@pytest.mark.parametrize(
    ("told", "line"),
    [
        (None, ""),
        ("text", ""),
        ({}, ""),
        ({"msgID": "7", "msgSender": "bob", "msgPreview": "when?\nnow?", "msgType": "txt"}, "bob: when? now?"),
        ({"msgID": "7"}, "[message]"),
        ({"msgPreview": 5, "msgSender": ["x"]}, ""),
    ],
)
def test_what_a_message_answers(told: object, line: str) -> None:
    assert quoted_line(beside({"msgQuote": told})) == line


@pytest.mark.parametrize(
    ("told", "line"),
    [
        (None, ""),
        ({}, ""),
        ([{"reaction": "👍", "count": 3, "isAddedBySelf": True}, {"reaction": "ok"}], "👍 3 (you)  ok 1"),
        ([{"reaction": "a", "userList": ["x", "y"]}, "b", {"count": 5}, {"reaction": 1}], "a 2"),
    ],
)
def test_reactions(told: object, line: str) -> None:
    assert reactions_line(beside(reactions=told)) == line


@pytest.mark.parametrize(
    ("told", "overview", "note"),
    [
        (None, None, ""),
        ({"chatThreadName": "release"}, None, "thread: release"),
        ({"messageId": "1"}, {"name": "plan", "messageCount": 12}, "thread: plan (12 messages)"),
        ([], "x", ""),
    ],
)
def test_threads(told: object, overview: object, note: str) -> None:
    assert thread_note(beside(chatThread=told, chatThreadOverview=overview)) == note


@pytest.mark.parametrize(
    ("told", "is_meant"),
    [(["amy"], True), (["bob", 5], False), ("ALL", True), (["ALL"], True), (None, False), ([], False)],
)
def test_who_is_mentioned(told: object, is_meant: bool) -> None:
    assert is_mentioned(beside({"em_at_list": told}), "amy") is is_meant
    assert not is_mentioned(beside({"em_at_list": told}), "")


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
)
MEMBERS = st.sampled_from(["reaction", "count", "userList", "isAddedBySelf", "chatThreadName", "messageCount", "name"])


@given(JSON | st.dictionaries(MEMBERS, JSON) | st.lists(st.dictionaries(MEMBERS, JSON), max_size=3))
def test_what_stands_beside_is_clean_whatever_a_server_gave(told: object) -> None:
    given = beside({"msgQuote": told, "em_at_list": told}, reactions=told, chatThread=told, chatThreadOverview=told)
    for line in (quoted_line(given), reactions_line(given), thread_note(given)):
        assert clean(line) == line
        assert "\n" not in line
    assert is_mentioned(given, "amy") in (True, False)


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
