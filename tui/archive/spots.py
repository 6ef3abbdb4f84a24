"""Where the reader was, and what was marked with letters: kept for this account on this device."""

from __future__ import annotations

from typing import Any

import apsw

from tui.archive.places import columns, place
from tui.archive.transactions import reading, writing
from tui.models import ConversationKey, ConversationType
from tui.spots import Bookmark, Spot, Visit


class SpotTable:
    """Each call is a transaction of its own."""

    def __init__(self, db: apsw.Connection) -> None:
        self._db = db

    def keep_visit(self, visit: Visit) -> None:
        """Note how a conversation was left; it replaces what was known of that."""
        key, spot = visit.conversation, visit.spot
        at = (*columns(spot.position), spot.line) if spot else (None, None, None, None)
        with writing(self._db):
            self._db.execute(
                "INSERT OR REPLACE INTO visit VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                (key.type, key.id, *columns(visit.seen), *at),
            )

    def visits(self) -> list[Visit]:
        """How each conversation was left."""
        with reading(self._db):
            found: list[Any] = self._db.execute("SELECT * FROM visit").fetchall()
        visits = []
        for kind, identity, seen_time, seen_rank, seen_mark, time, rank, mark, line in found:
            key = ConversationKey(identity, ConversationType(kind))
            spot = None if time is None else Spot(key, place(time, rank, mark), line)
            visits.append(Visit(key, place(seen_time, seen_rank, seen_mark), spot))
        return visits

    def keep_bookmark(self, bookmark: Bookmark) -> None:
        """Note what a letter stands for from now on."""
        key = bookmark.conversation
        with writing(self._db):
            self._db.execute(
                "INSERT OR REPLACE INTO bookmark VALUES (?, ?, ?, ?, ?, ?, ?)",
                (bookmark.letter, key.type, key.id, *columns(bookmark.position), bookmark.excerpt),
            )

    def bookmarks(self) -> list[Bookmark]:
        """What the letters stand for, in their order."""
        with reading(self._db):
            found: list[Any] = self._db.execute("SELECT * FROM bookmark ORDER BY letter").fetchall()
        return [
            Bookmark(letter, ConversationKey(identity, ConversationType(kind)), place(time, rank, mark), excerpt)
            for letter, kind, identity, time, rank, mark, excerpt in found
        ]
