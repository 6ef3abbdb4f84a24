"""A message among those that were said around it, to be looked at and nothing more."""

from __future__ import annotations

from collections.abc import Sequence

from textual import events

from tui.app.widgets.history.place import place_at
from tui.app.widgets.history_pane import HistoryPane
from tui.models import ChatMessage, ConversationKey
from tui.store.snapshots import HistorySnapshot, Phase
from tui.timeline.filtered_rows import filtered_rows


class ContextPane(HistoryPane, can_focus=False):
    """Has no cursor of its own: the message that it is about stands in the middle. Of the mouse it takes the wheel."""

    _about: tuple[ConversationKey, str] | None = None

    def show_around(self, key: ConversationKey, message: ChatMessage, said: Sequence[ChatMessage]) -> None:
        """Show `message` among what was `said`, oldest first; nothing is missing between these.

        Where it is shown already, what is on the screen stays on its lines.
        """
        about = key, message.key
        place = None if about == self._about else place_at(message, self.middle)
        self._about = about
        rows = filtered_rows([said], None, None)
        self.show(HistorySnapshot(key, "", rows, len(said), phase=Phase.READY), place)

    def clear(self) -> None:
        self._about = None
        super().clear()

    def on_mouse_down(self, event: events.MouseDown) -> None:
        event.prevent_default()

    def on_click(self, event: events.Click) -> None:
        event.prevent_default()

    def _notice(self) -> str:
        """Nothing: whoever looks at it has not opened a conversation, and is not about to."""
        return ""
