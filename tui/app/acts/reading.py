"""The conversation that is read: its history in the pane, and what the frame around that says of it."""

from __future__ import annotations

from tui.app.acts.desk import Desk
from tui.app.acts.seeking import Seeking
from tui.app.screens.titles import history_note, history_title
from tui.app.widgets.history.place import Place
from tui.models import ConversationKey
from tui.store.snapshots import HistorySnapshot


class Reading:
    """`conversation` is the one whose history is shown; None while there is none to read."""

    def __init__(self, desk: Desk, seeking: Seeking) -> None:
        self._desk = desk
        self._seeking = seeking
        self._drawn: HistorySnapshot | None = None
        self.conversation: ConversationKey | None = None

    def show(self, place: Place | None = None) -> None:
        """Hand down the history as it is now; the pane stays where it is, or goes to a `place` that is loaded."""
        panes, store = self._desk.panes, self._desk.store
        if store.account is not None:
            panes.history.own_id = store.account.user_id
        if self.conversation is None:
            return
        snapshot = store.history(self.conversation)
        panes.history.find = self._seeking.find
        if snapshot != self._drawn or place is not None:
            self._drawn = snapshot
            panes.history.show(snapshot, place)
        panes.history_frame.entitle(*history_title(snapshot))
        self._annotate(snapshot)

    def clear(self) -> None:
        """There is no conversation left to read, and nowhere to be but in the list."""
        panes = self._desk.panes
        self._drawn = None
        panes.history.clear()
        panes.history_frame.entitle()
        panes.history_frame.annotate()
        panes.enter(history=False)

    def follow_pane(self) -> None:
        """The pane is elsewhere in the history, or something else is marked in it."""
        if self.conversation is not None:
            store = self._desk.store
            store.histories.follow(self.conversation, self._desk.panes.history.newer_below == 0)
            self._annotate(store.history(self.conversation))

    def _annotate(self, snapshot: HistorySnapshot) -> None:
        panes, is_at_hit = self._desk.panes, self._seeking.is_at_hit
        below, marked = panes.history.newer_below, panes.history.marked_count
        note = history_note(snapshot, below, self._desk.glyphs, marked, is_at_hit=is_at_hit)
        panes.history_frame.annotate(*note)
