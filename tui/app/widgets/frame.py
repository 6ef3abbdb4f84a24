"""The border around a pane, with its title."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Self

from rich.cells import cell_len
from textual.containers import Container
from textual.content import Content
from textual.geometry import Region

from tui.app.glyphs import Glyphs
from tui.app.widgets.cells import LINE_CAP, fit
from tui.text import clean_line

LEAST_NAME = 8
"""Cells that the first part of a title keeps, however narrow the frame is."""

_AROUND = 4
"""Cells of a line inside the frame that its title cannot have: a blank and a piece of the border at each end."""


def title_line(parts: Sequence[str], room: int, glyphs: Glyphs) -> str:
    """`parts` with a dot in between, in `room` cells if that can be; the last part is what is least to be done without.

    What stands between the first and the last is left out, the last of it first; then the first one, a name, is
    shortened. In less room than that takes, the line is longer than `room`.
    """
    between = glyphs.spell(" · ")
    line = between.join(parts)
    if len(parts) < 2 or cell_len(line) <= room:
        return line
    if len(parts) > 2:
        return title_line((*parts[:-2], parts[-1]), room, glyphs)
    name, last = parts
    free = max(min(LEAST_NAME, cell_len(name)), room - cell_len(between + last))
    return between.join((fit(name, free, glyphs.ellipsis), last))


def note_line(parts: Sequence[str], room: int, glyphs: Glyphs) -> str:
    """`parts` with a dot in between, in at most `room` cells: the last are left out first, and the first is cut."""
    line = glyphs.spell(" · ").join(parts)
    if cell_len(line) <= room:
        return line
    return note_line(parts[:-1], room, glyphs) if len(parts) > 1 else fit(line, room, glyphs.ellipsis)


class Frame(Container):
    """Its border grows heavy while the focus is inside. Titles are plain text, shortened where there is no room."""

    def __init__(self, glyphs: Glyphs, name: str) -> None:
        super().__init__(id=name)
        self._glyphs = glyphs
        self._parts: tuple[str, ...] = ()
        self._notes: tuple[str, ...] = ()
        self._title = self._subtitle = ""
        self._drawn: tuple[Region, ...] = ()

    def entitle(self, *parts: str) -> None:
        """Show `parts` at the top, with a dot in between; empty ones are left out."""
        self._parts = _clean(parts)
        self._show_title()

    def on_resize(self) -> None:
        self._show_title()
        self._show_notes()

    @property
    def _room(self) -> int:
        """Cells that a line in the border has; before there is a layout: as many as it wants."""
        return (self.size.width or LINE_CAP) - _AROUND

    def _show_title(self) -> None:
        title = title_line(self._parts, self._room, self._glyphs)
        if title != self._title:
            self._title = title
            with self._drawing_only(-1):
                self.border_title = Content(title)

    def annotate(self, *parts: str) -> None:
        """Show `parts` at the bottom, as many of them, from the first on, as there is room for."""
        self._notes = _clean(parts)
        self._show_notes()

    def _show_notes(self) -> None:
        subtitle = note_line(self._notes, self._room, self._glyphs)
        if subtitle != self._subtitle:
            self._subtitle = subtitle
            with self._drawing_only(self.size.height):
                self.border_subtitle = Content(subtitle) if subtitle else None

    def refresh(self, *regions: Region, repaint: bool = True, layout: bool = False, recompose: bool = False) -> Self:
        return super().refresh(*(regions or self._drawn), repaint=repaint, layout=layout, recompose=recompose)

    @contextmanager
    def _drawing_only(self, line: int) -> Iterator[None]:
        """Let what is set meanwhile draw this line only (0 is the first one inside).

        Setting a title draws the whole frame, and the note at the bottom changes with every key.
        """
        self._drawn = (Region(-1, line, self.outer_size.width, 1),)
        yield
        self._drawn = ()


def _clean(parts: Iterable[str]) -> tuple[str, ...]:
    return tuple(filter(None, (clean_line(part[:LINE_CAP]) for part in parts)))
