"""Asking the store for the messages that the history pane wishes for."""

from __future__ import annotations

from tui.app.acts.desk import Desk
from tui.app.acts.starting import Starting
from tui.models import ConversationKey
from tui.timeline.edges import Side


class Loading:
    """Of the conversation that is shown, whole or filtered, whichever it is."""

    def __init__(self, desk: Desk, starting: Starting) -> None:
        self._desk = desk
        self._starting = starting

    def load(self, side: Side | None) -> None:
        """Load a page at `side`, or (None) open the conversation anew."""
        shown, store = self._desk.shown, self._desk.store
        if shown is None:
            return
        if side is None:
            self._desk.run(store.histories.open(shown))
        elif store.filters(shown):
            self._desk.run(store.filtered.load(side))
        else:
            self._desk.run(store.histories.load(shown, side))

    def retry(self, side: Side | None) -> None:
        """As `load`, after it has failed; where that was for want of a sign-in, this begins with that."""
        if self._starting.is_signed_out:
            self._starting.start()  # as the banner says of the same key
        else:
            self.load(side)

    def fill(self, message_key: str, side: Side) -> None:
        """Load a page of the gap right before a message, which is at `side` of the cursor."""
        if self._starting.is_signed_out:
            return  # the banner says what to do about it
        if self._desk.shown is not None:
            self._desk.run(self._desk.store.histories.fill(self._desk.shown, message_key, side))

    def go_to_end(self, side: Side) -> None:
        """Load the oldest or the newest messages there are."""
        shown, store = self._desk.shown, self._desk.store
        if shown is None:
            return
        if store.filters(shown):
            self._desk.run(store.filtered.go_to_end(side))
        else:
            self._desk.run(store.histories.go_to_end(shown, side))

    def stay(self) -> None:
        """Leave what is loaded, whatever end was to be loaded."""
        if (shown := self._desk.shown) is not None:
            self._desk.run(self._stay(shown))  # after the end was begun to be loaded, which is run as well

    async def _stay(self, shown: ConversationKey) -> None:
        store = self._desk.store
        if store.filters(shown):
            store.filtered.stay()
        else:
            store.histories.stay(shown)
