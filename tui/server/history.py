"""The messages of one conversation as one user has them: pages by position, and one-sided removal."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import islice
from typing import Any

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Connection,
    Integer,
    Row,
    Select,
    String,
    and_,
    bindparam,
    delete,
    exists,
    insert,
    literal,
    or_,
    select,
    tuple_,
    union_all,
    update,
)
from sqlalchemy.sql.base import ReadOnlyColumnCollection

from tui.models import Json
from tui.protocol.jsontext import parse_written
from tui.protocol.records import MAX_ID, MAX_TIME, Record
from tui.server.schema import MessageId, conversation, mark, message, removed

MOST_LOOKED_AT = 2_000
"""Messages looked at for one page: one with more removed ones in a row ends early, and says where to go on."""

HIDDEN: dict[str, Json] = {"listed": False, "pinned": 0, "unread": 0}
EMPTIED: dict[str, Json] = {**HIDDEN, "last_time": 0, "last_id": None}

_PORTION = 500

Seat = Row[Any]
"""A user's own row of `conversation`."""

Position = tuple[int, str]
"""Time and id of a message: history is in this order, ids as numbers."""


@dataclass(frozen=True, slots=True)
class Window:
    """Which messages of a conversation are asked for; times in ms since 1970, both inclusive."""

    upwards: bool = True
    kinds: tuple[str, ...] = ()
    sender: str | None = None
    since: int = 0
    until: int = MAX_TIME


@dataclass(frozen=True, slots=True)
class Page:
    """`after` is the id of the message that the next page starts behind, None when there is nothing more."""

    records: tuple[Record, ...]
    after: str | None


def read_page(connection: Connection, seat: Seat, window: Window, start: Position | None, size: int) -> Page:
    """`size` messages of the conversation `seat` behind `start`, in the window's direction (section 8).

    The page is shorter, and not the last, where `MOST_LOOKED_AT` messages did not hold as many.
    """
    window = replace(window, since=max(window.since, seat.removed_until + 1))
    found: list[Row[Any]] = []
    looked_at = 0
    last: Row[Any] | None = None
    for last in islice(_rows(connection, seat, window, start, size + 1), MOST_LOOKED_AT):
        looked_at += 1
        if last.gone:
            continue
        if len(found) == size:
            return Page(_records(found), found[-1].id)
        found.append(last)
    if last is not None and looked_at == MOST_LOOKED_AT:
        return Page(_records(found), last.id)
    return Page(_records(found), None)


def place_of(connection: Connection, channel: str, identifier: str) -> Position:
    """Where the message `identifier` stands, or would stand if it is not here.

    The service gives ids in the order of time, so one that is not here belongs behind the message with the next
    smaller id.
    """
    time: int | None = connection.scalar(_TIME_BY_ID, {"channel": channel, "id": identifier})
    return time or 0, identifier


_TIME_BY_ID = (
    select(message.c.time)
    .where(message.c.channel == bindparam("channel"), message.c.id <= bindparam("id"))
    .order_by(message.c.id.desc())
    .limit(1)
)


def newest_time(connection: Connection, channel: str) -> int:
    """When the last message of a channel was sent, 0 when there is none."""
    return int(connection.scalar(_NEWEST_TIME, {"channel": channel}) or 0)


_NEWEST_TIME = (
    select(message.c.time).where(message.c.channel == bindparam("channel")).order_by(message.c.time.desc()).limit(1)
)


def remove_by_ids(connection: Connection, seat: Seat, ids: Sequence[str]) -> None:
    """Remove these messages for the owner of `seat` alone; ids that are not there are passed over."""
    here = message.c
    query = select(here.time, here.id).where(here.channel == seat.channel, here.id.in_(ids))
    for row in connection.execute(query).all():
        key = {"owner": seat.owner, "channel": seat.channel, "time": row.time, "id": row.id}
        same = and_(*(removed.c[name] == value for name, value in key.items()))
        if connection.execute(select(removed.c.id).where(same)).first() is None:
            connection.execute(insert(removed).values(key))
    _refresh(connection, seat)


