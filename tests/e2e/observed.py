"""The whole browser over a real server, with another phone beside it that reads what the server really has."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, closing
from dataclasses import dataclass, field
from pathlib import Path

from tests import archives, journals
from tests.app.driving import ACCOUNT, settle, until
from tests.app.graceful import GRACE, Seat
from tests.client.network import NO_WAITING
from tests.commands.worlds import APP_KEY, USER
from tests.e2e.histories import record
from tests.e2e.other_phone import ACTS, OtherPhone
from tests.e2e.proxy import Accident, Proxy, proxied
from tests.e2e.running import PASSWORD, Server
from tests.removal.world import Clock, Guards
from tui.app.app import RoamApp
from tui.client import RoamingClient
from tui.models import ChatMessage, ConversationKey, ConversationType
from tui.removal.entries import UNCERTAIN, Result, State
from tui.removal.plan import ByIds
from tui.removal.rules import Rules
from tui.server.service import Service
from tui.store import Opened, OpenService, Report, Store
from tui.timeline.rows import MessageRow

ALL = Guards()


@dataclass
class Storm:
    """Accidents to come, each for the next removal that is on its way; before it arrives, the other phone acts."""

    phone: OtherPhone
    loop: asyncio.AbstractEventLoop
    accidents: list[Accident] = field(default_factory=list)
    requests: list[bytes] = field(default_factory=list)

    async def meet(self, request: bytes) -> Accident:
        """In the loop of the proxy."""
        if not request.startswith(b"DELETE "):
            return Accident.NONE
        self.requests.append(request)
        await asyncio.wrap_future(asyncio.run_coroutine_threadsafe(self.phone.act(), self.loop))
        return self.accidents.pop(0) if self.accidents else Accident.NONE


@dataclass
class Browser(Seat):
    """Amy at the application, with her other phone, and what there was before."""

    storm: Storm
    journal: Path
    before: dict[str, ChatMessage] = field(default_factory=dict)

    @property
    def phone(self) -> OtherPhone:
        return self.storm.phone

    async def choose(self, count: int) -> None:
        """Mark the newest messages, in the archive or on the screen."""
        key = self.phone.key
        await self.load_all(key)
        self.phone.chosen = list(self.before)[:count]
        self.pane.mark(key, await self.store.previews.messages(key, self.phone.chosen))

    async def removed_by_the_journal(self) -> set[str]:
        """The ids of what is gone by the deletions that the journal has, all of which are over."""
        found = set()
        with closing(await journals.in_file(self.journal)()) as journal:
            for entry in journal.entries():
                assert isinstance(entry.removal.target, ByIds)
                assert entry.state in (State.APPLIED, State.FAILED)
                assert not set(entry.results) & set(UNCERTAIN)
                results = zip(entry.removal.target.ids, entry.results, strict=True)
                found |= {each for each, result in results if result is Result.DONE}
        return found

    async def check(self, meant: set[str]) -> None:
        """Record by record: what is gone was meant or went elsewhere, what was meant is gone, all else is as it was."""
        there = await self.phone.history()
        wrongly = self.before.keys() - there.keys() - meant - self.phone.removed
        assert not wrongly, f"wrongly deleted: {sorted(wrongly)}"
        silently = there.keys() & (meant | self.phone.removed)
        assert not silently, f"silently not deleted: {sorted(silently)}"
        assert there.keys() - self.before.keys() == self.phone.arrived - self.phone.removed
        changed = [each for each in there.keys() & self.before if record(there[each]) != record(self.before[each])]
        assert not changed, f"changed: {changed}"

    async def shows_what_is_there(self) -> None:
        there = await self.phone.history()
        await until(self.pilot, lambda: self._shown() <= there.keys() and max(there, default="") in self._shown())

    def _shown(self) -> set[str]:
        rows = self.store.histories.snapshot(self.phone.key).rows
        return {row.key for row in rows if isinstance(row, MessageRow)}


@asynccontextmanager
async def browsing(
    server: Server, database: str, name: str, folder: Path, acts: Sequence[str] = ACTS, guards: Guards = ALL
) -> AsyncIterator[Browser]:
    """Amy reads what she has with `name`, by way of a proxy; her other phone, which does `acts`, needs none."""
    key, clock = ConversationKey(name, ConversationType.SINGLE), Clock()
    with closing(Service.create(database, APP_KEY)) as service, proxied(server.port) as proxy:
        async with RoamingClient(APP_KEY, USER, rest_url=server.rest_url, password=PASSWORD) as client:
            storm = Storm(OtherPhone(client, service, key, acts), asyncio.get_running_loop())
            proxy.accident = storm.meet
            store = Store(
                opening(proxy, guards),
                archives.in_file(folder / "amy.db"),
                now=lambda: clock.now,
                account=ACCOUNT,
                open_journal=journals.in_file(folder / "amy.journal"),
                rules=Rules(grace_seconds=GRACE),
                sleep=guards.sleep(clock),
            )
            before = await storm.phone.history()
            async with RoamApp(store).run_test(size=(80, 24), notifications=True) as pilot:
                await settle(pilot)
                browser = Browser(pilot, store, clock, storm, folder / "amy.journal", before)
                browser.main.open(key)
                await settle(pilot)
                yield browser


def opening(proxy: Proxy, guards: Guards) -> OpenService:
    async def open_service(report: Report) -> Opened:
        client = guards.client(APP_KEY, USER, rest_url=proxy.rest_url, password=PASSWORD, pacing=NO_WAITING)
        return Opened(client, ACCOUNT, client.aclose, client.follow)

    return open_service
