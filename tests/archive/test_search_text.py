"""The words that messages are found by."""

from __future__ import annotations

import pytest

from tests.archive.core import Core
from tests.archive.samples import BOB, message, messages, page_up
from tui.archive.search_text import words_of
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

FILE = Attachment("http://rest.example/o/a/chatfiles/u", "secret", "plan pdf")


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (TextBody("a\u200bb 好"), "ab 好"),
        (ImageBody(FILE), "plan pdf"),
        (AudioBody(FILE), "plan pdf"),
        (VideoBody(FILE), "plan pdf"),
        (FileBody(FILE), "plan pdf"),
        (LocationBody("1 Main St", "Tower"), "tower 1 main st"),
        (CustomBody("order", {"id": "10001", "n": 3, "more": {"deep": ["x", True, None]}}), "order 10001 3 x"),
        (CombineBody(FILE, "Chat of two", "bob: hi", 1, "not shown"), "chat of two bob hi plan pdf"),
        (CommandBody("typing"), "typing"),
        (UnsupportedBody(), ""),
        (UnreadableBody("broken"), ""),
    ],
)
def test_every_kind_has_its_words(body: Body, words: str) -> None:
    assert words_of(body).split() == words.split()


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
