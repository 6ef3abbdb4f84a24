"""A user's conversations: their lists, pins and marks, and what deleting one means."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    Connection,
    Row,
    Select,
    Update,
    bindparam,
    delete,
    exists,
    func,
    insert,
    literal,
    select,
    tuple_,
    update,
)

from tui.models import Json
from tui.protocol.endpoints import GROUP_DOMAIN, USER_DOMAIN, ChannelJson, GroupJson, ListJson, PinJson
from tui.protocol.records import MAX_TIME, preview
from tui.server.cursors import Cursors
from tui.server.history import HIDDEN, remove_by_time, stored_record
from tui.server.limits import MOST_ON_A_PAGE
from tui.server.refusals import no_conversation, not_for_rooms, too_many_pins
from tui.server.schema import conversation, mark, message, room

MOST_PINS = 50
_ROOM = "chatroom"


@dataclass(frozen=True, slots=True)
class Listing:
    """One page asked of a list: `limit` conversations after `cursor`, of those only that `mark` is on (None: all)."""

    limit: int
    cursor: str = ""
    pinned: bool = False
    mark: int | None = None
    with_empty: bool = False

    @property
    def scope(self) -> tuple[str, ...]:
        return ("pinned" if self.pinned else "all", str(self.mark), str(self.with_empty))


class Conversations:
    """The rows of `conversation` that a user sees; `kept` is how many of them the lists go back (None: all)."""

    def __init__(self, cursors: Cursors, app_key: str, kept: int | None) -> None:
        self._cursors = cursors
        self._app_key = app_key
        self._kept = kept

    def page(self, connection: Connection, owner: str, wanted: Listing) -> ListJson:
        """One page of a list (section 5). Raises Refusal for a cursor that is not of this very list."""
        scope = (owner, *wanted.scope)
        position = self._cursors.read(scope, wanted.cursor) if wanted.cursor else None
        seen = position[-1] if position else 0
        limit = _within_kept(max(1, min(wanted.limit, MOST_ON_A_PAGE)), seen, None if wanted.pinned else self._kept)
        rows = connection.execute(list_query(owner, wanted, position and position[:-1], limit + 1)).all()
        shown, more = rows[:limit], len(rows) > limit
        more = more and _within_kept(1, seen + limit, None if wanted.pinned else self._kept) > 0
        marks = self._marks(connection, owner, [row.peer for row in shown])
        infos = [self._info(row, marks[row.form, row.peer]) for row in shown]
        cursor = self._cursors.write(scope, [*_position(shown[-1], wanted), seen + limit]) if more else ""
        return {"channel_infos": infos, "cursor": cursor}

    def groups(self, connection: Connection, owner: str) -> list[GroupJson]:
        """The groups that the user belongs to, by id; chat rooms are none."""
        query = (
            select(room.c.id, room.c.name)
            .join(conversation, conversation.c.peer == room.c.id)
            .where(
                conversation.c.owner == owner,
                conversation.c.form == "group",
                conversation.c.chat_type == "groupchat",
            )
            .order_by(room.c.id)
        )
        return [{"id": row.id, "name": row.name} for row in connection.execute(query)]

    def pin(self, connection: Connection, owner: str, form: str, peer: str, now: int) -> PinJson:
        """Pin, or renew the pin; `now` is in ms since 1970. Raises Refusal."""
        row = find(connection, owner, form, peer)
        if row is None or not row.listed:
            raise no_conversation()
        if row.chat_type == _ROOM:
            raise not_for_rooms()
        others = select(func.count(), func.max(conversation.c.pinned)).where(
            conversation.c.owner == owner, conversation.c.pinned > 0
        )
        count, latest = connection.execute(others).one()
        if not row.pinned and count >= MOST_PINS:
            raise too_many_pins(MOST_PINS)
        time = max(now, (latest or 0) + 1)  # no two alike: the order of the pins is by this
        connection.execute(_change(owner, form, peer).values(pinned=time))
        return {"is_top": True, "update_top_status_time": time}

    def unpin(self, connection: Connection, owner: str, form: str, peer: str) -> PinJson:
        """Take the pin off; it need not have been on. Raises Refusal for a conversation that is not there."""
        if find(connection, owner, form, peer) is None:
            raise no_conversation()
        connection.execute(_change(owner, form, peer).values(pinned=0))
        return {"is_top": False, "update_top_status_time": 0}

    def delete(
        self, connection: Connection, owner: str, form: str, peer: str, now: int, *, with_messages: bool
    ) -> None:
        """Take the conversation off the list, one-sidedly; one that is not there is left alone.

        `now` is in ms since 1970. Raises Refusal for a chat room.
        """
        row = find(connection, owner, form, peer)
        if row is None:
            return
        if row.chat_type == _ROOM:
            raise not_for_rooms()
        _take_off(connection, row, now, with_messages=with_messages)

    def delete_all(self, connection: Connection, owner: str, now: int) -> None:
        """Remove everything that this user has, one-sidedly; `now` is in ms since 1970."""
        seats = select(conversation).where(conversation.c.owner == owner)
        for row in connection.execute(seats).all():
            _take_off(connection, row, now, with_messages=True)

    def set_mark(self, connection: Connection, owner: str, number: int, targets: Iterable[tuple[str, str]]) -> None:
        """Put a mark on conversations, given as form and id. Raises Refusal when one of them is not there."""
        for form, peer in dict.fromkeys(targets):
            if find(connection, owner, form, peer) is None:
                raise no_conversation()
            row = {"owner": owner, "peer": peer, "form": form, "mark": number}
            if not connection.scalar(select(exists(_marks_of(row)))):
                connection.execute(insert(mark).values(row))

    def clear_mark(self, connection: Connection, owner: str, number: int, targets: Iterable[tuple[str, str]]) -> None:
        for form, peer in targets:
            here = mark.c
            same = (here.owner == owner, here.peer == peer, here.form == form, here.mark == number)
            connection.execute(delete(mark).where(*same))

    def _marks(self, connection: Connection, owner: str, peers: Sequence[str]) -> dict[tuple[str, str], list[str]]:
        query = select(mark).where(mark.c.owner == owner, mark.c.peer.in_(peers)).order_by(mark.c.mark)
        marks: dict[tuple[str, str], list[str]] = defaultdict(list)
        for row in connection.execute(query):
            marks[row.form, row.peer].append(f"mark_{row.mark}")
        return marks

    def _info(self, row: Row[Any], marks: list[str]) -> ChannelJson:
        domain = USER_DOMAIN if row.form == "chat" else GROUP_DOMAIN
        return {
            "channel_id": f"{self._app_key}_{row.peer}@{domain}",
            "session_to": row.peer,
            "session_type": row.chat_type,
            "is_top": row.pinned > 0,
            "update_top_status_time": row.pinned,
            "unread_num": row.unread,
            "created_at": row.created,
            "marks": marks,
            "meta": {} if row.payload is None else preview(stored_record(row)),
        }


def find(connection: Connection, owner: str, form: str, peer: str) -> Row[Any] | None:
    """The user's own row of a conversation."""
    return connection.execute(_OWN_ROW, {"owner": owner, "form": form, "peer": peer}).one_or_none()


