"""What users do with messages, for everybody: sent, changed and taken back, and queued for whoever is concerned."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from sqlalchemy import Connection, Row, and_, delete, select, update

from tui.models import Json
from tui.protocol import live_pushes as pushes
from tui.server import queues
from tui.server.history import remove_by_ids, stored_record
from tui.server.numbers import Numbers
from tui.server.schema import channel_of, conversation, message, removed
from tui.server.sending import Sending


class Post:
    """Changes messages for everybody. Each call is part of its caller's transaction and returns whom to wake."""

    def __init__(self, app_key: str) -> None:
        self.app_key = app_key
        self.numbers = Numbers()

    def sending(self, connection: Connection, resource: str = "") -> Sending:
        """Messages to be sent from the device `resource`: add them, and finish."""
        return Sending(connection, self.app_key, self.numbers, resource)

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
