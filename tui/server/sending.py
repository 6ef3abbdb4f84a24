"""New messages of one transaction: what they need is looked up once, and what they change is written together."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from itertools import groupby
from typing import Any

from sqlalchemy import (
    BigInteger,
    Connection,
    Integer,
    Row,
    String,
    Update,
    and_,
    bindparam,
    case,
    insert,
    select,
    update,
)

from tui.models import Json
from tui.protocol import live_pushes as pushes
from tui.protocol.records import Record
from tui.server import queues
from tui.server.conversations import find
from tui.server.history import newest_time
from tui.server.ingest import Seat, message_row
from tui.server.numbers import Numbers
from tui.server.queues import Delivery
from tui.server.refusals import not_a_member, unknown_user
from tui.server.schema import MessageId, account, conversation, message


class Sending:
    """Messages on their way from the device `resource` ('': from none), in order. Nothing is stored before `finish`."""

    def __init__(self, connection: Connection, app_key: str, numbers: Numbers, resource: str = "") -> None:
        self._connection = connection
        self._app_key = app_key
        self._numbers = numbers
        self._resource = resource
        self._seats: dict[tuple[str, str, str], Row[Any]] = {}
        self._newest: dict[str, int] = {}
        self._sent: defaultdict[str, list[Record]] = defaultdict(list)

    def add(self, sender: str, to: str, chat_type: str | None, payload: dict[str, Json], now: int) -> Record:
        """One more message, at `now` (ms since 1970), or at the time of the one before it if that is later.

        `chat_type` None: to a group, where the sender is in one of that id, else to a user. Raises Refusal when the
        other user does not exist, or the sender is not in the group.
        """
        seat = self._seat_for(sender, to, chat_type, now)
        if seat.channel not in self._newest:
            self._newest[seat.channel] = newest_time(self._connection, seat.channel)
        time = self._newest[seat.channel] = max(now, self._newest[seat.channel])
        content = {**payload, "from": sender, "to": to}
        record = Record(str(self._numbers.next(time)), time, sender, to, seat.chat_type, content)
        self._sent[seat.channel].append(record)
        return record

    def finish(self, now: int) -> list[str]:
        """Store the messages, count them, and queue them for all other devices; returns whom to wake."""
        if not self._sent:
            return []
        rows = [message_row(channel, record) for channel, records in self._sent.items() for record in records]
        self._connection.execute(_STORE, rows)
        self._connection.execute(_COUNT, [run for sent in self._sent.items() for run in _runs(*sent)])
        return queues.put_all(self._connection, list(self._deliveries()), now, self._resource)

    def _deliveries(self) -> Iterator[Delivery]:
        """In the order in which the messages were sent, which their ids have."""
        owners = {
            channel: frozenset(self._connection.scalars(_MEMBERS, {"channel": channel})) for channel in self._sent
        }
        sent = [(record, channel) for channel, records in self._sent.items() for record in records]
        for record, channel in sorted(sent, key=lambda each: int(each[0].id)):
            yield Delivery(owners[channel], pushes.message(self._app_key, record, self._resource))

    def _seat_for(self, sender: str, to: str, chat_type: str | None, now: int) -> Row[Any]:
        if chat_type is None:
            return self._known(sender, "group", to) or self._seat(sender, "chat", to, now)
        return self._seat(sender, "chat" if chat_type == "chat" else "group", to, now)

    def _known(self, owner: str, form: str, peer: str) -> Row[Any] | None:
        seat = self._seats.get((owner, form, peer)) or find(self._connection, owner, form, peer)
        if seat is not None:
            self._seats[owner, form, peer] = seat
        return seat

    def _seat(self, owner: str, form: str, peer: str, now: int) -> Row[Any]:
        """The owner's place in a conversation; that of two users who both exist is made, for both of them."""
        seat = self._known(owner, form, peer)
        if seat is not None:
            return seat
        if form == "group":
            raise not_a_member(owner)
        for user in (owner, peer):
            if self._connection.scalar(select(account.c.id).where(account.c.id == user)) is None:
                raise unknown_user(user)
        for one, other in {(owner, peer), (peer, owner)}:
            if find(self._connection, one, form, other) is None:
                self._connection.execute(insert(conversation).values(Seat(one, form, other, "chat", now).row()))
        return self._seat(owner, form, peer, now)


def _runs(channel: str, records: list[Record]) -> Iterator[dict[str, Json]]:
    """What `_COUNT` wants to know: as many messages as one member wrote without another in between count at once."""
    for sender, each in groupby(records, key=lambda record: record.sender):
        run = list(each)
        last = run[-1]
        yield {"in": channel, "by": sender, "count": len(run), "last": last.time, "newest": last.id}


_MEMBERS = select(conversation.c.owner).where(conversation.c.channel == bindparam("channel"))
_STORE = insert(message)


def _counting() -> Update:
    """The messages are everybody's newest, unread by all but the sender, who has them read if all before them was."""
    here = conversation.c
    time = bindparam("last", type_=BigInteger())
    is_own = here.owner == bindparam("by", type_=String())
    return (
        update(conversation)
        .where(here.channel == bindparam("in", type_=String()))
        .values(
            listed=True,
            activity=time,
            last_time=time,
            last_id=bindparam("newest", type_=MessageId()),
            unread=here.unread + case((is_own, 0), else_=bindparam("count", type_=Integer())),
            read_time=case((and_(is_own, here.unread == 0), time), else_=here.read_time),
        )
    )


# Built once: building them takes longer than what they do.
_COUNT = _counting()
