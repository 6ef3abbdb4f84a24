"""The border around a pane, with its title."""

from __future__ import annotations

from textual.containers import Container
from textual.content import Content

from tui.app.glyphs import Glyphs
from tui.text import clean_line


class Frame(Container):
    """Its border grows heavy while the focus is inside. Titles are plain text, cut where there is no room."""

    def __init__(self, glyphs: Glyphs, name: str) -> None:
        super().__init__(id=name)
        self._between = glyphs.spell(" · ")
        self._title = self._subtitle = ""

    def entitle(self, *parts: str) -> None:
        """Show `parts` at the top, with a dot in between; empty ones are left out."""
        title = self._line(parts)
        if title != self._title:  # setting it draws the whole frame again, with all that is inside
            self._title = title
            self.border_title = Content(title)

    def annotate(self, *parts: str) -> None:
        """Show `parts` at the bottom."""
        subtitle = self._line(parts)
        if subtitle != self._subtitle:
            self._subtitle = subtitle
            self.border_subtitle = Content(subtitle) if subtitle else None

    def _line(self, parts: tuple[str, ...]) -> str:
        return self._between.join(filter(None, map(clean_line, parts)))
