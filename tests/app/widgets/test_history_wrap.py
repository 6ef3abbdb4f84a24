"""Text broken into rows of cells."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from tui.app.widgets.history.wrap import NARROWEST, wrap
from tui.text import clean

FAMILY = "👨\u200d👩\u200d👧"
FLAG = "🇨🇳"
HEART = "❤\ufe0f"
ACCENTED = "e\u0301"

PIECES = st.sampled_from(
    ["a", "word", " ", "  ", "\n", "会议", "，", "。", "“", "”", "（", "）", FAMILY, FLAG, HEART, ACCENTED,
     "1\ufe0f\u20e3", "https://example.com/path", "한글", "ก็", "\u3000", "👍🏽", "x" * 30]
)  # fmt: skip
TEXTS = st.lists(PIECES, max_size=40).map("".join) | st.text(max_size=60)


@pytest.mark.parametrize(
    ("text", "width", "rows"),
    [
        ("", 10, [""]),
        ("short", 10, ["short"]),
        ("one two three", 8, ["one two", "three"]),
        ("one\n\ntwo", 8, ["one", "", "two"]),
        ("  indented", 12, ["  indented"]),
        ("aaaaaaaaaaaa", 5, ["aaaaa", "aaaaa", "aa"]),
        ("see aaaaaaaaaaaa now", 6, ["see", "aaaaaa", "aaaaaa", "now"]),
        ("那部电影的导演", 6, ["那部电", "影的导", "演"]),
        ("那部电影的导演", 7, ["那部电", "影的导", "演"]),
        ("看pandas.read_csv吧", 16, ["看", "pandas.read_csv", "吧"]),
        ("a" * 4 + " " * 9 + "b", 5, ["aaaa", "b"]),
    ],
)
def test_rows(text: str, width: int, rows: list[str]) -> None:
    assert wrap(text, width) == rows


def test_closing_punctuation_does_not_begin_a_row() -> None:
    assert wrap("我们开会，讨论。", 8) == ["我们开", "会，讨", "论。"]
    assert wrap("他说“你好”。", 6) == ["他说", "“你", "好”。"]


def test_opening_punctuation_does_not_end_a_row() -> None:
    assert wrap("你好（世界）", 6) == ["你好", "（世", "界）"]


def test_a_flood_of_punctuation_still_breaks() -> None:
    assert max(cell_len(row) for row in wrap("。" * 100, 10)) <= 10


@pytest.mark.parametrize("cluster", [FAMILY, FLAG, HEART, ACCENTED, "👍🏽"])
def test_a_joined_character_is_never_cut(cluster: str) -> None:
    text = cluster * 7
    for width in range(NARROWEST, 12):
        for row in wrap(text, width):
            assert row == cluster * (len(row) // len(cluster))


@given(TEXTS, st.integers(0, 30))
def test_rows_hold_the_whole_text_and_fit(text: str, width: int) -> None:
    cleaned = clean(text)
    rows = wrap(cleaned, width)
    assert "".join("".join(rows).split()) == "".join(cleaned.split())
    assert all(cell_len(row) <= max(width, NARROWEST) for row in rows)
    assert len(rows) >= cleaned.count("\n") + 1
