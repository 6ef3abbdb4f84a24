"""The conversation list as the user wants to see it: sorted, and narrowed to what is looked for; pure."""

from __future__ import annotations

from dataclasses import replace

from tui.app.matching import Candidate, folded, holds
from tui.store.habits import Order
from tui.store.snapshots import ConversationItem, ConversationsSnapshot


class Arrangement:
    """Makes of each list another one; of the same list the same, until something else is wanted."""

    def __init__(self) -> None:
        self.order = Order.ACTIVITY
        self.typed = ""
        self._made_of: tuple[ConversationsSnapshot, Order, str] | None = None
        self._made = ConversationsSnapshot()

    @property
    def is_narrowed(self) -> bool:
        """Whether conversations may be left out."""
        return bool(self.typed.strip())

    def of(self, listed: ConversationsSnapshot) -> ConversationsSnapshot:
        """Pinned conversations stay first, and those that are only here last."""
        wanted = (listed, self.order, self.typed)
        if self._made_of is None or self._made_of[0] is not listed or self._made_of[1:] != wanted[1:]:
            self._made_of, self._made = wanted, self._make(listed)
        return self._made

    def _make(self, listed: ConversationsSnapshot) -> ConversationsSnapshot:
        items = listed.items
        if self.is_narrowed:
            items = tuple(item for item in items if holds(self.typed, Candidate.of(item)))
        if self.order is not Order.ACTIVITY:
            items = tuple(sorted(items, key=self._place))
        return listed if items == listed.items else replace(listed, items=items)

    def _place(self, item: ConversationItem) -> tuple[bool, bool, str | bool]:
        within = folded(item.name) if self.order is Order.NAME else item.unread_count <= 0
        return not item.listed, not item.is_pinned, within
