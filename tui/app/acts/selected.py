"""The messages that an act is for."""

from __future__ import annotations

from tui.app.acts.desk import Desk
from tui.models import ChatMessage


def selected_messages(desk: Desk) -> tuple[ChatMessage, ...]:
    """The marked messages, oldest first; without marks the one under the cursor, if there is one on the screen."""
    history = desk.panes.history
    return history.marked or ((history.cursor_message,) if history.cursor_message else ())
