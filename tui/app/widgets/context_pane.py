"""A message among those that were said around it, to be looked at and nothing more."""

from __future__ import annotations

from collections.abc import Sequence

from tui.app.widgets.history.place import place_at
from tui.app.widgets.history_pane import HistoryPane
from tui.models import ChatMessage, ConversationKey
from tui.store.snapshots import HistorySnapshot, Phase
from tui.timeline.filtered_rows import filtered_rows


class ContextPane(HistoryPane, can_focus=False):
    """Has no cursor of its own: the message that it is about stands in the middle."""

    def show_around(self, key: ConversationKey, message: ChatMessage, said: Sequence[ChatMessage]) -> None:
        """Show `message` among what was `said`, oldest first; nothing is missing between these."""
        rows = filtered_rows([said], None, None)
        self.show(HistorySnapshot(key, "", rows, len(said), phase=Phase.READY), place_at(message, self.middle))

    def nothing_open(self) -> str:
        """Nothing: no message is looked at where nothing was found."""
        return ""
