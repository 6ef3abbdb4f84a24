"""Messages that were removed, which a page that was asked for before that must not bring back."""

from __future__ import annotations

from array import array
from collections.abc import Iterable

import apsw

from tui.archive.conversations import History
from tui.archive.places import identity
from tui.models import ChatMessage


class RemovalTable:
    """The removed messages of one account. Always inside a transaction of the caller's."""

    def __init__(self, db: apsw.Connection) -> None:
        self._db = db

    def add(self, conversation: int, ids: Iterable[str]) -> None:
        rows = [(conversation, *identity(each)) for each in ids]
        self._db.executemany("INSERT OR IGNORE INTO removed VALUES (?, ?, ?)", rows)

    def stay(self, history: History, messages: Iterable[ChatMessage]) -> list[ChatMessage]:
        """Those of `messages` that were not removed."""
        cut = history.cut
        left = [each for each in messages if cut is None or each.time > cut]
        if not left or not self._has_some(history.number):
            return left
        named = {identity(each.name): each for each in left}
        found = self._db.execute(
            "SELECT rank, mark FROM removed WHERE conversation = ? AND rank IN (SELECT value FROM carray(?))",
            (history.number, apsw.carray(array("q", {rank for rank, _ in named}))),
        )
        gone = set(found.fetchall())
        return [each for name, each in named.items() if name not in gone]

    def _has_some(self, conversation: int) -> bool:
        found = self._db.execute("SELECT 1 FROM removed WHERE conversation = ? LIMIT 1", (conversation,))
        return found.get is not None
