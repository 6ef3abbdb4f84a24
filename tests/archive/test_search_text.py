"""The words that messages are found by."""

from __future__ import annotations

import pytest

from tui.archive.search_text import words_of
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
