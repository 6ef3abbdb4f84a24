"""A picture drawn with text: two pixels a cell, one above the other."""

from __future__ import annotations

from rich.color import Color
from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip
from textual.widget import Widget

from tui.images.decoding import Pixels

_UPPER_HALF = "▀"


def room_for(columns: int, lines: int) -> tuple[int, int]:
    """The most columns and rows of pixels that so many cells can show; at least one of each."""
    return max(columns, 1), max(2 * lines, 1)


def drawn(pixels: Pixels) -> list[Strip]:
    """The picture's lines."""
    return [_line(pixels, row) for row in range(0, pixels.height, 2)]


class Picture(Widget):
    """As large as its picture. No sequence of a terminal's own for pictures is used: none gets past the last gate."""

    def __init__(self, pixels: Pixels) -> None:
        super().__init__()
        self._lines = drawn(pixels)
        self.styles.width, self.styles.height = pixels.width, len(self._lines)

    def render_line(self, y: int) -> Strip:
        return self._lines[y] if y < len(self._lines) else Strip.blank(self.size.width)


def _line(pixels: Pixels, row: int) -> Strip:
    has_lower = row + 1 < pixels.height
    cells = (
        Style(color=_colour(pixels, x, row), bgcolor=_colour(pixels, x, row + 1) if has_lower else None)
        for x in range(pixels.width)
    )
    return Strip([Segment(_UPPER_HALF, style) for style in cells], pixels.width)


def _colour(pixels: Pixels, x: int, y: int) -> Color:
    at = 3 * (y * pixels.width + x)
    return Color.from_rgb(*pixels.rgb[at : at + 3])
