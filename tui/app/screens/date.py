"""Asking for a date: typed as people write it, or chosen from a calendar."""

from __future__ import annotations

from datetime import date, datetime
from typing import ClassVar

from textual import on
from textual.binding import BindingType

from tui.app.glyphs import Glyphs
from tui.app.keymap import TITLES, Where, bindings
from tui.app.screens.prompt import LinePrompt
from tui.app.widgets.calendar import Calendar, Counts
from tui.i18n import _
from tui.timeline.moments import EXAMPLES, first_of_day, read_moment


class DatePrompt(LinePrompt[int]):
    """Closes with a moment in ms since 1970, or None."""

    BINDING_GROUP_TITLE = TITLES[Where.DATE]
    BINDINGS: ClassVar[list[BindingType]] = bindings(Where.DATE)

    def __init__(self, day: date, counts: Counts, glyphs: Glyphs) -> None:
        """`day`: where the calendar begins; `counts`: how many messages its days have."""
        self._calendar = Calendar(day, counts, glyphs)
        super().__init__(_("Go to date:"), EXAMPLES, _read, above=self._calendar)

    @on(Calendar.Chosen)
    def choose(self, event: Calendar.Chosen) -> None:
        self.dismiss(first_of_day(event.day))

    def action_calendar(self) -> None:
        self.set_focus(self._calendar)

    def action_line(self) -> None:
        self.set_focus(self._input)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        return action != "calendar" or not self._calendar.has_focus


def _read(text: str) -> int:
    return read_moment(text, datetime.now().astimezone())
