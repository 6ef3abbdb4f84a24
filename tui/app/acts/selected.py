"""The messages that an act is for."""

from __future__ import annotations

from tui.app.acts.desk import Desk
from tui.models import ChatMessage


def selected_messages(desk: Desk) -> tuple[ChatMessage, ...]:
    """The message under the cursor of the history; none while there is none on the screen."""
    message = desk.panes.history.cursor_message
    return (message,) if message else ()
