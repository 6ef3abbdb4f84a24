"""One account's service, its live connection and its archive's file, with a browser that comes and goes."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Coroutine, Iterable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from tests import journals
from tests.archives import in_file, settled
from tests.model_service import START, ModelService, message
from tui import live
from tui.errors import RoamingError, TransportError
from tui.live import LiveEvent, LivePhase, LiveStatus
from tui.models import ChatMessage, Conversation, ConversationKey, ConversationType, TextBody
from tui.store import Account, OpenArchive, Opened, Store
from tui.store.archive import Archive
from tui.store.service import Report
from tui.store.snapshots import HistorySnapshot
from tui.timeline.rows import EdgeRow, FloorRow, GapRow, MessageRow, NewRow, RecallRow
from tui.timeline.timeline import EdgeState, Side

BOB = ConversationKey("bob", ConversationType.SINGLE)
AMY = Account("amy", "acme#support", "amy@support")


@dataclass
class Live:
    """The live connection of a store, told what to say."""

    service: ModelService
    now: int = START
    left: bool = False
    take: Callable[[Sequence[LiveEvent]], None] = field(default=lambda events: None)
    report: Callable[[LiveStatus], None] = field(default=lambda status: None)

    async def follow(
        self, deliver: Callable[[Sequence[LiveEvent]], None], report: Callable[[LiveStatus], None]
    ) -> None:
        self.take, self.report = deliver, report
        try:
            await asyncio.Event().wait()
        finally:
            self.left = True

    def deliver(self, *events: LiveEvent) -> None:
        """Tell of events, all at once."""
        self.take(events)

    def connect(self) -> None:
        self.report(live.LIVE)
        self.deliver(live.Connected("roam_1"))

    def send(self, *messages: ChatMessage) -> None:
        """Messages that are stored and told of."""
        for each in messages:
            self.service.messages[ConversationKey(each.conversation_id("amy"), each.conversation_type)].append(each)
            self.deliver(live.MessageReceived(each))


class Browser:
    """A store over a service, seen as its snapshots; `link` is its live connection.

    `gate`: None, or what has to be set before the service can be opened. `failures`: why it cannot be, a try each.
    `opened`: the archives that were opened.
    """

    def __init__(self, service: ModelService, archive: OpenArchive, *, retention_days: int | None = None) -> None:
        self.service = service
        self.link = Live(service)
        self.follows = True
        self.reachable = True
        self.gate: asyncio.Event | None = None
        self.failures: list[RoamingError] = []
        self.opened: list[Archive] = []
        self._open_archive = archive
        self.store = Store(
            self._open,
            self._keep,
            now=lambda: self.link.now,
            account=AMY,
            retention_days=retention_days,
            open_journal=journals.in_memory,
        )

    async def _open(self, report: Report) -> Opened:
        if self.gate is not None:
            await self.gate.wait()
        if self.failures:
            raise self.failures.pop()
        if not self.reachable:
            raise TransportError("no route to rest.example")
        return Opened(self.service, AMY, self.service.aclose, self.link.follow if self.follows else None)

    async def _keep(self) -> Archive:
        self.opened.append(await self._open_archive())
        return self.opened[-1]

    async def start(self, *, connect: bool = True) -> None:
        """Start, and where it can be, be live."""
        await self.store.start()
        await settled()
        if connect and self.reachable and self.follows:
            self.link.connect()
            await settled()

    def cut(self) -> None:
        """The live connection is lost."""
        self.link.report(LiveStatus(LivePhase.OFFLINE, START))

    async def open(self, key: ConversationKey = BOB) -> None:
        await self.store.histories.open(key)
        await settled()

    async def load(self, side: Side, key: ConversationKey = BOB) -> None:
        await self.store.histories.load(key, side)
        await settled()

    async def load_all(self, side: Side, key: ConversationKey = BOB, limit: int = 100) -> None:
        """Load beyond the edge until there is nothing more to load."""
        for _time in range(limit):
            if self.edge(side, key) not in (EdgeState.MORE, EdgeState.FAILED):
                return
            await self.load(side, key)
        raise AssertionError(f"loading {side} does not come to an end")

    def snapshot(self, key: ConversationKey = BOB) -> HistorySnapshot:
        return self.store.histories.snapshot(key)

    def messages(self, key: ConversationKey = BOB) -> list[MessageRow]:
        return [row for row in self.snapshot(key).rows if isinstance(row, MessageRow)]

    def shown(self, key: ConversationKey = BOB) -> list[int]:
        return [int(row.key) for row in self.messages(key)]

    def recalls(self, key: ConversationKey = BOB) -> list[str]:
        """Who recalled something, in the order of the lines that say so."""
        return [row.who for row in self.snapshot(key).rows if isinstance(row, RecallRow)]

    def drawn(self, key: ConversationKey = BOB, *, new: bool = True) -> str:
        """The messages' numbers, runs as `1-9`, with `~` for a gap, `_` for the floor and `*` for what is new."""
        told: list[str] = []
        run: list[int] = []

        def flush() -> None:
            if run:
                told.append(str(run[0]) if len(run) == 1 else f"{run[0]}-{run[-1]}")
                run.clear()

        for row in self.snapshot(key).rows:
            match row:
                case MessageRow():
                    if run and int(row.key) != run[-1] + 1:
                        flush()
                    run.append(int(row.key))
                case NewRow() if not new:
                    pass
                case GapRow() | FloorRow() | NewRow():
                    flush()
                    told.append({GapRow: "~", FloorRow: "_", NewRow: "*"}[type(row)])
                case _:
                    pass
        flush()
        return " ".join(told)

    def edge(self, side: Side, key: ConversationKey = BOB) -> EdgeState:
        """What is said of an edge; of the newer one nothing is said at its end."""
        rows = self.snapshot(key).rows
        return next((row.state for row in rows if isinstance(row, EdgeRow) and row.side is side), EdgeState.END)

    def only_here(self, key: ConversationKey = BOB) -> list[int]:
        return [int(row.key) for row in self.messages(key) if row.only_here]

    def gaps(self, key: ConversationKey = BOB) -> list[GapRow]:
        return [row for row in self.snapshot(key).rows if isinstance(row, GapRow)]

    def listed(self) -> list[str]:
        return [item.key.id for item in self.store.conversations.snapshot().items if item.listed]

    def only_listed_here(self) -> list[str]:
        return [item.key.id for item in self.store.conversations.snapshot().items if not item.listed]

    async def close(self) -> None:
        await self.store.close()


