"""Storing many messages at once, with the accounts and the conversations that come with them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from sqlalchemy import BigInteger, Connection, String, and_, bindparam, insert, or_, select, update

from tui.models import Json
from tui.protocol.jsontext import write_json
from tui.protocol.records import Record, well_formed
from tui.server.accounts import add_accounts
from tui.server.batches import for_statements
from tui.server.database import Database
from tui.server.schema import MessageId, channel_of, conversation, message, room


@dataclass(frozen=True, slots=True)
class Seat:
    """One user's place in a conversation, from `since` (ms since 1970) on."""

    owner: str
    form: str
    peer: str
    chat_type: str
    since: int

    @property
    def channel(self) -> str:
        return channel_of(self.form, self.owner, self.peer)

    def row(self) -> dict[str, Json]:
        return {
            "owner": self.owner,
            "form": self.form,
            "peer": self.peer,
            "channel": self.channel,
            "chat_type": self.chat_type,
            "created": self.since,
            "listed": True,
            "activity": self.since,
            "last_time": 0,
            "last_id": None,
            "read_time": 0,
            "unread": 0,
            "removed_until": 0,
            "pinned": 0,
        }


@dataclass
class _Seen:
    """What one run knows to be stored, so that it need not ask again: another run may have stored more."""

    accounts: set[str] = field(default_factory=set)
    rooms: set[str] = field(default_factory=set)
    seats: defaultdict[str, set[str]] = field(default_factory=lambda: defaultdict(set))


class Ingest:
    """One run of storing messages; each batch lands whole or not at all, and storing a message again changes nothing.

    Whoever writes in a group belongs to it, and so do `members`, to every group that a message comes for. What is
    stored counts as read. New accounts get `password` (hashed) and are as old as `now` (ms since 1970) says.
    A run is over with the first error that it raises.
    """

    def __init__(self, database: Database, password: str, now: int, members: Iterable[str] = ()) -> None:
        self._database = database
        self._password = password
        self._now = now
        self._members = tuple(members)
        self._seen = _Seen()

    def store(self, records: Iterable[Record]) -> int:
        """Store `records`, in any order, and return how many of them were new."""
        by_channel: dict[str, dict[str, Record]] = defaultdict(dict)
        for record in records:
            by_channel[channel_of_record(record)].setdefault(record.id, record)
        with self._database.writing() as connection:
            seats = self._seen.seats
            self._look_up(connection, (channel for channel in by_channel if not seats[channel]))
            fresh = {
                channel: self._fresh(connection, channel, batch) if seats[channel] else list(batch.values())
                for channel, batch in by_channel.items()  # where nobody has a seat, nothing is stored
            }
            self.seat(connection, _seats(by_channel, self._members))
            rows = [message_row(channel, record) for channel, batch in fresh.items() for record in batch]
            if rows:
                connection.execute(insert(message), rows)
                _advance(connection, _newest(fresh))
        return len(rows)

    def seat(self, connection: Connection, seats: Iterable[Seat], names: Mapping[str, str] | None = None) -> None:
        """Make the conversations, accounts and groups that are not there yet; `names` are those of the groups."""
        wanted: dict[str, dict[str, Seat]] = defaultdict(dict)
        for seat in seats:
            wanted[seat.channel].setdefault(seat.owner, seat)
        everyone = {owner for owners in wanted.values() for owner in owners}
        self.admit(connection, {user: user for user in everyone})
        groups = {seat.peer for owners in wanted.values() for seat in owners.values() if seat.form == "group"}
        self._name_rooms(connection, {group: (names or {}).get(group, group) for group in groups})
        seated = self._seen.seats
        self._look_up(connection, (channel for channel, owners in wanted.items() if owners.keys() - seated[channel]))
        rows = [
            seat.row()
            for channel, owners in wanted.items()
            for owner, seat in owners.items()
            if owner not in seated[channel]
        ]
        if rows:
            connection.execute(insert(conversation), rows)
        for channel, owners in wanted.items():
            seated[channel].update(owners)

    def admit(self, connection: Connection, nicknames: Mapping[str, str]) -> None:
        """Make the accounts that are not there yet."""
        unknown = {user: nicknames[user] for user in nicknames.keys() - self._seen.accounts}
        add_accounts(connection, unknown, self._password, self._now)
        self._seen.accounts.update(unknown)

    def _fresh(self, connection: Connection, channel: str, batch: Mapping[str, Record]) -> Sequence[Record]:
        stored: set[str] = set()
        for part in for_statements(batch):
            query = select(message.c.id).where(message.c.channel == channel, message.c.id.in_(part))
            stored.update(connection.scalars(query))
        return [record for record in batch.values() if record.id not in stored]

    def _look_up(self, connection: Connection, channels: Iterable[str]) -> None:
        """See who has a seat in `channels` at this moment."""
        for part in for_statements(channels):
            query = select(conversation.c.channel, conversation.c.owner).where(conversation.c.channel.in_(part))
            for channel, owner in connection.execute(query):
                self._seen.seats[channel].add(owner)

    def _name_rooms(self, connection: Connection, names: Mapping[str, str]) -> None:
        for group in names.keys() - self._seen.rooms:
            if connection.execute(select(room.c.id).where(room.c.id == group)).first() is None:
                connection.execute(insert(room).values(id=group, name=names[group]))
            self._seen.rooms.add(group)


def channel_of_record(record: Record) -> str:
    return channel_of("chat" if record.is_single else "group", record.sender, record.to)


def _seats(by_channel: Mapping[str, Mapping[str, Record]], members: Sequence[str]) -> Iterable[Seat]:
    for batch in by_channel.values():
        first = min(batch.values(), key=lambda record: record.position)
        if first.is_single:
            yield Seat(first.sender, "chat", first.to, first.chat_type, first.time)
            yield Seat(first.to, "chat", first.sender, first.chat_type, first.time)
        else:
            for owner in {record.sender for record in batch.values()}.union(members):
                yield Seat(owner, "group", first.to, first.chat_type, first.time)


def message_row(channel: str, record: Record) -> dict[str, Json]:
    """How `record` stands in the table of messages."""
    return {
        "channel": channel,
        "time": record.time,
        "id": record.id,
        "sender": record.sender,
        "recipient": record.to,
        "chat_type": record.chat_type,
        "kind": record.kind,
        "payload": well_formed(write_json(record.payload)),
    }


def _newest(by_channel: Mapping[str, Sequence[Record]]) -> dict[str, Record]:
    return {channel: max(batch, key=lambda record: record.position) for channel, batch in by_channel.items() if batch}


def _advance(connection: Connection, newest: Mapping[str, Record]) -> None:
    """Let the members' lists show what is `newest` in each channel, where it is the newest message that they have."""
    here = conversation.c
    channel = bindparam("new_channel", type_=String())
    time, message_id = bindparam("new_time", type_=BigInteger()), bindparam("new_id", type_=MessageId())
    same_time = and_(here.last_time == time, here.last_id < message_id)
    older = or_(here.last_id.is_(None), here.last_time < time, same_time)
    values = [{"new_channel": name, "new_time": one.time, "new_id": one.id} for name, one in newest.items()]
    connection.execute(
        update(conversation)
        .where(here.channel == channel, older, here.removed_until < time)
        .values(listed=True, activity=time, last_time=time, last_id=message_id),
        values,
    )
    # Whoever had read everything has read this as well; who has not keeps the place where the unread ones begin.
    connection.execute(
        update(conversation)
        .where(here.channel == channel, here.unread == 0, here.read_time < time)
        .values(read_time=time),
        values,
    )