# Built once: nearly every call asks it, and building it takes longer than the answer.
_OWN_ROW = select(conversation).where(
    conversation.c.owner == bindparam("owner"),
    conversation.c.form == bindparam("form"),
    conversation.c.peer == bindparam("peer"),
)


def list_query(owner: str, wanted: Listing, after: list[Json] | None, limit: int) -> Select[Any]:
    """The conversations of a list that follow the position `after`, with their last messages."""
    here, last = conversation.c, message.c
    columns = (last.id, last.time, last.sender, last.recipient, last.payload)
    newest = (last.channel == here.channel) & (last.time == here.last_time) & (last.id == here.last_id)
    query = (
        select(*here, *columns).outerjoin_from(conversation, message, newest).where(here.owner == owner, here.listed)
    )
    if not wanted.with_empty:
        query = query.where(here.last_id.is_not(None))
    if wanted.mark is not None:
        row = {"owner": owner, "peer": here.peer, "form": here.form, "mark": wanted.mark}
        query = query.where(exists(_marks_of(row)))
    order = (here.pinned,) if wanted.pinned else (here.activity, here.form, here.peer)
    if wanted.pinned:
        query = query.where(here.pinned > 0)
    if after:
        query = query.where(tuple_(*order) < tuple_(*(literal(value) for value in after)))
    return query.order_by(*(column.desc() for column in order)).limit(limit)


def _take_off(connection: Connection, seat: Row[Any], now: int, *, with_messages: bool) -> None:
    if with_messages:
        remove_by_time(connection, seat, MAX_TIME, now)
    connection.execute(_change(seat.owner, seat.form, seat.peer).values(**HIDDEN))
    here = mark.c
    connection.execute(delete(mark).where(here.owner == seat.owner, here.peer == seat.peer, here.form == seat.form))


def _change(owner: str, form: str, peer: str) -> Update:
    here = conversation.c
    return update(conversation).where(here.owner == owner, here.form == form, here.peer == peer)


def _marks_of(row: dict[str, Json]) -> Select[tuple[int]]:
    here = mark.c
    return select(here.mark).where(
        here.owner == row["owner"], here.peer == row["peer"], here.form == row["form"], here.mark == row["mark"]
    )


def _position(row: Row[Any], wanted: Listing) -> list[Json]:
    return [row.pinned] if wanted.pinned else [row.activity, row.form, row.peer]


def _within_kept(limit: int, seen: int, kept: int | None) -> int:
    return limit if kept is None else max(0, min(limit, kept - seen))
