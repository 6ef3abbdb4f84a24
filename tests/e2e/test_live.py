"""A message put into the database of a running server arrives at who follows it."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import select

from tests.archives import in_memory
from tests.e2e.running import APP_KEY, PASSWORD, clean_environment, roam, serving
from tests.server.test_live import Phone
from tests.server.worlds import text, world
from tui import live
from tui.client import RoamingClient
from tui.config import Connection
from tui.live import LivePhase
from tui.models import ConversationKey, ConversationType
from tui.opening import open_connection
from tui.server.schema import live_device
from tui.server.service import Service
from tui.store import Store
from tui.timeline.rows import MessageRow

BOB = ConversationKey("bob", ConversationType.SINGLE)


async def test_what_is_said_by_command_arrives_over_the_network(tmp_path: Path) -> None:
    database = f"sqlite:///{tmp_path / 'service.db'}"
    service = Service.create(database, APP_KEY)
    service.load_world(world(text(1, "bob", "alice")), PASSWORD)
    service.close()
    environment = clean_environment(tmp_path)
    with serving(database, environment) as server:
        async with RoamingClient(APP_KEY, "alice", rest_url=server.rest_url, password=PASSWORD) as client:
            device = Phone(client)
            following = asyncio.create_task(client.follow(device.deliver, device.report))
            await device.until(lambda: live.LIVE in device.states)
            command = ("say", "alice", "hello", "--as", "bob", "--db", database, "--app-key", APP_KEY)
            done = await asyncio.to_thread(roam, *command, environment=environment)
            assert done.returncode == 0, done.stderr
            (event,) = await device.told(1)
            following.cancel()
            await asyncio.wait([following])
    assert isinstance(event, live.MessageReceived)
    assert event.message.id == done.stdout.strip()


def test_a_program_is_told_the_id_of_what_was_said_in_an_object(tmp_path: Path) -> None:
    database = f"sqlite:///{tmp_path / 'service.db'}"
    with closing(Service.create(database, APP_KEY)) as service:
        service.load_world(world(text(1, "bob", "alice")), PASSWORD)
    command = ("say", "alice", "hello", "--as", "bob", "--db", database, "--app-key", APP_KEY, "--json")
    done = roam(*command, environment=clean_environment(tmp_path))
    assert (done.returncode, done.stderr) == (0, "")
    told = json.loads(done.stdout)
    assert list(told) == ["id"]
    assert told["id"].isdigit()


def test_nobody_says_what_cannot_be_said(tmp_path: Path) -> None:
    database = f"sqlite:///{tmp_path / 'service.db'}"
    Service.create(database).close()
    done = roam("say", "alice", "hello", "--as", "bob", "--db", database, environment=clean_environment(tmp_path))
    assert (done.returncode, done.stdout) == (2, "")
    assert "alice" in done.stderr


@pytest.mark.parametrize("address", ["sqlite:///{}/sevrice.db", "sqlite://"])
def test_nothing_is_said_into_a_database_that_is_not_there(tmp_path: Path, address: str) -> None:
    environment = clean_environment(tmp_path)
    done = roam("say", "alice", "hello", "--as", "bob", "--db", address.format(tmp_path), environment=environment)
    assert (done.returncode, done.stdout, len(done.stderr.splitlines())) == (2, "", 1)
    assert "there is no database" in done.stderr
    assert list(tmp_path.iterdir()) == []


async def test_a_browser_catches_up_after_the_server_was_killed(tmp_path: Path) -> None:
    database = f"sqlite:///{tmp_path / 'service.db'}"
    with closing(Service.create(database, APP_KEY)) as service:
        service.load_world(world(text(1, "bob", "alice")), PASSWORD)
        environment = clean_environment(tmp_path)
        with serving(database, environment) as server:
            store = Store(open_connection(Connection(APP_KEY, "alice", server.rest_url, password=PASSWORD)), in_memory)
            news = asyncio.Event()
            store.subscribe(news.set)
            await store.start()
            await store.histories.open(BOB)
            await until(news, lambda: store.live == live.LIVE)
            server.process.kill()
            await until(news, lambda: store.live.phase is LivePhase.OFFLINE)
        missed = [service.say("bob", "alice", f"number {number}") for number in range(3)]
        with serving(database, environment, server.port):
            await until(news, lambda: shown(store)[1:] == missed)
            after = service.say("bob", "alice", "and on")
            await until(news, lambda: shown(store)[1:] == [*missed, after])
            last = store.conversations.last_message(BOB)
            assert last is not None
            assert last.id == after
            await store.close()


async def test_no_live_opens_no_connection(tmp_path: Path) -> None:
    database = f"sqlite:///{tmp_path / 'service.db'}"
    with closing(Service.create(database, APP_KEY)) as service:
        service.load_world(world(text(1, "bob", "alice")), PASSWORD)
        with serving(database, clean_environment(tmp_path)) as server:
            connection = Connection(APP_KEY, "alice", server.rest_url, password=PASSWORD, live=False)
            store = Store(open_connection(connection), in_memory)
            await store.start()
            assert store.live == live.OFF
            await store.close()
        with service.database.reading() as rows:
            assert rows.execute(select(live_device)).all() == []


async def until(news: asyncio.Event, true: Callable[[], bool]) -> None:
    """Wait for what the store tells of."""
    async with asyncio.timeout(40):
        while not true():
            news.clear()
            await news.wait()


def shown(store: Store) -> list[str]:
    return [row.key for row in store.histories.snapshot(BOB).rows if isinstance(row, MessageRow)]
