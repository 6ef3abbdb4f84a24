"""What the mouse does in a history: the wheel scrolls, and dragging picks text."""

from __future__ import annotations

from textual import events

from tui.app.widgets.history.drawn import DrawnHistory
from tui.app.widgets.history.wanted import TextPicked

WHEEL_LINES = 3


class MouseHistory(DrawnHistory):
    """For whoever says by keys where one is in the rows."""

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        event.stop()
        self._reader.scroll(WHEEL_LINES)
        self._changed()

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        event.stop()
        self._reader.scroll(-WHEEL_LINES)
        self._changed()

    def on_mouse_down(self, event: events.MouseDown) -> None:
        self._picking.press(event.x, event.y)
        self.repaint()

    def on_mouse_move(self, event: events.MouseMove) -> None:
        if not event.button:
            self._finish_picking()  # it was let go where the terminal could not tell
            return
        if self._picking.is_dragging and not 0 <= event.y < self.size.height:
            self._reader.scroll(-1 if event.y < 0 else 1)
        if self._picking.drag(event.x, event.y):
            self.capture_mouse()
            self._changed()

    def on_mouse_up(self) -> None:
        self._finish_picking()

    def _finish_picking(self) -> None:
        if self._picking.is_dragging:
            self.release_mouse()
            if text := self._picking.release():
                self.post_message(TextPicked(self, text))
