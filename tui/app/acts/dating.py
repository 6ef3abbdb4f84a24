"""Going to a date in the conversation that is read."""

from __future__ import annotations

from datetime import datetime

from tui.app.acts.act import Act, Acts
from tui.app.acts.desk import Desk
from tui.app.acts.going import Going
from tui.app.screens.prompt import LinePrompt
from tui.i18n import _
from tui.timeline.moments import EXAMPLES, read_moment


class Dating:
    """Asks for the date, and goes to the first message at or after it."""

    def __init__(self, desk: Desk, going: Going) -> None:
        self._desk = desk
        self._going = going

    def acts(self) -> Acts:
        return {"date": Act(self._ask, self._is_reading)}

    def _ask(self) -> None:
        prompt = LinePrompt(_("Go to date:"), EXAMPLES, lambda text: read_moment(text, datetime.now().astimezone()))
        self._desk.app.push_screen(prompt, self._go)

    def _go(self, time: int | None) -> None:
        if time is not None and self._desk.shown is not None:
            self._going.go_to_time(self._desk.shown, time)

    def _is_reading(self) -> bool:
        return self._desk.shown is not None
