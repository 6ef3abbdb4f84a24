"""What is picked of the lines on the screen, and what that says."""

from __future__ import annotations

from typing import NamedTuple

from tui.app.widgets.cells import part_within
from tui.app.widgets.history.layout import Line

MOST_CELLS = 1_000_000
"""More than any line has."""


class Picked(NamedTuple):
    """The cells from a first to a last one, both included, each as its row's position, the line in it, and the cell."""

    first: tuple[int, int, int]
    last: tuple[int, int, int]

    def cells(self, position: int, line: int) -> tuple[int, int] | None:
        """From and until which cell a line is picked; None where nothing of it is."""
        at = (position, line)
        if not self.first[:2] <= at <= self.last[:2]:
            return None
        return self.first[2] if at == self.first[:2] else 0, self.last[2] + 1 if at == self.last[:2] else MOST_CELLS


def part_of(line: Line, start: int, stop: int) -> tuple[str, int, int]:
    """What a line has from one cell until another, in whole characters, and from and until which cell these are."""
    text = "".join(part for part, _tone in line.pieces)
    part, first, last = part_within(text, start - line.indent, stop - line.indent)
    return part, first + line.indent, last + line.indent
