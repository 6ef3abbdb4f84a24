"""A line to type in, in which what was typed before it was there stands before what came later."""

from __future__ import annotations

from textual import events

from tui.app.widgets.steady_input import SteadyInput


class TypedLine(SteadyInput):
    """Keys that went to what had the focus before come here by a longer way than those typed after them."""

    _begun: float | None = None
    """The time of the first key that came here directly."""

    _place = 0
    """Where what was typed before that key ends."""

    def on_key(self, event: events.Key) -> None:
        if event.is_printable and self._begun is None:
            self._begun, self._place = event.time, min(self.selection)

    def take(self, event: events.Key) -> None:
        """Type the character of a key that somebody else was given and had no use for."""
        text = event.character or ""
        if self._begun is None or event.time > self._begun:
            self.replace(text, *sorted(self.selection))
            return
        cursor = self.cursor_position + len(text)
        self.value = f"{self.value[: self._place]}{text}{self.value[self._place :]}"
        self._place += len(text)
        self.cursor_position = cursor
