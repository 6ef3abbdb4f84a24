"""What the terminal shows, so that of a frame only what differs from it is sent."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import groupby
from operator import itemgetter

from rich.cells import split_graphemes
from rich.color import ColorSystem
from rich.console import Console
from rich.style import Style
from textual._compositor import ChopsUpdate, CompositorUpdate, LayoutUpdate
from textual.strip import Strip

from tui.app.terminal.screen_row import Look, Piece, ScreenRow

Placed = tuple[int, int, Strip]
"""A strip with its row and column."""


class Painted:
    """The screen as it was last written; of what it does not know, everything is written."""

    def __init__(self) -> None:
        self._rows: dict[int, ScreenRow] = {}

    def forget(self) -> None:
        """Know nothing any more: something else may have written to the terminal, or a frame was left out."""
        self._rows.clear()

    def paint(self, strips: Iterable[Placed], colours: ColorSystem) -> str:
        """What turns the screen into one that has `strips`, given row by row from left to right; '' for nothing."""
        parts: list[str] = []
        for row, placed in groupby(strips, itemgetter(0)):
            pieces = (_piece(column, strip, colours) for _, column, strip in placed)
            for column, text in self._rows.setdefault(row, ScreenRow()).change(pieces):
                parts += (f"\x1b[{row + 1};{column + 1}H", text)
        return "".join(parts)


class Difference(CompositorUpdate):
    """Of an update, what differs from the screen as it is by the time that it is written."""

    def __init__(self, painted: Painted, update: LayoutUpdate | ChopsUpdate) -> None:
        self._painted = painted
        self._update = update

    def __rich__(self) -> LayoutUpdate | ChopsUpdate:
        return self._update

    def render_segments(self, console: Console) -> str:
        strips = _whole(self._update) if isinstance(self._update, LayoutUpdate) else _spans(self._update)
        return self._painted.paint(strips, console._color_system or ColorSystem.TRUECOLOR)


def _whole(update: LayoutUpdate) -> Iterator[Placed]:
    for row, strips in enumerate(update.strips, update.region.y):
        column = update.region.x
        for strip in strips:
            yield row, column, strip
            column += strip.cell_length


def _spans(update: ChopsUpdate) -> Iterator[Placed]:
    for row, first, last in update.spans:
        for end, (column, strip) in zip(update.chop_ends[row], update.chops[row].items(), strict=True):
            if strip is not None and column < last and end > first:
                yield row, column, strip if end <= last else strip.crop(0, last - column)


def _piece(column: int, strip: Strip, colours: ColorSystem) -> Piece:
    texts: list[str] = []
    looks: list[Look] = []
    for text, style, _ in strip:
        cells = text if text.isascii() else _cells(text)
        texts += cells
        looks += [_look(style, colours)] * len(cells)
    return Piece(column, texts, looks)


@lru_cache(maxsize=1024)
def _cells(text: str) -> tuple[str, ...]:
    """`text` cell by cell; what takes no cell goes with what stands beside it."""
    cells: list[str] = []
    widthless = ""
    for start, end, width in split_graphemes(text)[0]:
        if width:
            cells += (widthless + text[start:end], *[""] * (width - 1))
            widthless = ""
        else:
            widthless += text[start:end]
    return tuple(cells)


@lru_cache(maxsize=1024)
def _look(style: Style | None, colours: ColorSystem) -> Look:
    before, _, after = Strip.render_style(style or Style.null(), "\0", colours).partition("\0")
    return before, after
