"""New messages, and what becomes of those that are there: stored, counted, and queued for whoever is concerned."""

from __future__ import annotations

import json
import secrets
import threading
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from sqlalchemy import Connection, Row, and_, case, delete, insert, select, update

from tui.models import Json
from tui.protocol import live_pushes as pushes
from tui.protocol.records import Record
from tui.server import queues
from tui.server.conversations import find
from tui.server.history import newest_time, remove_by_ids, stored_record
from tui.server.ingest import Seat, message_row
from tui.server.refusals import not_a_member, unknown_user
from tui.server.schema import account, channel_of, conversation, message, removed

_ID_BITS = 22


class Numbers:
    """Ids that grow with time, as the service's do."""

    def __init__(self) -> None:
        self._last = 0
        self._lock = threading.Lock()

    def next(self, now: int) -> int:
        """An id of the time `now` (ms since 1970), most likely unlike those that other processes give then."""
        with self._lock:
            self._last = max(now << _ID_BITS | secrets.randbits(_ID_BITS - 2), self._last + 1)
            return self._last


class Post:
    """Changes messages for everybody. Each call is part of its caller's transaction and returns whom to wake."""

    def __init__(self, app_key: str) -> None:
        self.app_key = app_key
        self.numbers = Numbers()

    def say(
        self,
        connection: Connection,
        sender: str,
        to: str,
        chat_type: str,
        payload: dict[str, Json],
        now: int,
        resource: str = "",
    ) -> tuple[Record, list[str]]:
        """Store a message and queue it for all devices but the one it was sent from.

        Raises Refusal when the other user does not exist, or the sender is not in the group.
        """
        form = "chat" if chat_type == "chat" else "group"
        seat = _seat(connection, sender, form, to, now)
        time = max(now, newest_time(connection, seat.channel))
        record = Record(
            str(self.numbers.next(time)), time, sender, to, seat.chat_type, {**payload, "from": sender, "to": to}
        )
        connection.execute(insert(message), [message_row(seat.channel, record)])
        _count(connection, seat.channel, record)
        meta = pushes.message(self.app_key, record, resource)
        return record, queues.put(connection, _members(connection, seat.channel), meta, now, resource)

    def recall(self, connection: Connection, target: Row[Any], push: bytes, now: int) -> list[str]:
        """Take a message away from everybody."""
        seats = connection.execute(select(conversation).where(conversation.c.channel == target.channel)).all()
        for seat in seats:
            remove_by_ids(connection, seat, [target.id])
        for table in (removed, message):
            connection.execute(delete(table).where(table.c.channel == target.channel, table.c.id == target.id))
        return queues.put(connection, [seat.owner for seat in seats], push, now)

    def edit(self, connection: Connection, editor: str, target: Row[Any], payload: Json, now: int) -> list[str]:
        """Give a message new content."""
        old = stored_record(target)
        count = int((old.payload.get("edit") or {}).get("count", 0)) + 1
        content = {**old.payload, **payload, "edit": {"time": now, "operator": editor, "count": count}}
        record = replace(old, payload=content)
        text = json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace").decode()
        same = and_(message.c.channel == target.channel, message.c.id == target.id)
        connection.execute(update(message).where(same).values(payload=text, kind=record.kind))
        meta = pushes.edit(self.app_key, self.numbers.next(now), record, now)
        return queues.put(connection, _members(connection, target.channel), meta, now)


def _seat(connection: Connection, owner: str, form: str, peer: str, now: int) -> Row[Any]:
    """The owner's place in a conversation; that of two users who both exist is made, for both of them."""
    seat = find(connection, owner, form, peer)
    if seat is not None:
        return seat
    if form == "group":
        raise not_a_member(owner)
    for user in (owner, peer):
        if connection.scalar(select(account.c.id).where(account.c.id == user)) is None:
            raise unknown_user(user)
    for one, other in {(owner, peer), (peer, owner)}:
        if find(connection, one, form, other) is None:
            connection.execute(insert(conversation).values(Seat(one, form, other, "chat", now).row()))
    return _seat(connection, owner, form, peer, now)


def stored(connection: Connection, channel: str, message_id: str) -> Row[Any] | None:
    """The row of a message, None when it is not there (any more)."""
    if not message_id.isdecimal() or int(message_id) == 0:
        return None
    here = message.c
    return connection.execute(select(message).where(here.channel == channel, here.id == message_id)).one_or_none()


def channel_between(chat_type: str, user: str, to: str) -> str:
    return channel_of("chat" if chat_type == "chat" else "group", user, to)


def read_all(connection: Connection, owner: str, chat_type: str, peer: str) -> None:
    """The user has read the whole conversation."""
    here = conversation.c
    form = "chat" if chat_type == "chat" else "group"
    mine = (here.owner == owner, here.form == form, here.peer == peer)
    connection.execute(update(conversation).where(*mine).values(unread=0, read_time=here.last_time))


def _members(connection: Connection, channel: str) -> Iterable[str]:
    return connection.scalars(select(conversation.c.owner).where(conversation.c.channel == channel)).all()


def _count(connection: Connection, channel: str, record: Record) -> None:
    """The message is everybody's newest, unread by all but the sender, who has it read if all before it was."""
    here = conversation.c
    own = here.owner == record.sender
    connection.execute(
        update(conversation)
        .where(here.channel == channel)
        .values(
            listed=True,
            activity=record.time,
            last_time=record.time,
            last_id=record.id,
            unread=here.unread + case((own, 0), else_=1),
            read_time=case((and_(own, here.unread == 0), record.time), else_=here.read_time),
        )
    )