def remove_by_time(connection: Connection, seat: Seat, until: int, now: int) -> None:
    """Remove the messages at or before `until` for the owner of `seat` alone; times in ms since 1970.

    Those that are here now: one that comes later shows, even if `until` lies far ahead or a message is dated so.
    """
    bound = max(seat.removed_until, min(until, now, newest_time(connection, seat.channel)))
    here, gone = conversation.c, removed.c
    connection.execute(update(conversation).where(*_same_seat(seat)).values({here.removed_until: bound}))
    # What the bound covers needs no row of its own any more.
    connection.execute(
        delete(removed).where(gone.owner == seat.owner, gone.channel == seat.channel, gone.time <= bound)
    )
    _remove_dated_ahead(connection, seat, bound, until)
    _refresh(connection, connection.execute(select(conversation).where(*_same_seat(seat))).one())


def _remove_dated_ahead(connection: Connection, seat: Seat, after: int, until: int) -> None:
    """Remove what is dated after `after` one by one: a bound there would hide all that is yet to come before it."""
    here, gone = message.c, removed.c
    there = exists().where(
        gone.owner == seat.owner, gone.channel == here.channel, gone.time == here.time, gone.id == here.id
    )
    ahead = select(literal(seat.owner), here.channel, here.time, here.id).where(
        here.channel == seat.channel, here.time > after, here.time <= until, ~there
    )
    connection.execute(insert(removed).from_select(["owner", "channel", "time", "id"], ahead))


def removed_between(connection: Connection, seat: Seat, since: int, until: int) -> tuple[str, ...]:
    """The ids that the owner of `seat` removed one by one, of messages from `since` to `until` (ms since 1970)."""
    gone = removed.c
    query = select(gone.id).where(gone.owner == seat.owner, gone.channel == seat.channel, gone.time >= since)
    return tuple(connection.scalars(query.where(gone.time <= until).order_by(gone.time, gone.id)))


def unread_since(connection: Connection, seat: Seat, count: int) -> int:
    """The time (ms since 1970) after which the last `count` messages of others came."""
    others = (row for row in _rows(connection, seat, Window(), None, _PORTION) if row.sender != seat.owner)
    first = next(islice(others, count - 1, None), None) if count else None
    return seat.last_time if count == 0 else first.time - 1 if first else 0


def stored_record(row: Row[Any]) -> Record:
    return Record(row.id, row.time, row.sender, row.recipient, row.chat_type, parse_written(row.payload))


def records_between(connection: Connection, seat: Seat, since: int, until: int) -> Iterator[Record]:
    """The messages that the owner of `seat` has from `since` to before `until` (ms since 1970), oldest first."""
    window = Window(upwards=False, since=max(since, seat.removed_until + 1), until=until - 1)
    return (stored_record(row) for row in _rows(connection, seat, window, None, _PORTION) if not row.gone)


def page_query(
    owner: str, channel: str, window: Window, start: Position | None, limit: int
) -> tuple[Select[Any], dict[str, Json]]:
    """The next `limit` messages of a channel in the window's direction; `gone` are those that do not count.

    It is a statement and the values for it: building one takes longer than running it, so each form is built once.
    """
    low, high = _bounds(window, start)
    values = {"owner": owner, "channel": channel, "limit": limit, "sender": window.sender}
    ends = {"low_time": low[0], "low_id": low[1], "high_time": high[0], "high_id": high[1]}
    kinds = {_kind_name(number): kind for number, kind in enumerate(window.kinds)}
    return _page_statement(len(window.kinds), window.sender is not None, window.upwards), {**values, **ends, **kinds}


@cache
def _page_statement(kinds: int, by_sender: bool, upwards: bool) -> Select[Any]:
    """What `page_query` says, for so many kinds.

    Each kind asked for is read through its own part of an index. Where a sender is asked for as well, the index of the
    senders is read, and messages of other kinds come out as `gone`: so no query looks at more than it returns.
    """
    wanted = [bindparam(_kind_name(number), type_=String) for number in range(kinds)]
    branches = [_branch(kind, by_sender, upwards) for kind in (() if by_sender else wanted) or (None,)]
    found = (union_all(*branches) if len(branches) > 1 else branches[0]).subquery("found")
    mine = and_(
        removed.c.owner == bindparam("owner"),
        removed.c.channel == bindparam("channel"),
        removed.c.time == found.c.time,
        removed.c.id == found.c.id,
    )
    gone: ColumnElement[bool] = removed.c.id.is_not(None)
    if by_sender and wanted:
        gone = or_(gone, found.c.kind.not_in(wanted))
    query = select(*found.c, gone.label("gone")).outerjoin_from(found, removed, mine)
    return query.order_by(*_order(found.c, upwards)).limit(bindparam("limit", type_=Integer))


