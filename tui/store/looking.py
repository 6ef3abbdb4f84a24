"""What is looked for: searching the archive, and filtering a history; imported when it is first asked for."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from typing import TYPE_CHECKING

from tui.models import ConversationKey
from tui.store.snapshots import HistorySnapshot

if TYPE_CHECKING:  # nobody searches before the first frame
    from tui.store.filtered import Filtered
    from tui.store.grounds import Grounds
    from tui.store.searching import Searching


class Looking:
    """Costs nothing until something is looked for."""

    def __init__(self, grounds: Callable[[], Grounds]) -> None:
        self._grounds = grounds
        self._has_filtered = False

    @cached_property
    def searching(self) -> Searching:
        """What is looked for in the archive."""
        from tui.store.searching import Searching

        return Searching(self._grounds())

    @cached_property
    def filtered(self) -> Filtered:
        """The history of which only some messages are shown."""
        from tui.store.filtered import Filtered

        self._has_filtered = True
        return Filtered(self._grounds())

    def filters(self, key: ConversationKey) -> bool:
        """Whether only some messages of a conversation are shown."""
        return self._has_filtered and self.filtered.key == key

    def over(self, history: HistorySnapshot) -> HistorySnapshot:
        """What a filter leaves of a history."""
        return self.filtered.over(history) if self.filters(history.key) else history

    def show_all(self) -> None:
        """Filter nothing any more."""
        if self._has_filtered:
            self.filtered.end()

    def stale(self, key: ConversationKey) -> None:
        """Something happened in a conversation."""
        if self._has_filtered:
            self.filtered.stale(key)

    async def close(self) -> None:
        """Look no more."""
        if self._has_filtered:
            await self.filtered.close()
