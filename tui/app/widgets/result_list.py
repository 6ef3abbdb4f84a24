"""The messages that a search has found, to choose one of."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, ClassVar

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.binding import BindingType
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from tui.app.glyphs import Glyphs
from tui.app.keymap import TITLES, Where, bindings
from tui.app.widgets.history.spread import Find
from tui.app.widgets.result_lines import Columns, Part, Pieces, result_lines
from tui.lenses import NO_LENSES, Lenses
from tui.models import ConversationKey

if TYPE_CHECKING:
    from tui.query import Hit

WHEEL_RESULTS = 3

_BAR = 2
"""Cells for the cursor's bar."""

_CURSOR, _UNDER_CURSOR = "cursor", "under-cursor"
_STYLES = (*(part.value for part in Part), _CURSOR, _UNDER_CURSOR)


class ResultList(Widget, can_focus=True):
    """The cursor stays on its message while others come, or on top. Nothing but what can be seen is ever laid out."""

    ALLOW_SELECT = False
    BINDING_GROUP_TITLE = TITLES[Where.RESULTS]
    BINDINGS: ClassVar[list[BindingType]] = bindings(Where.RESULTS)
    COMPONENT_CLASSES: ClassVar[set[str]] = {f"results--{name}" for name in _STYLES}

    @dataclass
    class Chosen(Message):
        """Go to this message."""

        results: ResultList
        hit: Hit

        @property
        def control(self) -> ResultList:
            return self.results

    @dataclass
    class Highlighted(Message):
        """Another message, or none, is under the cursor."""

        results: ResultList
        hit: Hit | None

        @property
        def control(self) -> ResultList:
            return self.results

    @dataclass
    class MoreWanted(Message):
        """The cursor is near the last of the results."""

        results: ResultList

        @property
        def control(self) -> ResultList:
            return self.results

    def __init__(self, glyphs: Glyphs, name_of: Callable[[ConversationKey], str], lenses: Lenses = NO_LENSES) -> None:
        super().__init__()
        self._hits: Sequence[Hit] = ()
        self._columns = Columns(0, glyphs, lambda _line: (), lenses)
        self._name_of = name_of
        self._with_place = False
        self._cursor = self._top = 0
        self._told: Hit | None = None
        self._given = 0.0  # the time of the last key

    @property
    def hit(self) -> Hit | None:
        """What is under the cursor; None where nothing was found."""
        return self._hits[self._cursor] if self._hits else None

    def show(self, hits: Sequence[Hit], find: Find, *, with_place: bool, keep: Hit | None = None) -> None:
        """Replace the contents: the cursor goes to `keep`, or stays on its message once it was moved there.

        `with_place`: they are of several conversations.
        """
        before = keep or (self.hit if self._cursor else None)
        self._hits, self._with_place = hits, with_place
        self._columns = replace(self._columns, find=find)
        kept = (at for at, hit in enumerate(hits) if before and _identity(hit) == _identity(before))
        self._go(next(kept, 0))

    def on_key(self, event: events.Key) -> None:
        self._given = event.time

    def was_given(self, event: events.Key) -> bool:
        """Whether a key was typed when the results had the focus."""
        return 0 < event.time <= self._given

    def action_step(self, results: int) -> None:
        self._go(self._cursor + results)

    def action_page(self, pages: float) -> None:
        self._go(self._cursor + (1 if pages > 0 else -1) * max(1, int(abs(pages) * self._room) - 1))

    def action_end(self, end: str) -> None:
        self._go(0 if end == "first" else len(self._hits) - 1)

    def action_choose(self) -> None:
        if self.hit is not None:
            self.post_message(self.Chosen(self, self.hit))

    def on_resize(self, event: events.Resize) -> None:
        self._columns = replace(self._columns, width=max(event.size.width - _BAR, 1))
        self._go(self._cursor)

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        event.stop()
        self._go(self._cursor + WHEEL_RESULTS)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        event.stop()
        self._go(self._cursor - WHEEL_RESULTS)

    def on_click(self, event: events.Click) -> None:
        at = self._top + event.y // self._columns.height
        if at < len(self._hits):
            self._go(at)
            self.action_choose()

    def render_line(self, y: int) -> Strip:
        at, line = self._top + y // self._columns.height, y % self._columns.height
        if at >= len(self._hits):
            return Strip.blank(self.size.width)
        hit = self._hits[at]
        place = self._name_of(hit.key) if self._with_place else ""
        pieces = result_lines(hit.message, place, self._columns)[line]
        return self._strip(pieces, under_cursor=at == self._cursor)

    def _strip(self, pieces: Pieces, *, under_cursor: bool) -> Strip:
        extra = self._style(_UNDER_CURSOR) if under_cursor else Style()
        bar = (self._columns.glyphs.cursor if under_cursor else "").ljust(_BAR)
        segments = [Segment(bar, self._style(_CURSOR) if under_cursor else None)]
        segments += [Segment(text, self._style(part) + extra) for text, part in pieces if text]
        return Strip(segments).adjust_cell_length(self.size.width)

    def _style(self, name: str) -> Style:
        return self.get_component_rich_style(f"results--{name}", partial=True)

    @property
    def _room(self) -> int:
        """How many results are on the screen."""
        return max(self.size.height // self._columns.height, 1)

    def _go(self, at: int) -> None:
        """Put the cursor on a result, or the nearest there is, and scroll as little as it takes to see it."""
        self._cursor = min(max(at, 0), max(len(self._hits) - 1, 0))
        self._top = min(max(self._top, self._cursor - self._room + 1), self._cursor)
        if self.hit is not self._told:
            self._told = self.hit
            self.post_message(self.Highlighted(self, self.hit))
        if self._hits and self._cursor + self._room >= len(self._hits):
            self.post_message(self.MoreWanted(self))
        self.refresh()


def _identity(hit: Hit) -> tuple[ConversationKey, str]:
    return hit.key, hit.message.key
