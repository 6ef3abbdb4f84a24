"""Filling a local service with a world."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from sqlalchemy import Connection, insert, select, update

from tui.models import Json
from tui.protocol.endpoints import is_single
from tui.server.batches import batched
from tui.server.conversations import find
from tui.server.database import Database
from tui.server.files import store_files
from tui.server.history import unread_since
from tui.server.ingest import Ingest, Seat
from tui.server.schema import conversation, mark
from tui.server.world import Mark, Pin, Unread, World

_BATCH = 5_000


def fill(database: Database, ingest: Ingest, world: World, now: int) -> None:
    """Store `world`; its groups are as old as `now` (ms since 1970) says."""
    with database.writing() as connection:
        ingest.admit(connection, world.accounts)
        ingest.seat(connection, _seats(world, now), {group.id: group.name for group in world.groups})
        store_files(connection, world.files)
    for batch in batched(world.records, _BATCH):
        ingest.store(batch)
    with database.writing() as connection:
        for pin in world.pins:
            _change(connection, pin, {"pinned": pin.time})
        for unread in world.unread:
            _set_unread(connection, unread)
        for item in world.marks:
            _set_mark(connection, item)


def _seats(world: World, now: int) -> Iterator[Seat]:
    for group in world.groups:
        for member in group.members:
            yield Seat(member, "group", group.id, group.chat_type, now)


def _form(item: Pin | Unread | Mark) -> str:
    return "chat" if is_single(item.chat_type) else "group"


def _change(connection: Connection, item: Pin | Unread, values: Mapping[str, Json]) -> None:
    here = conversation.c
    mine = (here.owner == item.owner, here.form == _form(item), here.peer == item.conversation_id)
    connection.execute(update(conversation).where(*mine).values(values))


def _set_unread(connection: Connection, unread: Unread) -> None:
    if seat := find(connection, unread.owner, _form(unread), unread.conversation_id):
        since = unread_since(connection, seat, unread.count)
        _change(connection, unread, {"unread": unread.count, "read_time": since})


def _set_mark(connection: Connection, item: Mark) -> None:
    row = {"owner": item.owner, "peer": item.conversation_id, "form": _form(item), "mark": item.mark}
    same = (mark.c[name] == value for name, value in row.items())
    if connection.execute(select(mark.c.mark).where(*same)).first() is None:
        connection.execute(insert(mark).values(row))
