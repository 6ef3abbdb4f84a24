"""Clean text holds nothing that a terminal obeys or that deceives a reader."""

from __future__ import annotations

import sys
import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tui.text import MARKS_PER_BASE, clean, clean_line

NASTY = (
    "\x00\x07\x08\x0b\x1b\x7f\x85\x9b\xad\u061c"
    "\u200b\u200d\u200c\u200e\u202e\u2028\u2066\u2069\ufeff\ufff9\ufffe\U000e0041\U0010ffff"
)
anything = st.text(
    st.one_of(st.characters(), st.sampled_from(NASTY + "\n\t\r a好❤\u0301\ufe0f"), st.characters(categories=["Cs"]))
)

BIDI = set("\u061c\u200e\u200f") | {chr(code) for code in (*range(0x202A, 0x202F), *range(0x2066, 0x206A))}


@given(anything)
@example("\u0301" * 40)
@example("a\u200d\u0301" * 20)
@example("क" + "\u0902" * 40)
@example("\U0001e8d0" * 40)
def test_nothing_dangerous_is_left(text: str) -> None:
    marks = 0
    for char in clean(text):
        category = unicodedata.category(char)
        assert category not in {"Cs", "Zl", "Zp"}
        assert category != "Cc" or char == "\n"
        assert char not in BIDI
        assert not 0xE0000 <= ord(char) <= 0xE0FFF
        marks = marks + 1 if category in {"Mn", "Me"} else 0
        assert marks <= MARKS_PER_BASE


@given(anything)
def test_cleaning_twice_is_cleaning_once(text: str) -> None:
    assert clean(clean(text)) == clean(text)


@given(st.text(st.characters(categories=["L", "N", "P", "Zs"], exclude_characters="\u3164\uffa0\u115f\u1160")))
def test_ordinary_text_is_unchanged(text: str) -> None:
    assert clean(text) == text


@pytest.mark.parametrize("before", ["a", "\x1bordinary a"], ids=["alone", "beside something else to take out"])
def test_a_flood_of_any_combining_mark_is_cut_short(before: str) -> None:
    every = [mark for mark in map(chr, range(sys.maxunicode + 1)) if unicodedata.category(mark) in {"Mn", "Me"}]
    marks = [mark for mark in every if clean(f"a{mark}") == f"a{mark}"]
    assert len(marks) > 1_500
    shown = before.replace("\x1b", "␛")
    for mark in marks:
        assert clean(before + mark * 11) == shown + mark * MARKS_PER_BASE + "⟪+3⟫", hex(ord(mark))


@given(anything)
def test_a_line_is_one_line(text: str) -> None:
    assert "\n" not in clean_line(text)
    assert clean_line(text) == clean_line(text).strip()


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("\x1b[31mred\x1b[0m", "␛[31mred␛[0m"),
        ("\x1b]52;c;aGk=\x07", "␛]52;c;aGk=␇"),
        ("invoice\u202efdp.exe", "invoice⟪RLO⟫fdp.exe"),
        ("a\r\nb\rc\u2028d", "a\nb\nc\nd"),
        ("a\tb", "a    b"),
        ("\ud83d half an emoji", "� half an emoji"),
        ("🇳🇱 but 🇳, 🇳🇱🇳", "🇳🇱 but ⟪N⟫, 🇳🇱⟪N⟫"),
        ("👋🏽 and ☝️🏽, but 🏽 and e🏽🏽", "👋🏽 and ☝️🏽, but ⟪TONE⟫ and e⟪TONE×2⟫"),
        ("\ufeffzero\u200bwidth\ufeff", "zero⟪ZWSP⟫width⟪BOM⟫"),
        ("soft\xadhyphen word\u2060joiner", "soft⟪SHY⟫hyphen word⟪WJ⟫joiner"),
        ("\u200b" * 300, "⟪ZWSP×300⟫"),
        ("\u202e" * 300 + "a", "⟪RLO×300⟫a"),
        ("e" + "\u0301" * 300 + "f", "e" + "\u0301" * 8 + "⟪+292⟫f"),
        ("e" + "\u0301" * 9, "e" + "\u0301" * 8 + "⟪+1⟫"),
        ("\U0001f3f4\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f", "\U0001f3f4⟪tag:gbeng⟫"),
        ("seen\U000e0068\U000e0069\U000e0001!", "seen⟪tag:hi·⟫!"),
        ("葛\U000e0100城\U000e0101\U000e0102", "葛⟪VS×1⟫城⟪VS×2⟫"),
        ("\u180b\u17b4", "��"),
        ("[/nope] [link=http://x]y[/link]", "[/nope] [link=http://x]y[/link]"),
        ("👨‍👩‍👧 ❤️ 🇨🇳 👍🏽", "👨‍👩‍👧 ❤️ 🇨🇳 👍🏽"),
        ("می‌خواهم क्‍ष", "می‌خواهم क्‍ष"),
        ("a\u200db", "a⟪ZWJ⟫b"),
        ("র\u200d্য", "র\u200d্য"),
        ("你好，世界", "你好，世界"),
    ],
)
def test_what_is_taken_out_leaves_a_mark(text: str, shown: str) -> None:
    assert clean(text) == shown


@given(st.text(st.sampled_from("👩💻👍\U0001f3fd❤♂\ufe0f\u200da \n\u0301\u202e")))
@example("👩\u200d💻 ok")
@example("❤\ufe0f\u200d👩a\u200d👩")
def test_joiners_stay_between_emoji_and_nowhere_else(text: str) -> None:
    """A text of emoji alone takes a short way; one with a control behind it is looked at character by character."""
    assert clean(text + "\x07") == clean(text) + "␇"
