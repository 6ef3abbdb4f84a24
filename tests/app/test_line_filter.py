"""The last gate: whatever was forgotten further up, a terminal is given nothing to obey."""

from __future__ import annotations

import unicodedata

from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual.color import Color

from tui.app.line_filter import ColourlessFilter, ObeyedCharacterFilter

BLACK = Color(0, 0, 0)
OBEYED = st.sampled_from("\x00\x07\x08\n\r\x1b\x7f\x84\x9b\x9d\xad\u061c\u200e\u2028\u202e\u2066\ufeff\ud800\U000e0041")


def filtered(*texts: str) -> list[Segment]:
    return ObeyedCharacterFilter().apply([Segment(text, Style(bold=True)) for text in texts], BLACK)


@given(st.lists(st.text(st.characters() | OBEYED)))
def test_no_control_direction_or_surrogate_is_left_and_the_width_stays(texts: list[str]) -> None:
    segments = filtered(*texts)
    drawn = "".join(segment.text for segment in segments)
    assert not any(unicodedata.category(char) in ("Cc", "Cs") for char in drawn)
    assert not any(unicodedata.bidirectional(char) in {"LRE", "RLE", "LRO", "RLO", "PDF", "LRI"} for char in drawn)
    assert sum(segment.cell_length for segment in segments) == sum(map(cell_len, texts))


def test_a_sequence_keeps_only_its_harmless_letters() -> None:
    assert [segment.text for segment in filtered("a\x1b]52;c;eA==\x1b\\b")] == ["a]52;c;eA==\\b"]


def test_styles_and_clean_lines_stay_as_they_are() -> None:
    segments = [Segment("那部电影 👩‍👩‍👧", Style(bold=True)), Segment("b")]
    assert ObeyedCharacterFilter().apply(segments, BLACK) is segments
    assert filtered("\x1b")[0].style == Style(bold=True)


def test_without_colours_the_rest_of_a_style_stays() -> None:
    segments = [Segment("a", Style(color="red", bgcolor="blue", bold=True)), Segment("b")]
    assert ColourlessFilter().apply(segments, BLACK) == [Segment("a", Style(bold=True)), Segment("b")]
