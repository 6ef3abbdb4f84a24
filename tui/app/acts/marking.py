"""Marks of messages that go while they are not loaded: nothing on the screen tells of it, but the archive does."""

from __future__ import annotations

from collections.abc import Collection

from tui.app.acts.desk import Desk
from tui.models import ConversationKey
from tui.runs import Coverage


class Marking:
    """Takes the marks of the conversation that is shown from what is gone."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._seen: Coverage | None = None

    def follow(self) -> None:
        """Look whether what is marked is still there, where anything has happened to what is archived of it."""
        key, pane = self._desk.shown, self._desk.panes.history
        if key is None or not pane.marked_count.marked:
            return
        coverage = self._desk.store.coverages.of(key)
        if coverage is not self._seen:  # one message may have come for one that went: then the values are equal
            self._seen = coverage
            # one without an id is not looked for: nothing takes it away, either
            self._desk.run(self._unmark_gone(key, [message.id for message in pane.marked if message.id]))

    async def _unmark_gone(self, key: ConversationKey, ids: Collection[str]) -> None:
        if gone := await self._desk.store.previews.gone(key, ids):
            self._desk.panes.history.forget(key, gone)
