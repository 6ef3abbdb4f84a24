"""Messages that are sent together: as if one had been sent after the other."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import Row, insert, select, update

from tests.server.running import database_url
from tests.server.worlds import APP_KEY, GROUP, NOON, PASSWORD, in_group, text, world
from tui.errors import ArgumentError
from tui.protocol import msync_pb2 as pb
from tui.server import queues
from tui.server.posting import read_all
from tui.server.schema import conversation, live_item, message
from tui.server.service import Service

Saying = tuple[str, str, str, str | None]

pairs = st.sampled_from([
    ("alice", "bob"), ("bob", "alice"), ("alice", "alice"), ("dave", "bob"), ("alice", GROUP), ("bob", GROUP),
])  # fmt: skip


@contextmanager
def talked_before() -> Iterator[Service]:
    """A service with two conversations and two connected users; alice has read one of them to its end."""
    with closing(Service.create(app_key=APP_KEY, clock=lambda: NOON / 1000 + 100)) as service:
        service.load_world(world(in_group(1, "bob"), text(2, "bob", "alice")), PASSWORD)
        with service.database.writing() as connection:
            connection.execute(update(conversation).values(unread=2))
            read_all(connection, "alice", "groupchat", GROUP)
            for user in ("alice", "bob"):
                queues.enter(connection, user, "web_1", NOON)
        yield service


def seats(service: Service) -> list[Row[tuple[str, ...]]]:
    here = conversation.c
    counted = (here.owner, here.peer, here.listed, here.activity, here.last_time, here.unread, here.read_time)
    newest = (message.c.channel == here.channel) & (message.c.id == here.last_id)
    query = select(*counted, message.c.payload).outerjoin_from(conversation, message, newest)
    with service.database.reading() as connection:
        return list(connection.execute(query.order_by(here.owner, here.peer)))


def histories(service: Service) -> list[Row[tuple[str, int, str]]]:
    here = message.c
    query = select(here.channel, here.time, here.payload).order_by(here.channel, here.time, here.id)
    with service.database.reading() as connection:
        return list(connection.execute(query))


def queued(service: Service, user: str) -> list[bytes]:
    """The contents of what waits for a user, in its order."""
    with service.database.reading() as connection:
        waiting = queues.waiting(connection, user, "web_1", 0, 100)
    return [pb.Meta.FromString(item.meta).payload for item in waiting]


@settings(max_examples=40)
@given(st.lists(pairs, max_size=12))
def test_sent_together_is_as_sent_one_after_the_other(sent: Sequence[tuple[str, str]]) -> None:
    sayings: list[Saying] = [(sender, to, f"number {at}", None) for at, (sender, to) in enumerate(sent)]
    with talked_before() as together, talked_before() as apart:
        ids = together.say_all(sayings)
        for saying in sayings:
            apart.say(*saying)
        assert ids == sorted(ids, key=int)
        assert seats(together) == seats(apart)
        assert histories(together) == histories(apart)
        for user in ("alice", "bob", "dave"):
            assert queued(together, user) == queued(apart, user)


def test_where_one_cannot_be_sent_none_is() -> None:
    with talked_before() as service:
        before = (seats(service), histories(service))
        with pytest.raises(ArgumentError):
            service.say_all(
                [("alice", "bob", "yes", None), ("alice", "dave", "yes", None), ("dave", GROUP, "no", "group")]
            )
        assert (seats(service), histories(service)) == before
        assert queued(service, "bob") == []


def test_others_read_while_very_many_are_being_sent(tmp_path: Path) -> None:
    """What a transaction has changed may be more than its cache holds."""
    with closing(Service.create(database_url(tmp_path), APP_KEY)) as service:
        service.load_world(world(text(1, "bob", "alice")), PASSWORD)
        with service.database.writing() as connection:
            rows = [{"owner": "bob", "key": key, "sent_by": "", "meta": bytes(1_000)} for key in range(10_000)]
            connection.execute(insert(live_item), rows)
            assert len(histories(service)) == 1
