"""The browser deletes over a bad network while another device acts at every step: exactly what was meant is gone.

What the server has afterwards is read record by record. With ROAM_SEQUENCES set, every accident meets every number of
marks, five thousand among them, and a deletion is undone at every tenth of a second.
"""

from __future__ import annotations

import asyncio
import os
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, closing
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from tests import archives, journals
from tests.app.driving import ACCOUNT, settle, until
from tests.app.graceful import GRACE, Seat
from tests.client.network import NO_WAITING
from tests.commands.worlds import APP_KEY, USER, friend_messages, small_world
from tests.e2e.histories import record
from tests.e2e.other_phone import OtherPhone
from tests.e2e.proxy import Accident, Proxy, proxied
from tests.e2e.running import PASSWORD, Server, clean_environment, serving
from tests.removal.test_controls import Widening, no_waiting
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

IS_LONG = "ROAM_SEQUENCES" in os.environ
COUNT = 60
ALL = Guards()
LASTING = 8
"""So many requests in a row meet with an accident that the client's own tries do not get past it."""

SIZES = (1, 21, 50, 51, 5_000) if IS_LONG else (1, 21, 50, 51)
ACCIDENTS = [(accident, times) for accident in Accident for times in (1, LASTING)]
ACCIDENTS.remove((Accident.NONE, LASTING))
STOPPING = [(Accident.CUT, LASTING), (Accident.BUSY, 1), (Accident.BUSY, LASTING), (Accident.UNAVAILABLE, LASTING)]
"""Those after which a deletion has to be gone on with; 429 is never tried again without a word on when."""

CASES = [
    (size, accident, times)
    for number, (accident, times) in enumerate(ACCIDENTS)
    for size in (SIZES if IS_LONG else [SIZES[number % len(SIZES)]])
]


def friend(size: int, accident: Accident, times: int) -> str:
    return f"{accident.name.lower()}-{times}-{size}"


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> str:
    url = f"sqlite:///{tmp_path_factory.mktemp('faults') / 'roam.db'}"
    with closing(Service.create(url, APP_KEY, conversations_kept=None)) as service:
        service.load_world(small_world(["undone", "widened", "hasty"], COUNT), PASSWORD)
        for number, case in enumerate(CASES):
            first_id = 10_000_000 + 10_000 * number
            service.ingest(None).store(friend_messages(friend(*case), max(COUNT, case[0] + 9), first_id=first_id))
    return url


@pytest.fixture(scope="module")
def server(database: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with serving(database, clean_environment(tmp_path_factory.mktemp("home")), 0, "--keep", "0") as running:
        yield running


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
    server: Server, database: str, name: str, folder: Path, first: int = 0, guards: Guards = ALL
) -> AsyncIterator[Browser]:
    """Amy reads what she has with `name`, by way of a proxy; her other phone, which begins with the act `first`, goes
    there straight.
    """
    key, clock = ConversationKey(name, ConversationType.SINGLE), Clock()
    with closing(Service.create(database, APP_KEY)) as service, proxied(server.port) as proxy:
        async with RoamingClient(APP_KEY, USER, rest_url=server.rest_url, password=PASSWORD) as client:
            storm = Storm(OtherPhone(client, service, key, first), asyncio.get_running_loop())
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


async def remove(browser: Browser, size: int, accidents: list[Accident]) -> bool:
    """Remove the newest messages and go on until they are gone; returns whether that had to be gone on with.

    The other phone acts after each step.
    """
    phone = browser.phone
    await browser.choose(size)
    await phone.act()
    await browser.ask("d")
    await phone.act()
    await browser.press("y")
    await phone.act()
    browser.storm.accidents = accidents
    await browser.pass_time(GRACE)
    browser.storm.accidents = []
    had_to_go_on = bool(browser.said)
    while browser.said:
        assert "still there" in browser.said
        await phone.act()
        await browser.ask("r")
        await browser.press("y")
        await browser.pass_time(GRACE)
    return had_to_go_on


@pytest.mark.parametrize(("size", "accident", "times"), CASES)
async def test_only_what_was_meant_goes(
    server: Server, database: str, tmp_path: Path, size: int, accident: Accident, times: int
) -> None:
    name, first = friend(size, accident, times), CASES.index((size, accident, times)) if size > 1 else 0
    async with browsing(server, database, name, tmp_path, first) as browser:
        had_to_go_on = await remove(browser, size, [accident] * times)
        assert had_to_go_on == (size > 1 and (accident, times) in STOPPING)
        assert len(browser.storm.requests) >= size // 20
        await browser.check(set(browser.phone.chosen))
        assert await browser.removed_by_the_journal() <= set(browser.phone.chosen)
        await browser.shows_what_is_there()


async def test_a_client_that_widens_is_found_out(server: Server, database: str, tmp_path: Path) -> None:
    async with browsing(server, database, "widened", tmp_path, guards=Guards(client=Widening)) as browser:
        await remove(browser, 21, [Accident.LATE])
        with pytest.raises(AssertionError, match="wrongly deleted"):
            await browser.check(set(browser.phone.chosen))


async def undone(browser: Browser, step: int) -> None:
    """Undo a deletion at every `step` tenths of a second, while the other phone acts."""
    await browser.choose(3)
    chosen, browser.phone.chosen = browser.phone.chosen, []
    for tenths in range(0, 10 * GRACE, step):
        await browser.ask("d")
        await browser.phone.act()
        await browser.press("y")
        await browser.pass_time(tenths / 10)
        await browser.press("z")
        await browser.pass_time(2 * GRACE)
    await browser.check(set())
    browser.phone.chosen = chosen


async def test_undone_at_every_tenth_nothing_is_sent(server: Server, database: str, tmp_path: Path) -> None:
    async with browsing(server, database, "undone", tmp_path) as browser:
        await undone(browser, 1 if IS_LONG else GRACE)
        assert browser.storm.requests == []
        await browser.ask("d")
        await browser.press("y")
        await browser.pass_time(GRACE)
        await browser.press("z")
        assert len(browser.storm.requests) == 1
        await browser.check(set(browser.phone.chosen))


async def test_a_time_to_undo_that_is_none_is_found_out(server: Server, database: str, tmp_path: Path) -> None:
    async with browsing(server, database, "hasty", tmp_path, guards=Guards(sleep=no_waiting)) as browser:
        with pytest.raises(AssertionError, match="wrongly deleted"):
            await undone(browser, 5 * GRACE)
