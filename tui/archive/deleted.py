"""What the user removed, kept for a while: the service cannot give it back."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

import apsw

from tui.archive.messages import Stored
from tui.archive.places import place
from tui.times import DAY

KEEP_DELETED_DAYS = 30
"""For how long, unless the user has said something else; 0 days: not at all."""

_KEEP = """
INSERT OR REPLACE INTO deleted (conversation, time, rank, mark, raw, changed, deleted_at)
SELECT conversation, time, rank, mark, raw, changed, ? FROM message WHERE number = ?
"""
_NEWEST = """
SELECT conversation, deleted_at, time, rank, mark, raw, changed FROM deleted
WHERE conversation = coalesce(?, conversation) ORDER BY deleted_at DESC, time DESC, rank DESC, mark DESC LIMIT ?
"""


class Kept(NamedTuple):
    """A removed message: of which conversation, and when it was removed (ms since 1970)."""

    conversation: int
    deleted_at: int
    stored: Stored


class DeletedTable:
    """The removed messages of one account. Always inside a transaction of the caller's."""

    def __init__(self, db: apsw.Connection, days: int) -> None:
        """`days`: for how long a message is kept, from 0."""
        self._db = db
        self._days = days

    def keep(self, numbers: Iterable[int], now: int) -> None:
        """Keep a copy of the messages with these numbers, which are still there; `now` is in ms since 1970."""
        if self._days:
            self._db.executemany(_KEEP, [(now, number) for number in numbers])

    def has_old(self, now: int) -> bool:
        """Whether there is something to purge at `now` (ms since 1970)."""
        found = self._db.execute("SELECT 1 FROM deleted WHERE deleted_at <= ? LIMIT 1", (self._until(now),))
        return found.fetchone() is not None

    def purge(self, now: int) -> None:
        """Let go of what has been kept for long enough at `now` (ms since 1970)."""
        self._db.execute("DELETE FROM deleted WHERE deleted_at <= ?", (self._until(now),))

    def _until(self, now: int) -> int:
        return now - self._days * DAY

    def newest(self, conversation: int | None, limit: int) -> Iterator[Kept]:
        """At most `limit` messages of a conversation (None: of all): what went last first, the newest of that."""
        for number, deleted_at, time, rank, mark, raw, changed in self._db.execute(_NEWEST, (conversation, limit)):
            yield Kept(number, deleted_at, Stored(place(time, rank, mark), raw, changed))