def _branch(kind: ColumnElement[str] | None, by_sender: bool, upwards: bool) -> Select[Any]:
    here = message.c
    place = tuple_(here.time, here.id)
    low = tuple_(bindparam("low_time", type_=BigInteger), bindparam("low_id", type_=MessageId()))
    high = tuple_(bindparam("high_time", type_=BigInteger), bindparam("high_id", type_=MessageId()))
    query = select(message).where(here.channel == bindparam("channel"), place > low, place < high)
    # Without the hints SQLite prefers the primary key, whose rows lie together: right for a page, but not for the one
    # picture among a million texts.
    if by_sender:
        query = query.where(here.sender == bindparam("sender")).with_hint(
            message, "INDEXED BY message_by_sender", "sqlite"
        )
    elif kind is not None:
        query = query.where(here.kind == kind).with_hint(message, "INDEXED BY message_by_kind", "sqlite")
    inner = query.order_by(*_order(here, upwards)).limit(bindparam("limit", type_=Integer)).subquery()
    return select(inner)


def _kind_name(number: int) -> str:
    return f"kind_{number}"


def _bounds(window: Window, start: Position | None) -> tuple[Position, Position]:
    """What lies between them is asked for, without them; one condition a side is all that an index can use."""
    low, high = (window.since - 1, str(MAX_ID)), (window.until + 1, "0")
    if start is None:
        return low, high
    return (low, min(high, start, key=_sortable)) if window.upwards else (max(low, start, key=_sortable), high)


def _sortable(position: Position) -> tuple[int, int]:
    return position[0], int(position[1])


def _order(columns: ReadOnlyColumnCollection[str, Any], upwards: bool) -> tuple[ColumnElement[Any], ...]:
    order = (columns.time, columns.id)
    return tuple(column.desc() for column in order) if upwards else order


def _rows(connection: Connection, seat: Seat, window: Window, start: Position | None, size: int) -> Iterator[Row[Any]]:
    """Every message in the window behind `start`, asked for in growing portions: mostly the first one will do."""
    while True:
        rows = connection.execute(*page_query(seat.owner, seat.channel, window, start, size)).all()
        yield from rows
        if len(rows) < size:
            return
        start, size = (rows[-1].time, rows[-1].id), _PORTION


def _records(rows: Sequence[Row[Any]]) -> tuple[Record, ...]:
    return tuple(stored_record(row) for row in rows)


def _same_seat(seat: Seat) -> tuple[ColumnElement[bool], ...]:
    here = conversation.c
    return here.owner == seat.owner, here.form == seat.form, here.peer == seat.peer


def _refresh(connection: Connection, seat: Seat) -> None:
    """Let the list show the newest message that is left; without one, the conversation leaves it (section 8)."""
    if seat.last_id is None:
        return
    # Nothing newer than the one shown was there before, so nothing newer can be left.
    window = Window(since=seat.removed_until + 1, until=seat.last_time)
    left = next((row for row in _rows(connection, seat, window, None, 1) if not row.gone), None)
    if left is None:
        values: dict[str, Json] = {**EMPTIED}
        here = mark.c
        connection.execute(delete(mark).where(here.owner == seat.owner, here.peer == seat.peer, here.form == seat.form))
    else:
        unread = _count_unread(connection, seat)
        values = {"activity": left.time, "last_time": left.time, "last_id": left.id, "unread": unread}
    connection.execute(update(conversation).where(*_same_seat(seat)).values(values))


def _count_unread(connection: Connection, seat: Seat) -> int:
    if not seat.unread:
        return 0
    window = Window(upwards=False, since=max(seat.read_time, seat.removed_until) + 1)
    unread = (row for row in _rows(connection, seat, window, None, 50) if not row.gone and row.sender != seat.owner)
    counted: int = seat.unread
    return min(counted, sum(1 for _ in unread))
