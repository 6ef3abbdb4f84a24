"""Answers what somebody wants to know before a deletion, and after it."""

from __future__ import annotations

from collections.abc import Collection

import apsw

from tui.archive.conversations import ConversationTable
from tui.archive.deleted import DeletedTable
from tui.archive.messages import MessageTable
from tui.archive.spans import SpanTable
from tui.archive.transactions import reading
from tui.models import ChatMessage, ConversationKey
from tui.protocol.viewpoint import Viewpoint
from tui.runs import END, START, ArchivedPart, DeletedMessage, Position

_COUNT = "SELECT count(*) FROM message WHERE conversation = ? AND time <= ?"


class Removable:
    """Each answer is as of one moment."""

    def __init__(self, db: apsw.Connection) -> None:
        self._db = db
        self._conversations = ConversationTable(db)
        self._deleted = DeletedTable(db, 0)
        self._messages = MessageTable(db)
        self._spans = SpanTable(db)

    def up_to(self, key: ConversationKey, time: int, most: int, viewpoint: Viewpoint) -> ArchivedPart:
        """What is archived at or before a time (ms since 1970); it names the messages if they are at most `most`."""
        with reading(self._db):
            history = self._conversations.history(key)
            if history is None:
                return ArchivedPart()
            number, end = history.number, Position(min(time, END.time - 1) + 1, 0)
            count: int = self._db.execute(_COUNT, (number, time)).get
            first, last = self._messages.after(number, None, 1), self._messages.before(number, end, 1)
            if not count:
                return ArchivedPart()
            floor = history.floor or START
            complete = floor > last[0].place or self._spans.joins(number, floor, last[0].place)
            named = self._messages.before(number, end, most) if count <= most else []
            messages = tuple(stored.read(viewpoint) for stored in named)
            return ArchivedPart(count, first[0].read(viewpoint), last[0].read(viewpoint), complete, messages)

    def named(self, key: ConversationKey, ids: Collection[str], viewpoint: Viewpoint) -> tuple[ChatMessage, ...]:
        """Those of these messages that are archived, oldest first."""
        with reading(self._db):
            number = self._conversations.find(key)
            if number is None:
                return ()
            return tuple(stored.read(viewpoint) for stored in self._messages.stored(number, ids))

    def deleted(self, key: ConversationKey | None, limit: int, viewpoint: Viewpoint) -> tuple[DeletedMessage, ...]:
        """At most `limit` of the messages that the user removed, of a conversation (None: of all), the latest first."""
        with reading(self._db):
            number = None if key is None else self._conversations.find(key)
            if key is not None and number is None:
                return ()
            keys = {history.number: history.key for history in self._conversations.histories()}
            found = self._deleted.newest(number, limit)
            return tuple(DeletedMessage(keys[each[0]], each.stored.read(viewpoint), each.deleted_at) for each in found)
