"""Going to a date in the conversation that is read."""

from __future__ import annotations

from datetime import datetime
from functools import partial

from tui.app.acts.act import Act, Acts
from tui.app.acts.desk import Desk
from tui.app.acts.going import Going
from tui.app.glyphs import Glyphs
from tui.timeline.rows import local_time


class Dating:
    """Asks for the date, and goes to the first message at or after it."""

    def __init__(self, desk: Desk, going: Going, glyphs: Glyphs) -> None:
        self._desk = desk
        self._going = going
        self._glyphs = glyphs

    def acts(self) -> Acts:
        return {"date": Act(self._ask, self._is_reading)}

    def _ask(self) -> None:
        from tui.app.screens.date import DatePrompt

        desk, key, message = self._desk, self._desk.shown, self._desk.panes.history.cursor_message
        if key is not None:
            day = local_time(message.time, None).date() if message else datetime.now().astimezone().date()
            desk.app.push_screen(DatePrompt(day, partial(desk.store.days, key), self._glyphs), self._go)

    def _go(self, time: int | None) -> None:
        if time is not None and self._desk.shown is not None:
            self._going.go_to_time(self._desk.shown, time)

    def _is_reading(self) -> bool:
        return self._desk.shown is not None
