"""Text that is picked with the mouse: from where a button went down to where the mouse is."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from tui.app.widgets.history.frame import Shown, at_line
from tui.app.widgets.history.picked import MOST_CELLS, Picked, part_of
from tui.app.widgets.history.reader import Measure, Reader
from tui.timeline.rows import MessageRow
from tui.timeline.timeline import Side


class _Point(NamedTuple):
    """A cell of a message's line; the cell -1 is before the first one. It is found again wherever the message goes."""

    key: str
    line: int
    cell: int


class Picking:
    """Begins anew with each `press`; what was picked stays so until `drop`. No move of the reader costs more by it."""

    def __init__(self, reader: Reader, measure: Measure) -> None:
        self._reader = reader
        self._measure = measure
        self._from: _Point | None = None
        self._to: _Point | None = None
        self.is_dragging = False

    def press(self, x: int, y: int) -> None:
        """A button went down at a cell of the screen, which may be outside of it."""
        self.drop()
        self._from = self._point(x, y)

    def drag(self, x: int, y: int) -> bool:
        """The mouse is there now, the button still down; returns whether anything is picked by that."""
        to = self._point(x, y)
        if self._from is not None and to is not None and (self.is_dragging or to != self._from):
            self._to, self.is_dragging = to, True
        return self.is_dragging

    def release(self) -> str:
        """The button is up again; returns the text that was picked, '' for none."""
        self.is_dragging = False
        picked = self.picked()
        return "".join(self._parts(picked)) if picked is not None else ""

    def drop(self) -> None:
        """Nothing is picked any more."""
        self._from = self._to = None
        self.is_dragging = False

    def picked(self) -> Picked | None:
        """What is picked, in the rows as they are now; None for nothing, or when an end of it is here no more."""
        ends = self._from, self._to
        contents = self._reader.contents
        places = sorted((contents.position(end.key), end.line, end.cell) for end in ends if end and end.key in contents)
        return Picked(*places) if len(places) == len(ends) else None

    def _point(self, x: int, y: int) -> _Point | None:
        frame = self._reader.frame
        shown = at_line(frame, min(max(y, frame[0].top), frame[-1].bottom - 1)) if frame else None
        if shown is None:
            return None
        row = self._reader.contents.rows[shown.position]
        if isinstance(row, MessageRow):
            is_above = y < shown.top
            return _Point(row.key, 0 if is_above else y - shown.top, -1 if is_above else x)
        return self._beside(shown)

    def _beside(self, shown: Shown) -> _Point | None:
        """The beginning of the message below a line of ours, else the end of the one above."""
        contents = self._reader.contents
        below = contents.neighbour(shown.position, Side.NEWER)
        if below is not None:
            return _Point(contents.rows[below].key, 0, -1)
        above = contents.neighbour(shown.position, Side.OLDER)
        if above is None:
            return None
        row = contents.rows[above]
        return _Point(row.key, len(self._measure(row).lines) - 1, MOST_CELLS)

    def _parts(self, picked: Picked) -> Iterator[str]:
        """The picked parts of the lines, with what stands between one line and the next."""
        between = ""
        for position in range(picked.first[0], picked.last[0] + 1):
            for number, line in enumerate(self._measure(self._reader.contents.rows[position]).lines):
                cells = picked.cells(position, number)
                if cells is not None:
                    yield between
                    yield part_of(line, *cells)[0]
                    between = line.after
