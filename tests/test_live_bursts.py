"""Messages that stream in over connections that break: from who says them to the screen and the archive."""

from __future__ import annotations

import asyncio
import random
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, closing
from functools import partial

import pytest

from tests.archives import in_memory as archive_in_memory
from tui.archive import Archive
from tui.client import RoamingClient, in_memory
from tui.client.live import Patience
from tui.client.sockets import Connect, Socket, connect_in_memory, lost
from tui.live import LIVE
from tui.models import ConversationKey, ConversationType
from tui.protocol.records import Record
from tui.runs import position
from tui.server.service import Service
from tui.server.world import World
from tui.store import Account, Opened, Report, Store
from tui.timeline.rows import GapRow, MessageRow
from tui.timeline.timeline import Side

BOB = ConversationKey("bob", ConversationType.SINGLE)
APP_KEY, PASSWORD = "acme#support", "sesame"
BURSTS = 8


def breaking(connect: Connect, chance: random.Random) -> Connect:
    """Connections that are lost after a few frames, each after another number."""

    @asynccontextmanager
    async def connected(address: str) -> AsyncIterator[Socket]:
        async with connect(address) as socket:
            yield _Breaking(socket, chance.randint(2, 9))

    return connected


class _Breaking:
    def __init__(self, socket: Socket, frames: int) -> None:
        self._socket = socket
        self._left = frames

    async def send(self, data: bytes) -> None:
        await self._socket.send(data)

    async def receive(self) -> bytes:
        data = await self._socket.receive()
        self._left -= 1
        if not self._left:
            raise lost("cut")
        return data


class Watcher:
    """Follows a store; `look` is what must be true of everything that it ever shows."""

    def __init__(self, store: Store, look: Callable[[], None]) -> None:
        self._news = asyncio.Event()
        store.subscribe(self._news.set)
        self._look = look

    async def until(self, true: Callable[[], bool]) -> None:
        async with asyncio.timeout(40):
            while not true():
                self._news.clear()
                await self._news.wait()
                self._look()


def shown(store: Store) -> list[str]:
    return [row.key for row in store.histories.snapshot(BOB).rows if isinstance(row, MessageRow)]


def holes(store: Store) -> list[GapRow]:
    return [row for row in store.histories.snapshot(BOB).rows if isinstance(row, GapRow)]


def first_words() -> Record:
    payload = {"bodies": [{"type": "txt", "msg": "hello"}], "ext": {}, "from": "bob", "to": "amy"}
    return Record("1001", 1_718_000_000_000, "bob", "amy", "chat", payload)


async def archived(archive: Archive) -> list[str]:
    """The ids of everything that is archived, oldest first."""
    found: list[str] = []
    last = None
    while True:
        stretch = await archive.newer(BOB, last, 500)
        found += [message.id for message in stretch.messages]
        if stretch.is_last:
            return found
        last = position(stretch.messages[-1])


@pytest.mark.parametrize("seed", range(4))
async def test_bursts_over_a_line_that_breaks_lose_nothing_and_bring_nothing_twice(seed: int) -> None:
    chance = random.Random(seed)
    with closing(Service.create(app_key=APP_KEY)) as service:
        service.load_world(World({"amy": "Amy", "bob": "Bob"}, records=(first_words(),)), PASSWORD)
        client = RoamingClient(
            APP_KEY, "amy", rest_url="http://127.0.0.1", password=PASSWORD, transport=in_memory(service.app)
        )
        patience = Patience(first=0.01, longest=0.01, random=chance.random)
        follow = partial(client.follow, connect=breaking(connect_in_memory(service.app), chance), patience=patience)
        archive = await archive_in_memory()

        async def opened(report: Report) -> Opened:
            return Opened(client, Account("amy", APP_KEY, "amy"), client.aclose, follow)

        async def opened_archive() -> Archive:
            return archive

        store = Store(opened, opened_archive)

        def look() -> None:
            seen = shown(store)
            assert seen == sorted(set(seen), key=int)

        watcher = Watcher(store, look)
        await store.start()
        await store.histories.open(BOB)
        await watcher.until(lambda: store.live == LIVE)
        said = ["1001"]
        for _burst in range(BURSTS):
            said += await asyncio.to_thread(
                service.say_all, [("bob", "amy", f"number {each}", "chat") for each in range(chance.randint(1, 200))]
            )
            if chance.random() < 0.5:
                await store.histories.go_to_end(BOB, chance.choice([*Side]))
            await asyncio.sleep(0)
        await store.histories.go_to_end(BOB, Side.NEWER)
        await watcher.until(lambda: shown(store)[-1:] == said[-1:])
        while gaps := holes(store):  # where a connection was lost it is not known that nothing is missing
            await store.histories.fill(BOB, gaps[0].message_key, Side.OLDER)
        assert shown(store) == said[-len(shown(store)) :]
        assert await archived(archive) == said
        await store.close()
