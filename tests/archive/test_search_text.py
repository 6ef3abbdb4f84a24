"""The words that messages are found by."""

from __future__ import annotations

import pytest

from tests.archive.core import Core
from tests.archive.samples import BOB, message, messages, page_up
from tui.archive.search_text import spaced, words_of
from tui.events import MessagesRemoved
from tui.models import (
    Attachment,
    AudioBody,
    Body,
    CombineBody,
    CommandBody,
    CustomBody,
    FileBody,
    ImageBody,
    LocationBody,
    TextBody,
    UnreadableBody,
    UnsupportedBody,
    VideoBody,
)

FILE = Attachment("http://rest.example/o/a/chatfiles/u", "secret", "plan.pdf")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("plain words", "plain words"),
        ("你好", "你 好"),
        ("订单itgc已发货", "订 单 itgc 已 发 货"),
        ("こんにちは、カタカナ", "こ ん に ち は 、 カ タ カ ナ"),
        ("안녕 hello", "안 녕  hello"),
        ("𠮷野家", "𠮷 野 家"),
        ("naïve café", "naïve café"),
        ("", ""),
    ],
)
def test_each_cjk_character_is_a_word(text: str, words: str) -> None:
    assert spaced(text) == words


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (TextBody("a\u200bb 好"), "a⟪ZWSP⟫b  好"),
        (ImageBody(FILE), "plan.pdf"),
        (AudioBody(FILE), "plan.pdf"),
        (VideoBody(FILE), "plan.pdf"),
        (FileBody(FILE), "plan.pdf"),
        (LocationBody("1 Main St", "Tower"), "Tower\n1 Main St"),
        (CustomBody("order", {"id": "10001", "n": 3, "more": {"deep": ["x", True, None]}}), "order\n10001\n3\nx"),
        (CombineBody(FILE, "Chat of two", "bob: hi", 1, "not shown"), "Chat of two\nbob: hi\nplan.pdf"),
        (CommandBody("typing"), "typing"),
        (UnsupportedBody(), ""),
        (UnreadableBody("broken"), ""),
    ],
)
def test_every_kind_has_its_words(body: Body, words: str) -> None:
    assert words_of(body) == words


def hits(archive: Core, query: str) -> list[str]:
    """The ids of the messages that have these words, in order."""
    rows = archive.db.execute("SELECT rowid FROM message_words WHERE message_words MATCH ?", (query,))
    numbers = {number for (number,) in rows}
    order = [number for (number,) in archive.db.execute("SELECT number FROM message ORDER BY time")]
    return [each.id for each, number in zip(archive.messages(), order, strict=True) if number in numbers]


def test_words_of_one_and_two_characters_are_found() -> None:
    archive = Core()
    archive.write(page_up((message(1, "今天的会议几点"), message(2, "会"), message(3, "meeting at nine")), last=True))
    assert hits(archive, '"会 议"') == ["1"]
    assert hits(archive, "会") == ["1", "2"]
    assert hits(archive, "meet*") == ["3"]


def test_the_index_follows_edits_and_removals() -> None:
    archive = Core()
    archive.write(page_up((message(1, "old words"), *messages(2, 3)), last=True))
    archive.write(page_up((message(1, "new words"), *messages(2, 3)), last=True))
    assert hits(archive, "old") == []
    assert hits(archive, "new") == ["1"]
    archive.write(MessagesRemoved(BOB, frozenset({"1"})), page_up((*messages(2, 3), message(4, "fresh")), last=True))
    assert hits(archive, "new") == []
    assert hits(archive, "fresh") == ["4"]
