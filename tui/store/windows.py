"""The histories that are in memory, and which of them go when there are too many."""

from __future__ import annotations

from collections.abc import Iterator

from tui.models import ConversationKey
from tui.store.history import History

OPEN_CAP = 12
"""Histories kept in memory; the one not looked at for the longest time goes first."""


class Windows:
    """One window for each conversation. `latest` is the one that was opened last: it stays, as it may be on a screen.

    `generation`: the present live connection, counted from 1; 0 before the first.
    """

    def __init__(self) -> None:
        self._open: dict[ConversationKey, History] = {}  # the one looked at last comes last
        self.latest: ConversationKey | None = None
        self.generation = 0

    def __iter__(self) -> Iterator[History]:
        return iter(tuple(self._open.values()))

    def get(self, key: ConversationKey) -> History | None:
        return self._open.get(key)

    def holds(self, key: ConversationKey, history: History) -> bool:
        """Whether this is still the window of that conversation."""
        return self._open.get(key) is history

    def touch(self, key: ConversationKey) -> History:
        """The history of `key`, now the one most recently looked at; the one least so may go."""
        history = self._open.pop(key, None) or self._begun()
        self._open[key] = history
        self._let_go()
        return history

    def glance(self, key: ConversationKey) -> History:
        """The history of `key`; one that nobody looks at is the first to go."""
        history = self._open.get(key)
        if history is None:
            self._let_go()
            history = self._begun()
            self._open = {key: history, **self._open}
        return history

    def drop(self, key: ConversationKey) -> None:
        """What is on its way for it will not be drawn."""
        self._open.pop(key, None)

    def connect(self, generation: int) -> None:
        """A live connection begins."""
        self.generation = generation
        for history in self:
            history.detach(generation)

    def _begun(self) -> History:
        history = History()
        history.detach(self.generation)
        return history

    def _let_go(self) -> None:
        for key in list(self._open)[:-OPEN_CAP]:
            if key != self.latest and not self._open[key].is_busy:
                del self._open[key]
