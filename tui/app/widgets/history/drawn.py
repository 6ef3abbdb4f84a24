"""A reader's rows on the screen, by a look that may change."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Container, Mapping
from dataclasses import replace

from textual import events
from textual.strip import Strip

from tui.app.widgets.history.layout import Look
from tui.app.widgets.history.paint import STYLE_NAMES, Painter
from tui.app.widgets.history.picking import Picking
from tui.app.widgets.history.reader import Reader
from tui.app.widgets.history.screenful import Screenful
from tui.app.widgets.history.spread import Find

LEAST_WITH_STANDING = 14
"""Lines from which on the first one may stand for the day and the sender that are above it: few have none to spare."""


class DrawnHistory(Screenful):
    """For whoever says by keys and mouse where one is in the rows, and which of them are marked."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._painter = Painter(look)
        self._reader = Reader(self._painter.block)
        self._picking = Picking(self._reader, self._painter.block)

    @abstractmethod
    def _changed(self) -> None:
        """Draw again what looks different now, and tell what follows from where one is."""

    @abstractmethod
    def _notice(self) -> str:
        """What to say where there is no message to show."""

    @property
    @abstractmethod
    def _own_marks(self) -> Container[str]:
        """The keys of the rows to be shown as marked."""

    @property
    def own_id(self) -> str:
        """The signed-in user's id: that user's messages are told apart."""
        return self._painter.look.own_id

    @own_id.setter
    def own_id(self, own_id: str) -> None:
        if own_id != self.own_id:
            self._painter.look = replace(self._painter.look, own_id=own_id)
            self._reader.remeasure()
            self._changed()

    @property
    def find(self) -> Find | None:
        """Where in a text is what was looked for, to be marked; None while nothing is."""
        return self._painter.look.find

    @find.setter
    def find(self, find: Find | None) -> None:
        if find is not self._painter.look.find:
            self._painter.look = replace(self._painter.look, find=find)
            self._changed()

    @property
    def counts(self) -> Mapping[str, int]:
        """How many messages combined ones hold, by the addresses of their files, as far as that is known."""
        return self._painter.look.counts

    @counts.setter
    def counts(self, counts: Mapping[str, int]) -> None:
        if counts != self.counts:
            self._painter.look = replace(self._painter.look, counts=counts)
            self._changed()

    def on_resize(self, event: events.Resize) -> None:
        rewrapped = event.size.width != self._painter.look.width
        if rewrapped:
            self._painter.look = replace(self._painter.look, width=event.size.width)
            self._picking.drop()
        self._reader.resize(event.size.height, rewrapped=rewrapped)
        self._changed()

    def paint(self) -> list[Strip]:
        reader, lines = self._reader, self.size.height
        if not reader.frame:
            return self._painter.notice(self._notice(), lines)
        rows, picked = reader.contents.rows, self._picking.picked()
        strips = self._painter.screen(reader.frame, rows, lines, reader.cursor, self._own_marks, picked)
        headless = reader.headless() if lines >= LEAST_WITH_STANDING else None
        return strips if headless is None else [self._painter.standing(headless), *strips[1:]]

    def restyle(self) -> None:
        styles = {name: self.get_component_rich_style(f"history--{name}", partial=True) for name in STYLE_NAMES}
        self._painter.restyle(styles)
