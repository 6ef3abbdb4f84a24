"""What may be copied: everything that is written, and nothing that acts."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.app.clipboard.texts import copyable


@pytest.mark.parametrize(
    ("text", "copied"),
    [
        ("rm -rf /\x03\r", "rm -rf /\n"),
        ("a\tb\nc", "a\tb\nc"),
        ("one\r\ntwo\x85three", "one\ntwo\nthree"),
        ("\x1b]52;c;AAAA\x07\x1b[31mred", "]52;c;AAAA[31mred"),
        ("👩\u200d👧 \u202eabc", "👩\u200d👧 \u202eabc"),
        ("\ud83d", "\ufffd"),
        ("\x9b31m", "31m"),
    ],
)
def test_it_is_as_it_was_but_for_what_acts(text: str, copied: str) -> None:
    assert copyable(text) == copied


@given(st.text(st.characters()))
def test_no_control_character_but_line_feeds_and_tabs_is_left(text: str) -> None:
    copied = copyable(text)
    assert {each for each in copied if unicodedata.category(each) in ("Cc", "Cs")} <= {"\n", "\t"}
    assert copyable(copied) == copied


@given(st.text(st.characters(exclude_categories=["Cc", "Cs"])))
def test_all_that_is_written_stays(text: str) -> None:
    assert copyable(text) == text
