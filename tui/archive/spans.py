"""The stretches of each history in which nothing is missing: they never overlap, and between two of them is a gap."""

from __future__ import annotations

from dataclasses import dataclass, replace

import apsw

from tui.archive.places import columns, place
from tui.runs import END, Position

_FIRST = "(first_time, first_rank, first_mark)"
_SELECT = (
    "SELECT first_time, first_rank, first_mark, last_time, last_rank, last_mark, cursor FROM span"
    " WHERE conversation = ? AND "
)
_ORDER = " ORDER BY first_time, first_rank, first_mark"


@dataclass(frozen=True, slots=True)
class Span:
    """From `first` to `last`, both included, all that the service had is archived; `cursor` asks for what is before."""

    first: Position
    last: Position
    cursor: str | None = None


class SpanTable:
    """The spans of one account. Always inside a transaction of the caller's."""

    def __init__(self, db: apsw.Connection) -> None:
        self._db = db

    def cover(self, conversation: int, first: Position, last: Position, cursor: str | None = None) -> None:
        """Nothing is missing from `first` to `last`: whatever spans that meets become one with it.

        A span that begins no later keeps its own cursor.
        """
        met = self._meeting(conversation, first, last)
        merged = Span(first, last, cursor)
        if met:
            lowest, end = met[0], max(last, met[-1].last)
            if lowest.first < first:
                merged = Span(lowest.first, end, lowest.cursor)
            else:
                merged = Span(first, end, lowest.cursor or cursor if lowest.first == first else cursor)
        if met == [merged]:
            return
        for span in met:
            self._drop(conversation, span)
        self._add(conversation, merged)

    def trim(self, conversation: int, last: Position) -> None:
        """Whether anything is missing after a place is not known any more."""
        for span in self._meeting(conversation, last, END):
            self._drop(conversation, span)
            if span.first <= last:
                self._add(conversation, replace(span, last=last))

    def joins(self, conversation: int, first: Position, last: Position) -> bool:
        """Whether nothing is missing between two places."""
        return any(span.first <= first and span.last >= last for span in self._meeting(conversation, first, first))

    def beginning(self, conversation: int, after: Position, until: Position) -> list[Span]:
        """The spans that begin after a place and not after another, in order."""
        sql = f"{_SELECT}{_FIRST} > (?, ?, ?) AND {_FIRST} <= (?, ?, ?){_ORDER}"
        return self._read(sql, (conversation, *columns(after), *columns(until)))

    def all(self, conversation: int) -> list[Span]:
        """In order."""
        return self._read(f"{_SELECT}1{_ORDER}", (conversation,))

    def forget(self, conversation: int) -> None:
        """Nothing is known of this history any more."""
        self._db.execute("DELETE FROM span WHERE conversation = ?", (conversation,))

    def _meeting(self, conversation: int, first: Position, last: Position) -> list[Span]:
        """Those with a place in common with the stretch from `first` to `last`, in order."""
        sql = f"{_SELECT}{_FIRST} <= (?, ?, ?) ORDER BY first_time DESC, first_rank DESC, first_mark DESC LIMIT 1"
        before = self._read(sql, (conversation, *columns(first)))
        reaching = [span for span in before if span.last >= first]
        return reaching + (self.beginning(conversation, first, last) if last > first else [])

    def _drop(self, conversation: int, span: Span) -> None:
        sql = f"DELETE FROM span WHERE conversation = ? AND {_FIRST} = (?, ?, ?)"  # noqa: S608  # our own constant
        self._db.execute(sql, (conversation, *columns(span.first)))

    def _add(self, conversation: int, span: Span) -> None:
        sql = "INSERT INTO span VALUES (?, ?, ?, ?, ?, ?, ?, ?)"
        self._db.execute(sql, (conversation, *columns(span.first), *columns(span.last), span.cursor))

    def _read(self, sql: str, bindings: tuple[int | str, ...]) -> list[Span]:
        return [_span(*row) for row in self._db.execute(sql, bindings)]


def _span(
    first_time: int,
    first_rank: int,
    first_mark: str,
    last_time: int,
    last_rank: int,
    last_mark: str,
    cursor: str | None,
) -> Span:
    return Span(place(first_time, first_rank, first_mark), place(last_time, last_rank, last_mark), cursor)
