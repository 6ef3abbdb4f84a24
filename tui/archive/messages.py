"""The archived messages and their words. Synchronous, and always inside a transaction of the caller's."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

import apsw

from tui.archive.bulk import insert
from tui.archive.message_json import read_message_json, write_message
from tui.archive.numbers import free_numbers
from tui.archive.places import columns, identity, place
from tui.archive.search_text import facts_of, words_of
from tui.archive.word_index import Texts, WordIndex
from tui.events import MessageChanged
from tui.models import ChatMessage, Kind, name_of
from tui.protocol.messages import read_message, unreadable
from tui.protocol.viewpoint import Viewpoint
from tui.runs import END, START, Position, position

_INSERT = "INSERT INTO message (number, conversation, time, rank, mark, sender, kind, raw, changed, arrived, writer)"
_REPLACE = "UPDATE message SET number = ?, time = ?, sender = ?, kind = ?, raw = ?, changed = ? WHERE number = ?"
_KNOWN = """
SELECT number, time, rank, mark, raw, changed FROM message
WHERE conversation = ? AND rank IN (SELECT value FROM carray(?))
"""
_NAMED = """
SELECT number, time, rank, mark, sender, arrived, writer FROM message
WHERE conversation = ? AND rank IN (SELECT value FROM carray(?))
ORDER BY time, rank, mark
"""
_BETWEEN = """
SELECT number, time, rank, mark, sender, arrived, writer FROM message
WHERE conversation = ? AND (time, rank, mark) >= (?, ?, ?) AND (time, rank, mark) <= (?, ?, ?)
ORDER BY time, rank, mark
"""


class Arrival(NamedTuple):
    """How a message came that no page has brought yet: when (ms since 1970), and to which running program."""

    time: int
    writer: int


@dataclass(frozen=True, slots=True)
class Row:
    """What can be told of an archived message without reading it."""

    number: int
    place: Position
    sender: str
    arrival: Arrival | None


class Stored(NamedTuple):
    """A message as it is kept: in the bytes it came in, or as JSON where they are not the truth."""

    place: Position
    raw: bytes | None
    changed: str | None

    def read(self, viewpoint: Viewpoint) -> ChatMessage:
        """The message. A history may have given it a time or a mark that its bytes do not have."""
        raw = self.raw or b""
        if self.changed is not None:
            message = read_message_json(self.changed)
            if message.kind is Kind.UNREADABLE:
                message = replace(message, raw=raw)
        else:
            message = read_message(raw, viewpoint, any_space=True) or unreadable(raw, "not a message")
        if message.time != self.place.time:
            message = replace(message, time=self.place.time)
        if not message.id and message.position != self.place.mark:
            message = replace(message, position=self.place.mark)
        return message


class _Known(NamedTuple):
    number: int
    time: int
    rank: int
    mark: str
    raw: bytes | None
    changed: str | None


class MessageTable:
    """The messages of one account. What is written inside `changing` is in step with the words they are found by."""

    def __init__(self, db: apsw.Connection) -> None:
        self._db = db
        self._words = WordIndex(db)

    def changing(self) -> AbstractContextManager[None]:
        """A block inside a transaction, in which messages may be written; at its end they can be found."""
        return self._words.changing()

    def put(
        self, conversation: int, messages: Iterable[ChatMessage], arrival: Arrival | None = None
    ) -> tuple[ChatMessage, ...]:
        """Add messages, or give those that are there their newer content; returns those that are new.

        One that is there with a later edit keeps it: what was asked for before an edit may come after it.
        """
        given = {identity(each.name): each for each in messages}
        if not given:
            return ()
        fresh = dict(given)
        for known in self._known(conversation, given):
            message = fresh.pop((known.rank, known.mark))
            if (stored := _newer(known, message)) is not None:
                self._replace(conversation, known, message, stored)
        self._insert(conversation, fresh, arrival)
        return tuple(fresh.values())

    def change(self, conversation: int, event: MessageChanged, viewpoint: Viewpoint) -> None:
        """Give a message its new content, if it is here. The bytes it came in are kept."""
        rank, mark = identity(event.message.id)
        for known in self._known(conversation, [(rank, mark)]):
            old = Stored(place(known.time, rank, mark), known.raw, known.changed).read(viewpoint)
            message = event.applied_to(old)
            self._replace(conversation, known, message, (known.raw, write_message(message)))

    def drop(self, numbers: Sequence[int]) -> int:
        """Take messages out; returns how many there were."""
        gone = [(number,) for number in numbers]
        self._db.executemany("DELETE FROM message WHERE number = ?", gone)
        self._words.drop(numbers)
        return len(gone)

    def between(self, conversation: int, first: Position, last: Position) -> list[Row]:
        """The messages from `first` to `last`, both included, in order."""
        bindings = (conversation, *columns(first), *columns(last))
        return [_row(*each) for each in self._db.execute(_BETWEEN, bindings)]

    def rows(self, conversation: int, ids: Iterable[str]) -> list[Row]:
        """The messages with these ids, in order."""
        names = set(map(identity, ids))
        ranks = array("q", {rank for rank, _ in names})
        found: list[Any] = self._db.execute(_NAMED, (conversation, apsw.carray(ranks))).fetchall() if ranks else []
        return [_row(*each) for each in found if (each[2], each[3]) in names]

    def newly_edited(
        self, conversation: int, messages: Iterable[ChatMessage], viewpoint: Viewpoint
    ) -> list[tuple[Position, ChatMessage]]:
        """Those of `messages` that are here as they were before their last edit, with their places."""
        given = {identity(each.id): each for each in messages if each.id and each.edited}
        edited = []
        for known in self._known(conversation, given):
            at, message = place(known.time, known.rank, known.mark), given[known.rank, known.mark]
            before = Stored(at, known.raw, known.changed).read(viewpoint).edited
            if message.edited and (before is None or before.time < message.edited.time):
                edited.append((at, message))
        return edited

    def until(self, conversation: int, time: int) -> list[int]:
        """The numbers of the messages up to a time (ms since 1970, included)."""
        found = self._db.execute(
            "SELECT number FROM message WHERE conversation = ? AND time <= ?", (conversation, time)
        )
        return [number for (number,) in found]

    def count(self, conversation: int, first: int, end: int) -> int:
        """How many messages there are from one time until another, which does not belong to it (ms since 1970)."""
        counted = "SELECT count(*) FROM message WHERE conversation = ? AND time >= ? AND time < ?"
        found: int = self._db.execute(counted, (conversation, first, end)).get
        return found

    def named(self, conversation: int, ids: Iterable[str]) -> list[int]:
        """The numbers of the messages with these ids."""
        return [known.number for known in self._known(conversation, list(map(identity, ids)))]

    def stored(self, conversation: int, ids: Iterable[str]) -> list[Stored]:
        """The messages with these ids, oldest first."""
        known = self._known(conversation, list(map(identity, ids)))
        return sorted(Stored(place(each.time, each.rank, each.mark), each.raw, each.changed) for each in known)

    def places(self, conversation: int, keys: Iterable[str]) -> list[Position]:
        """The places of the messages with these keys (`ChatMessage.key`)."""
        names = [identity(name_of(key)) for key in keys]
        return [place(known.time, known.rank, known.mark) for known in self._known(conversation, names)]

    def newest(self, conversation: int) -> Position | None:
        """The place of the last message."""
        return self._one(conversation, "<=", END)

    def place_before(self, conversation: int, limit: Position) -> Position | None:
        """The place of the last message before `limit`."""
        return self._one(conversation, "<", limit)

    def place_after(self, conversation: int, limit: Position) -> Position | None:
        """The place of the first message after `limit`."""
        return self._one(conversation, ">", limit)

    def place_from(self, conversation: int, limit: Position) -> Position | None:
        """The place of the first message at or after `limit`."""
        return self._one(conversation, ">=", limit)

    def before(self, conversation: int, limit: Position | None, count: int) -> list[Stored]:
        """The last `count` messages before `limit` (None: of all), oldest first."""
        found = self._page(conversation, "<=" if limit is None else "<", limit or END, count)
        return found[::-1]

    def after(self, conversation: int, limit: Position | None, count: int) -> list[Stored]:
        """The first `count` messages after `limit` (None: of all), oldest first."""
        return self._page(conversation, ">=" if limit is None else ">", limit or START, count)

    def since(self, conversation: int, first: Position, count: int) -> list[Stored]:
        """The first `count` messages at or after `first`, oldest first."""
        return self._page(conversation, ">=", first, count)

    def _page(self, conversation: int, compare: str, limit: Position, count: int) -> list[Stored]:
        sql = _ordered("SELECT time, rank, mark, raw, changed", compare)
        found: list[Any] = self._db.execute(sql, (conversation, *columns(limit), count)).fetchall()
        return [Stored(place(time, rank, mark), raw, changed) for time, rank, mark, raw, changed in found]

    def _one(self, conversation: int, compare: str, limit: Position) -> Position | None:
        sql = _ordered("SELECT time, rank, mark", compare)
        found = self._db.execute(sql, (conversation, *columns(limit), 1)).fetchone()
        return place(*found) if found else None

    def _known(self, conversation: int, names: Iterable[tuple[int, str]]) -> Iterator[_Known]:
        wanted = set(names)
        ranks = array("q", {rank for rank, _ in wanted})
        found = self._db.execute(_KNOWN, (conversation, apsw.carray(ranks))).fetchall() if ranks else ()
        return (known for known in map(_Known._make, found) if (known.rank, known.mark) in wanted)

    def _insert(
        self, conversation: int, messages: Mapping[tuple[int, str], ChatMessage], arrival: Arrival | None
    ) -> None:
        came = arrival or (None, None)
        numbers = free_numbers(self._db, [message.time for message in messages.values()])
        rows = []
        for number, (name, message) in zip(numbers, messages.items(), strict=True):
            told = (message.time, *name, message.sender, message.kind, *_stored(message))
            rows.append((number, conversation, *told, *came))
            self._words.put(number, _texts(conversation, message))
        insert(self._db, _INSERT, rows)

    def _replace(
        self, conversation: int, known: _Known, message: ChatMessage, stored: tuple[bytes | None, str | None]
    ) -> None:
        time = position(message).time
        number = known.number if time == known.time else free_numbers(self._db, [time])[0]
        self._db.execute(_REPLACE, (number, time, message.sender, message.kind, *stored, known.number))
        if number != known.number:
            self._words.drop([known.number])
        self._words.put(number, _texts(conversation, message))


def _texts(conversation: int, message: ChatMessage) -> Texts:
    return words_of(message.body), facts_of(conversation, message)


def _ordered(select: str, compare: str) -> str:
    """Asks for so many messages of a conversation on one side of a place, the nearest first."""
    order = "DESC" if compare.startswith("<") else "ASC"
    return (
        f"{select} FROM message WHERE conversation = ? AND (time, rank, mark) {compare} (?, ?, ?)"
        f" ORDER BY time {order}, rank {order}, mark {order} LIMIT ?"
    )


def _row(number: int, time: int, rank: int, mark: str, sender: str, arrived: int | None, writer: int | None) -> Row:
    arrival = None if arrived is None or writer is None else Arrival(arrived, writer)
    return Row(number, place(time, rank, mark), sender, arrival)


def _stored(message: ChatMessage) -> tuple[bytes | None, str | None]:
    """What is kept of a message: the bytes it came in, and its JSON where they do not give it back.

    A placeholder's bytes may not even be those of a Meta.
    """
    if message.raw and message.kind is not Kind.UNREADABLE:
        return message.raw, None
    return message.raw or None, write_message(message)


def _newer(known: _Known, message: ChatMessage) -> tuple[bytes | None, str | None] | None:
    """What is to be kept of `message` in place of what is known of it; None to leave that as it is."""
    stored = _stored(message)
    if (known.raw, known.changed, known.time) == (*stored, position(message).time):
        return None
    if known.changed is not None and message.kind is not Kind.UNREADABLE:
        edited = read_message_json(known.changed).edited
        is_unedited = message.raw != b"" and message.raw == known.raw
        if is_unedited or (edited and (message.edited is None or message.edited.time < edited.time)):
            return None
    return stored
