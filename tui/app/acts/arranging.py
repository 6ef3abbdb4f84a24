"""Sorting the conversation list, and narrowing it to what is looked for."""

from __future__ import annotations

from tui.app.acts.act import Act, Acts
from tui.app.acts.desk import Desk
from tui.app.arranging import Arrangement
from tui.app.screens.titles import Parts, list_title
from tui.i18n import _
from tui.models import ConversationKey
from tui.store.habits import Order
from tui.store.snapshots import ConversationsSnapshot

_ORDERS = {Order.ACTIVITY: "", Order.NAME: _("by name"), Order.UNREAD: _("unread first")}


class Arranging:
    """While the list is narrowed it is known where the cursor was before; it goes back there afterwards."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._arrangement = Arrangement()
        self._before: ConversationKey | None = None

    def acts(self) -> Acts:
        return {"filter": Act(self._begin), "sort": Act(self._sort)}

    @property
    def is_narrowed(self) -> bool:
        return self._arrangement.is_narrowed

    def show(self, listed: ConversationsSnapshot) -> None:
        """Hand the list down as it is wanted."""
        self._arrangement.order = self._desk.store.habits.order
        self._desk.panes.conversations.show(self._arrangement.of(listed), self._nothing(listed))

    def title(self, listed: ConversationsSnapshot) -> Parts:
        """What the list is called: how much of it is shown, or how it is sorted if not as usual."""
        if self._arrangement.is_narrowed:
            count = len(self._arrangement.of(listed).items)
            return _("{count} of {all}").format(count=count, all=len(listed.items)), f"/{self._arrangement.typed}"
        return (*list_title(listed), _ORDERS[self._arrangement.order])

    def narrow(self, typed: str) -> None:
        """Show only conversations that hold what is typed."""
        self._arrangement.typed = typed
        self._desk.show_snapshots()

    def keep(self) -> None:
        """Go on in the narrowed list."""
        if not self.is_narrowed:
            self.widen()
        self._desk.panes.enter(history=False)

    def widen(self) -> None:
        """Show all again, with the cursor where it was before."""
        before, self._before = self._before, None
        self._desk.panes.filter.end()
        self.narrow("")
        if before is not None:
            self._desk.panes.conversations.go_to(before)

    def reveal(self, key: ConversationKey) -> None:
        """Show all again where this conversation is left out."""
        if self.is_narrowed and not self._desk.panes.conversations.has(key):
            self._before = None
            self.widen()

    def _begin(self) -> None:
        if not self.is_narrowed:
            self._before = self._desk.panes.conversations.cursor_key
        self._desk.panes.enter(history=False)
        self._desk.panes.filter.begin()

    def _sort(self) -> None:
        orders = list(Order)
        habits = self._desk.store.habits
        habits.sort(orders[(orders.index(habits.order) + 1) % len(orders)])
        self._desk.show_snapshots()

    def _nothing(self, listed: ConversationsSnapshot) -> str:
        if not self.is_narrowed or not listed.items:
            return ""
        return _("No conversation holds what you have typed. Esc shows all.")
