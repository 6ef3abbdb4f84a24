"""One account on the local service in memory, and devices of it: a browser's store each, with files that stay."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

from tests.client.network import NO_WAITING
from tests.journals import in_file as journal_in
from tests.removal.faults import Way
from tests.server.worlds import APP_KEY, NOON, text, world
from tui.archive import open_archive
from tui.client import RoamingClient, in_memory
from tui.models import ChatMessage, ConversationKey, ConversationType
from tui.protocol.viewpoint import Viewpoint
from tui.removal.entries import Entry, OpenJournal
from tui.removal.rules import Rules
from tui.server.service import Service
from tui.store import Account, Opened, Store
from tui.store.archive import Archive
from tui.store.service import Report
from tui.timeline.rows import MessageRow
from tui.timeline.timeline import Side

BOB = ConversationKey("bob", ConversationType.SINGLE)
CAROL = ConversationKey("carol", ConversationType.SINGLE)
ALICE = Account("alice", APP_KEY, "alice@support")


@dataclass
class Clock:
    """Time that passes only when it is told to; in ms since 1970."""

    now: int = NOON + 10_000_000
    _sleepers: list[tuple[int, asyncio.Future[None]]] = field(default_factory=list)

    async def sleep(self, seconds: float) -> None:
        woken = asyncio.get_running_loop().create_future()
        self._sleepers.append((self.now + round(seconds * 1000), woken))
        await woken

    def advance(self, seconds: float) -> None:
        self.now += round(seconds * 1000)
        for at, sleeper in self._sleepers:
            if at <= self.now and not sleeper.done():
                sleeper.set_result(None)
        self._sleepers = [each for each in self._sleepers if not each[1].done()]


@dataclass(frozen=True)
class Guards:
    """What keeps deletions right; a test that takes one away must then find what goes wrong."""

    client: type[RoamingClient] = RoamingClient
    journal: Callable[[OpenJournal], OpenJournal] = lambda journal: journal
    sleep: Callable[[Clock], Callable[[float], Awaitable[None]]] = lambda clock: clock.sleep


class Device:
    """A browser of alice's. `store` is the one that runs now."""

    def __init__(self, service: Service, folder: Path, clock: Clock, guards: Guards, *, grace: float = 10) -> None:
        self.way = Way(in_memory(service.app))
        self.clock = clock
        self._token = service.token_of("alice")
        self.journal_path = folder / "alice.journal"
        self._folder, self._guards, self._grace = folder, guards, grace
        self.store = self._made()

    async def start(self) -> None:
        await self.store.start()

    async def restart(self) -> None:
        """End as a program does that is told to, and start again."""
        await self.store.close()
        self.store = self._made()
        await self.start()

    async def close(self) -> None:
        await self.store.close()

    async def advance(self, seconds: float) -> None:
        """Let time pass, and what is due then be sent to its end."""
        await _turns()  # who has just begun to wait is to be waiting
        self.clock.advance(seconds)
        await _turns()
        await self.store.removals.sent()

    async def journal(self) -> list[Entry]:
        """All entries, oldest first."""
        journal = await journal_in(self.journal_path)()
        try:
            return journal.entries()[::-1]
        finally:
            journal.close()

    def shown(self, key: ConversationKey = BOB) -> list[ChatMessage]:
        return list(self.store.histories.loaded(key))

    def _made(self) -> Store:
        return Store(
            self.open_service,
            self.open_archive,
            now=lambda: self.clock.now,
            account=ALICE,
            open_journal=self._guards.journal(journal_in(self.journal_path)),
            rules=Rules(grace_seconds=self._grace),
            sleep=self._guards.sleep(self.clock),
        )

    async def open_service(self, report: Report) -> Opened:
        client = self._guards.client(
            APP_KEY,
            "alice",
            rest_url="http://127.0.0.1",
            token=self._token,
            transport=self.way,
            pacing=NO_WAITING,
        )
        return Opened(client, ALICE, client.aclose)

    async def open_archive(self) -> Archive:
        return open_archive(self._folder / "alice.db", Viewpoint("alice"), lambda: self.clock.now)


async def _turns() -> None:
    for _turn in range(5):
        await asyncio.sleep(0)


def filled(count: int = 30, others: int = 3) -> Service:
    """A service where alice has `count` messages with bob, three at each time, and some with carol.

    Nobody has a password there: to compare one is slow on purpose, and would take most of the time of a long run.
    """
    records = [text(number, "bob", "alice", time=NOON + number // 3 * 1000) for number in range(1, count + 1)]
    records += [text(900_000 + number, "carol", "alice", time=NOON + number) for number in range(others)]
    service = Service.create(app_key=APP_KEY)
    service.load_world(world(*records), None)
    return service


class Truth:
    """What the service has, asked for by somebody on whose way nothing happens."""

    def __init__(self, service: Service) -> None:
        self.client = RoamingClient(
            APP_KEY,
            "alice",
            rest_url="http://127.0.0.1",
            token=service.token_of("alice"),
            transport=in_memory(service.app),
        )

    async def messages(self, key: ConversationKey = BOB) -> dict[str, int]:
        """The ids and times of all messages of a conversation."""
        found: dict[str, int] = {}
        cursor: str | None = None
        while True:
            page = await self.client.get_history_messages(key.id, key.type, cursor, 50)
            found.update({message.id: message.time for message in page.messages})
            if page.is_last or page.cursor is None:
                return found
            cursor = page.cursor

    async def listed(self) -> set[ConversationKey]:
        page = await self.client.get_server_conversations(page_size=50)
        return {each.key for each in page.conversations}

    async def remove(self, ids: Iterable[str], key: ConversationKey = BOB) -> None:
        """Another device removes these."""
        await self.client.remove_history_messages(key.id, key.type, list(ids))

    async def aclose(self) -> None:
        await self.client.aclose()


@dataclass
class Play:
    """One device on a service, and what the service really has."""

    service: Service
    device: Device
    truth: Truth

    @property
    def store(self) -> Store:
        return self.device.store

    @property
    def sent_ids(self) -> list[list[str]]:
        """The ids of each request that left, in order."""
        return [request.url.params["msgIdList"].split(",") for request in self.device.way.sent]

    async def open(self, key: ConversationKey = BOB) -> list[ChatMessage]:
        """Open a conversation and load all of it."""
        await self.store.histories.open(key)
        for _page in range(200):
            if self.store.histories.snapshot(key).message_count == len(await self.truth.messages(key)):
                break
            await self.store.histories.load(key, Side.OLDER)
        return list(self.store.histories.loaded(key))

    def visible(self, key: ConversationKey = BOB) -> list[str]:
        return [row.key for row in self.store.histories.snapshot(key).rows if isinstance(row, MessageRow)]


@asynccontextmanager
async def playing(
    folder: Path, count: int = 30, *, grace: float = 0, guards: Guards | None = None
) -> AsyncIterator[Play]:
    """A device that has started on a service where alice has `count` messages with bob."""
    service = filled(count)
    device, truth = Device(service, folder, Clock(), guards or Guards(), grace=grace), Truth(service)
    await device.start()
    try:
        yield Play(service, device, truth)
    finally:
        await device.close()
        await truth.aclose()
        service.close()
