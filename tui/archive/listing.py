"""The conversation list as it was known last."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import apsw

from tui.archive.message_json import read_message_json, write_message
from tui.models import Conversation, ConversationKey, ConversationType
from tui.protocol.jsontext import parse_json, parse_object, write_json

_SELECT = (
    "SELECT number, is_listed, message_count, type, id, is_pinned, pinned_time, unread, marks, last_message, service"
    " FROM conversation WHERE "
)


@dataclass(frozen=True, slots=True)
class Entry:
    """A conversation as the list had it last. `is_listed`: it is still in it."""

    number: int
    is_listed: bool
    message_count: int
    conversation: Conversation


class Listing:
    """The list of one account. Always inside a transaction of the caller's."""

    def __init__(self, db: apsw.Connection) -> None:
        self._db = db

    def get(self, number: int) -> Entry:
        """Of a conversation that is there."""
        (entry,) = (_entry(*row) for row in self._db.execute(f"{_SELECT} number = ?", (number,)))
        return entry

    def all(self) -> list[Entry]:
        """In the order in which they were first heard of."""
        return [_entry(*row) for row in self._db.execute(f"{_SELECT} 1 ORDER BY number")]

    def put(self, number: int, conversation: Conversation, *, is_listed: bool = True) -> None:
        """Keep a conversation as it is now."""
        last = conversation.last_message
        self._db.execute(
            "UPDATE conversation SET is_listed = ?, is_pinned = ?, pinned_time = ?, unread = ?, marks = ?,"
            " last_message = ?, service = ? WHERE number = ?",
            (
                is_listed,
                conversation.is_pinned,
                conversation.pinned_time,
                conversation.unread_count,
                write_json(conversation.marks),
                write_message(last) if last else None,
                write_json(conversation.service),
                number,
            ),
        )

    def keys(self) -> set[ConversationKey]:
        """The conversations that are in the list."""
        listed: list[Any] = self._db.execute("SELECT type, id FROM conversation WHERE is_listed").fetchall()
        return {ConversationKey(id_, ConversationType(type_)) for type_, id_ in listed}

    def unlist(self, numbers: Iterable[int]) -> None:
        """Take conversations off the list; the last message stays, for whoever looks at what is only here."""
        self._db.executemany(
            "UPDATE conversation SET is_listed = 0, is_pinned = 0, pinned_time = 0, unread = 0, marks = '[]'"
            " WHERE number = ?",
            [(number,) for number in numbers],
        )

    def keep_only(self, keys: Collection[ConversationKey]) -> None:
        """Take all but these off the list."""
        listed: list[Any] = self._db.execute("SELECT number, type, id FROM conversation WHERE is_listed").fetchall()
        self.unlist(
            number for number, type_, id_ in listed if ConversationKey(id_, ConversationType(type_)) not in keys
        )

    def names(self) -> dict[ConversationKey, str]:
        rows = self._db.execute("SELECT type, id, name FROM name")
        return {ConversationKey(id_, ConversationType(type_)): name for type_, id_, name in rows}

    def put_names(self, names: Mapping[ConversationKey, str]) -> None:
        rows = [(key.type, key.id, name) for key, name in names.items()]
        self._db.executemany("INSERT OR REPLACE INTO name (type, id, name) VALUES (?, ?, ?)", rows)


def _entry(
    number: int,
    is_listed: int,
    message_count: int,
    type_: str,
    id_: str,
    is_pinned: int,
    pinned_time: int,
    unread: int,
    marks: str,
    last: str | None,
    service: str,
) -> Entry:
    conversation = Conversation(
        id=id_,
        type=ConversationType(type_),
        is_pinned=is_pinned != 0,
        pinned_time=pinned_time,
        unread_count=unread,
        marks=tuple(parse_json(marks)),
        last_message=None if last is None else read_message_json(last),
        service=parse_object(service),
    )
    return Entry(number, is_listed != 0, message_count, conversation)