class World:
    """The service and the archive's file. Every `browser` begun here is closed by `close`."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.service = ModelService()
        self._browsers: list[Browser] = []

    def talk(self, *numbers: int, key: ConversationKey = BOB) -> None:
        """Messages that nobody is told of."""
        self.service.talk(key.id, [replace(message(number), sender=key.id) for number in numbers])

    def browser(self, *, retention_days: int | None = None) -> Browser:
        browser = Browser(self.service, in_file(self.path), retention_days=retention_days)
        self._browsers.append(browser)
        return browser

    async def online(self, *, retention_days: int | None = None) -> Browser:
        browser = self.browser(retention_days=retention_days)
        await browser.start()
        return browser

    async def offline(self) -> Browser:
        """A browser that reaches nobody."""
        browser = self.browser()
        browser.reachable = False
        await browser.start()
        return browser

    def delete(self, *numbers: int, key: ConversationKey = BOB) -> None:
        """Messages go on the server, and nobody is told."""
        gone = set(map(str, numbers))
        self.service.messages[key] = [each for each in self.service.messages[key] if each.id not in gone]

    def edit(self, number: int, text: str, key: ConversationKey = BOB) -> ChatMessage:
        """A message changes on the server; returns it as it is now."""
        kept = self.service.messages[key]
        at = next(index for index, each in enumerate(kept) if each.id == str(number))
        kept[at] = replace(kept[at], body=TextBody(text))
        return kept[at]

    def relist(self, keys: Iterable[ConversationKey]) -> None:
        """Let the service's list have exactly these, with their last messages."""
        self.service.conversations = {
            key: Conversation(key.id, key.type, last_message=self.service.messages[key][-1]) for key in keys
        }

    async def close(self) -> None:
        self.service.recover()
        self.service.release()
        for browser in self._browsers:
            await browser.close()


@asynccontextmanager
async def while_asking(service: ModelService, command: Coroutine[Any, Any, None]) -> AsyncIterator[None]:
    """What is done inside is done while the answer to the request of `command` is on its way."""
    service.hold()
    before = len(service.calls)
    running = asyncio.ensure_future(command)
    await service.called(before + 1)
    yield
    service.release()
    await running
    await settled()


def received(number: int) -> live.MessageReceived:
    return live.MessageReceived(message(number))
