"""Permalinks: read back as they were written, and everything else refused in one sentence."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.errors import ConfigError
from tui.models import ConversationKey, ConversationType
from tui.permalinks import Permalink, parse_permalink

LINK = Permalink("org#app", "amy", ConversationKey("bob", ConversationType.SINGLE), "1234567890123456789")
WRITTEN = "roam://org%23app/amy/singleChat/bob/1234567890123456789"

SHOWN = st.text(st.characters(exclude_categories=["Cs"]), min_size=1).filter(
    lambda text: text.isprintable() and bool(text.strip())
)


def test_a_link_has_its_form() -> None:
    assert str(LINK) == WRITTEN
    assert parse_permalink(WRITTEN) == LINK


@pytest.mark.parametrize(
    "text", [WRITTEN.replace("%23", "#"), WRITTEN.replace("roam:", "ROAM:"), WRITTEN.replace("/amy/", "/Amy/")]
)
def test_what_is_written_by_hand_is_understood(text: str) -> None:
    assert parse_permalink(text) == LINK


@given(SHOWN, st.sampled_from(ConversationType), st.integers(0, 2**64 - 1))
def test_any_conversation_is_read_back(conversation: str, kind: ConversationType, number: int) -> None:
    link = Permalink("org#app", "amy", ConversationKey(conversation, kind), str(number))
    written = str(link)
    assert written.isascii()
    assert written.count("/") == 6
    assert parse_permalink(written) == link


@pytest.mark.parametrize(
    "text",
    [
        "",
        "roam://",
        "https://org%23app/amy/singleChat/bob/1",
        "roam://org%23app/amy/singleChat/bob",
        "roam://org%23app/amy/singleChat/bob/1/2",
        "roam://orgapp/amy/singleChat/bob/1",
        "roam://a%23b%23c/amy/singleChat/bob/1",
        "roam://org%23app//singleChat/bob/1",
        "roam://org%23app/amy/single/bob/1",
        "roam://org%23app/amy/singleChat/%1b[31m/1",
        "roam://org%23app/amy/singleChat/%e2%80%aeb/1",
        "roam://org%23app/amy/singleChat/%ff/1",
        "roam://org%23app/amy/singleChat/%zz/1",
        "roam://org%23app/amy/singleChat/\ud800/1",
        "roam://org%23app/amy/singleChat/bob/--help",
        "roam://org%23app/amy/singleChat/bob/１２",
        "roam://org%23app/amy/singleChat/bob/1?x",
        "roam://org%23app/amy/singleChat/bob/" + "1" * 21,
    ],
)
def test_anything_else_is_refused(text: str) -> None:
    with pytest.raises(ConfigError, match="this is no link to a message"):
        parse_permalink(text)


@given(st.text())
def test_no_text_breaks_it(text: str) -> None:
    try:
        parse_permalink("roam://" + text)
    except ConfigError:
        return
