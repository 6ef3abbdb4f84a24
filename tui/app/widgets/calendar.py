"""A month with the count of archived messages of each day, to choose a day of."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual import events, work
from textual.binding import BindingType
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from tui.app.glyphs import Glyphs
from tui.app.keymap import TITLES, Where, bindings
from tui.app.widgets.cells import fit
from tui.app.widgets.dates import day_in_words
from tui.app.widgets.month_lines import DAYS, WEEKS, later, month_later, month_lines
from tui.errors import RoamingError
from tui.i18n import ngettext

Counts = Callable[[date], Awaitable[Mapping[date, int]]]
"""How many messages each day of the month of a date has; may raise a RoamingError."""

LINES = 2 + WEEKS


class Calendar(Widget, can_focus=True):
    """The cursor is on a day; the counts of its month come as soon as they are known."""

    ALLOW_SELECT = False
    BINDING_GROUP_TITLE = TITLES[Where.CALENDAR]
    BINDINGS: ClassVar[list[BindingType]] = bindings(Where.CALENDAR)
    COMPONENT_CLASSES: ClassVar[set[str]] = {"calendar--title", "calendar--day", "calendar--cursor", "calendar--empty"}

    @dataclass
    class Chosen(Message):
        """Go to this day."""

        calendar: Calendar
        day: date

        @property
        def control(self) -> Calendar:
            return self.calendar

    def __init__(self, day: date, counts: Counts, glyphs: Glyphs) -> None:
        """`day`: where the cursor is at first."""
        super().__init__()
        self._day = day
        self._ask = counts
        self._glyphs = glyphs
        self._counts: Mapping[date, int] = {}

    @property
    def day(self) -> date:
        """The day under the cursor."""
        return self._day

    def on_mount(self) -> None:
        self._count()

    def action_move(self, days: int) -> None:
        self._go(later(self._day, days))

    def action_turn(self, months: int) -> None:
        self._go(month_later(self._day, months))

    def action_choose(self) -> None:
        self.post_message(self.Chosen(self, self._day))

    def on_click(self, event: events.Click) -> None:
        lines = month_lines(self._day, self._counts, self.size.width)
        row, at = event.y - 1, event.x // max(len(lines[0][0].text), 1)
        day = lines[row][at].day if 0 < row < len(lines) and at < DAYS else None
        if day is not None:
            self._go(day)
            self.action_choose()

    @work(exclusive=True)
    async def _count(self) -> None:
        """Another month ends it."""
        try:
            self._counts = await self._ask(self._day)
        except RoamingError:
            self._counts = {}  # days can be gone to all the same
        self.refresh()

    def render_line(self, y: int) -> Strip:
        if y == 0:
            return self._strip([Segment(self._title(), self._style("title"))])
        lines = month_lines(self._day, self._counts, self.size.width)
        if y > len(lines):
            return Strip.blank(self.size.width)
        segments = []
        for cell in lines[y - 1]:
            name = "cursor" if cell.day == self._day else "day" if cell.has_messages else "empty"
            segments.append(Segment(cell.text, self._style(name)))
        return self._strip(segments)

    def _title(self) -> str:
        count = self._counts.get(self._day, 0)
        told = ngettext("{count:,} message", "{count:,} messages", count).format(count=count)
        return fit(self._glyphs.spell(f"{day_in_words(self._day)} · {told}"), self.size.width, self._glyphs.ellipsis)

    def _strip(self, segments: list[Segment]) -> Strip:
        return Strip(segments).adjust_cell_length(self.size.width)

    def _style(self, name: str) -> Style:
        return self.get_component_rich_style(f"calendar--{name}", partial=True)

    def _go(self, day: date) -> None:
        is_other = (day.year, day.month) != (self._day.year, self._day.month)
        self._day = day
        if is_other:
            self._counts = {}
            self._count()
        self.refresh()
