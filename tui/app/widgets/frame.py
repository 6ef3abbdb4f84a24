"""The border around a pane, with its title."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Self

from textual.containers import Container
from textual.content import Content
from textual.geometry import Region

from tui.app.glyphs import Glyphs
from tui.app.widgets.cells import LINE_CAP
from tui.text import clean_line


class Frame(Container):
    """Its border grows heavy while the focus is inside. Titles are plain text, cut where there is no room."""

    def __init__(self, glyphs: Glyphs, name: str) -> None:
        super().__init__(id=name)
        self._between = glyphs.spell(" · ")
        self._title = self._subtitle = ""
        self._drawn: tuple[Region, ...] = ()

    def entitle(self, *parts: str) -> None:
        """Show `parts` at the top, with a dot in between; empty ones are left out."""
        title = self._line(parts)
        if title != self._title:
            self._title = title
            with self._drawing_only(-1):
                self.border_title = Content(title)

    def annotate(self, *parts: str) -> None:
        """Show `parts` at the bottom."""
        subtitle = self._line(parts)
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

    def _line(self, parts: tuple[str, ...]) -> str:
        return self._between.join(filter(None, (clean_line(part[:LINE_CAP]) for part in parts)))
