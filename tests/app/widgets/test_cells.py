"""Characters as a reader counts them, and texts cut to cells."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from tests.app.widgets.test_history_wrap import FAMILY, TEXTS
from tui.app.widgets.cells import characters, fit, fit_middle, padded
from tui.text import clean


@given(TEXTS)
def test_characters_hold_the_whole_text(text: str) -> None:
    assert "".join(characters(text)) == text


def test_flags_are_paired_from_the_left() -> None:
    assert characters("🇨🇳🇩🇪🇫") == ["🇨🇳", "🇩🇪", "🇫"]


@given(TEXTS, st.integers(0, 30))
def test_a_fitted_text_is_not_wider_than_asked(text: str, width: int) -> None:
    line = clean(text).replace("\n", " ")
    fitted = fit(line, width, "…")
    assert cell_len(fitted) <= width
    assert fitted == line or width == 0 or (fitted.endswith("…") and line.startswith(fitted[:-1]))


def test_a_character_of_very_many_code_points_is_cut_off_rather_than_measured() -> None:
    assert fit("a" + "\u0301" * 100_000, 1, "…") == "…"
    assert fit("\u200b" * 100_000, 3, "…").endswith("…")


def test_a_joined_character_is_kept_whole_or_left_out() -> None:
    assert fit(f"{FAMILY}{FAMILY}b", 4, "…") == f"{FAMILY}…"


@given(st.text(max_size=60) | TEXTS, st.integers(0, 40))
def test_a_padded_text_is_exactly_as_wide_as_asked(text: str, width: int) -> None:
    line = clean(text).replace("\n", " ")  # a joiner at the end of what was not cleaned would swallow a space
    assert cell_len(padded(line, width)) == width


@given(TEXTS, st.integers(-2, 40))
def test_a_text_cut_in_its_middle_takes_no_more_room_than_there_is(text: str, width: int) -> None:
    cut = fit_middle(text, width)
    assert cell_len(cut) <= max(width, 0)
    assert cut == text or "…" in cut or width <= 0


def test_both_ends_of_a_text_are_left() -> None:
    assert fit_middle("abcdefghij", 7) == "abc…hij"
    assert fit_middle("abcdefghij", 6) == "abc…ij"
    assert fit_middle("那部电影的导演", 9) == "那部…导演"
    assert fit_middle("abcdefghij", 1) == "…"
