"""The log of what the history does not show. Always inside a transaction of the caller's."""

from __future__ import annotations

from dataclasses import dataclass

import apsw

from tui.archive.conversations import ConversationTable
from tui.archive.messages import MessageTable
from tui.archive.places import columns, place
from tui.archive.spans import SpanTable
from tui.changes import Change, ChangeKind
from tui.models import ConversationKey, ConversationType
from tui.runs import START, Position, Recall
from tui.times import DAY

MOST_KEPT = 5_000
KEPT_FOR = 90 * DAY
"""Ms: a season, as nobody asks what happened while they were away before that."""

_SELECT = """
SELECT change.number, seen, kind, type, id, conversation, time, rank, mark, who, count
FROM change JOIN conversation ON conversation.number = change.conversation
ORDER BY change.number DESC LIMIT ?
"""


@dataclass(frozen=True, slots=True)
class Noticed:
    """A change as it is noticed; see `Change`."""

    kind: ChangeKind
    place: Position | None = None
    who: str = ""
    count: int = 1


class ChangeLog:
    """At most `MOST_KEPT` changes, none older than `KEPT_FOR` when the newest was noticed."""

    def __init__(self, db: apsw.Connection) -> None:
        self._db = db
        self._conversations = ConversationTable(db)
        self._messages = MessageTable(db)
        self._spans = SpanTable(db)

    def add(self, conversation: int, noticed: Noticed, now: int) -> None:
        """Note a change; `now` is in ms since 1970. The same gap is noted once."""
        if noticed.kind is ChangeKind.GAP and noticed.place and self._has_gap(conversation, noticed.place):
            return
        at = columns(noticed.place) if noticed.place else (None, None, None)
        self._db.execute(
            "INSERT INTO change (seen, kind, conversation, time, rank, mark, who, count)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            (now, noticed.kind, conversation, *at, noticed.who, noticed.count),
        )
        self._db.execute(
            "DELETE FROM change WHERE number <= ? OR seen < ?",
            (self._db.last_insert_rowid() - MOST_KEPT, now - KEPT_FOR),
        )

    def latest(self, limit: int) -> list[Change]:
        """At most `limit` changes, newest first, without gaps that have been closed since."""
        found = []
        for number, seen, kind, type_, id_, conversation, time, rank, mark, who, count in self._db.execute(
            _SELECT, (limit,)
        ):
            at = None if time is None else place(time, rank, mark)
            if kind == ChangeKind.GAP and at is not None and not self.is_open(conversation, at):
                continue
            key = ConversationKey(id_, ConversationType(type_))
            found.append(Change(number, seen, ChangeKind(kind), key, at, who, count))
        return found

    def recalls(self, conversation: int, after: int | None) -> tuple[Recall, ...]:
        """The recalled messages of a conversation, oldest first, that were sent after a time (ms since 1970)."""
        sql = (
            "SELECT time, rank, mark, who FROM change"
            " WHERE conversation = ? AND time > ? AND kind = ? ORDER BY time, rank, mark"
        )
        found = self._db.execute(sql, (conversation, START.time if after is None else after, ChangeKind.RECALLED))
        return tuple(Recall(place(time, rank, mark), who) for time, rank, mark, who in found)

    def is_open(self, conversation: int, before: Position) -> bool:
        """Whether something may be missing between a message and the next that is archived."""
        following = self._messages.place_after(conversation, before)
        return following is not None and not self._spans.joins(conversation, before, following)

    def _has_gap(self, conversation: int, at: Position) -> bool:
        sql = "SELECT 1 FROM change WHERE kind = ? AND conversation = ? AND (time, rank, mark) = (?, ?, ?)"
        return self._db.execute(sql, (ChangeKind.GAP, conversation, *columns(at))).fetchone() is not None
