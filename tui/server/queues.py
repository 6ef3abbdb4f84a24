"""What waits for each user's devices, kept in the database so that it outlives the process.

A user has one queue, and every device its own place in it: what all devices have acknowledged is dropped. Only a device
that has been connected before finds something waiting; what came earlier is in the history.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from sqlalchemy import Connection, bindparam, delete, func, insert, select, update

from tui.server.batches import for_statements
from tui.server.schema import live_device, live_item

MOST_DEVICES = 50
"""Devices remembered of a user; the one that has been away for the longest time goes first."""

MOST_WAITING = 10_000
"""Items that wait for a user at most when one of the devices comes; older ones are left to the history."""

_KEYS_PER_MS = 1_000


@dataclass(frozen=True, slots=True)
class Item:
    """A serialised Meta, and the key that acknowledges it and all before it."""

    key: int
    meta: bytes


class Delivery(NamedTuple):
    """A serialised Meta, and the users whose devices are to get it."""

    owners: frozenset[str]
    meta: bytes


def enter(connection: Connection, owner: str, resource: str, now: int) -> int:
    """A device has come, at `now` (ms since 1970): the key up to which it has got everything."""
    here = live_device.c
    mine = (here.owner == owner, here.resource == resource)
    known: int | None = connection.scalar(select(here.acknowledged).where(*mine))
    if known is not None:
        connection.execute(update(live_device).where(*mine).values(seen=now))
    else:
        known = _last_key(connection, owner)
        row = {"owner": owner, "resource": resource, "acknowledged": known, "seen": now}
        connection.execute(insert(live_device).values(row))
        _forget_devices(connection, owner)
    _forget_items(connection, owner)
    return known


def put(connection: Connection, owners: Iterable[str], meta: bytes, now: int, sent_by: str = "") -> list[str]:
    """Queue `meta` for those of `owners` who have devices, and return who they are; `now` is in ms since 1970."""
    return put_all(connection, [Delivery(frozenset(owners), meta)], now, sent_by)


def put_all(connection: Connection, deliveries: Sequence[Delivery], now: int, sent_by: str = "") -> list[str]:
    """As `put`, for many in this order."""
    concerned = frozenset[str]().union(*(each.owners for each in deliveries))
    reached = [owner for part in for_statements(concerned) for owner in connection.scalars(_REACHED, {"owners": part})]
    last = {owner: max(now * _KEYS_PER_MS - 1, _last_key(connection, owner)) for owner in reached}
    rows = []
    for each in deliveries:
        for owner in each.owners & last.keys():
            last[owner] += 1
            rows.append({"owner": owner, "key": last[owner], "sent_by": sent_by, "meta": each.meta})
    if rows:
        connection.execute(_PUT, rows)
    return reached


def waiting(connection: Connection, owner: str, resource: str, after: int, limit: int) -> list[Item]:
    """The next items behind the key `after` for a device."""
    here = live_item.c
    query = select(here.key, here.meta).where(here.owner == owner, here.key > after, here.sent_by != resource)
    return [Item(row.key, row.meta) for row in connection.execute(query.order_by(here.key).limit(limit))]


def count_waiting(connection: Connection, owner: str, resource: str, after: int) -> int:
    here = live_item.c
    query = select(func.count()).where(here.owner == owner, here.key > after, here.sent_by != resource)
    return int(connection.scalar(query) or 0)


def acknowledge(connection: Connection, owner: str, resource: str, key: int, floor: int) -> None:
    """A device has got everything up to `key`. What is above `floor` is kept for those who are still reading."""
    here = live_device.c
    mine = (here.owner == owner, here.resource == resource, here.acknowledged < key)
    connection.execute(update(live_device).where(*mine).values(acknowledged=key))
    done: int | None = connection.scalar(select(func.min(here.acknowledged)).where(here.owner == owner))
    bound = min(floor, key if done is None else done)
    connection.execute(delete(live_item).where(live_item.c.owner == owner, live_item.c.key <= bound))


def newest(connection: Connection) -> int:
    """The key put last for anybody."""
    return int(connection.scalar(select(func.max(live_item.c.key))) or 0)


def _last_key(connection: Connection, owner: str) -> int:
    """The highest key that the owner's queue has had: a key must never come again, even when the clock goes back."""
    item = connection.scalar(_LAST_ITEM, {"owner": owner})
    got = connection.scalar(_LAST_GOT, {"owner": owner})
    return max(item or 0, got or 0)


# Built once: they are needed for every message, and building them takes longer than what they do.
_REACHED = select(live_device.c.owner).where(live_device.c.owner.in_(bindparam("owners", expanding=True))).distinct()
_PUT = insert(live_item)
_LAST_ITEM = select(func.max(live_item.c.key)).where(live_item.c.owner == bindparam("owner"))
_LAST_GOT = select(func.max(live_device.c.acknowledged)).where(live_device.c.owner == bindparam("owner"))


def _forget_devices(connection: Connection, owner: str) -> None:
    here = live_device.c
    query = select(here.resource).where(here.owner == owner).order_by(here.seen.desc()).offset(MOST_DEVICES)
    for resource in connection.scalars(query).all():
        connection.execute(delete(live_device).where(here.owner == owner, here.resource == resource))


def _forget_items(connection: Connection, owner: str) -> None:
    here = live_item.c
    query = select(here.key).where(here.owner == owner).order_by(here.key.desc()).offset(MOST_WAITING).limit(1)
    bound: int | None = connection.scalar(query)
    if bound is not None:
        connection.execute(delete(live_item).where(here.owner == owner, here.key <= bound))
