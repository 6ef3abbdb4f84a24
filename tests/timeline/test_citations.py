"""Messages as texts to take elsewhere."""

from __future__ import annotations

import time
from collections.abc import Iterator

import pytest

from tests.model_service import message
from tui.models import Attachment, ChatMessage, ConversationKey, ConversationType, FileBody
from tui.permalinks import Permalink
from tui.timeline.citations import cited, plain

BOB = ConversationKey("bob", ConversationType.SINGLE)


@pytest.fixture(autouse=True)
def utc(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    with monkeypatch.context() as changed:
        changed.setenv("TZ", "UTC")
        time.tzset()
        yield
    time.tzset()


def test_a_text_is_copied_as_it_was_sent() -> None:
    assert plain([message(1, text="  a\n\u200bb  ")]) == "  a\n\u200bb  "


def test_other_kinds_are_copied_in_words() -> None:
    file = ChatMessage("1", ConversationType.SINGLE, "bob", "amy", 0, FileBody(Attachment(filename="a.pdf", size=2000)))
    assert plain([message(1), file]) == "message 1\n[file a.pdf, 2 kB]"


def test_a_citation_says_where_it_is_from() -> None:
    link = Permalink("acme#support", "amy", BOB, "1")
    assert cited([message(1), message(2)], "Bob\nB.", [link, None]) == (
        "2024-06-10 06:14:20 +0000 · bob · Bob B. · roam://acme%23support/amy/singleChat/bob/1\nmessage 1\n\n"
        "2024-06-10 06:15:20 +0000 · bob · Bob B.\nmessage 2"
    )
