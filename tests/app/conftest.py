"""The application over the real store and a service in memory, and text pictures of its screen."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager, suppress

import pytest
from textual.app import App
from textual.pilot import Pilot
from textual.worker import WorkerCancelled

from tests.model_service import ModelService
from tui.app.app import RoamApp
from tui.app.glyphs import UNICODE, Glyphs
from tui.errors import RoamingError
from tui.store import Account, Opened, Report, Store

ACCOUNT = Account("amy", "acme#support", "amy@support")

Matcher = Callable[[App[None]], None]


class Backend:
    """What the store connects to: it makes its `reports`, waits for `may_open`, fails with `failure` or opens."""

    def __init__(self, service: ModelService) -> None:
        self.service = service
        self.account = ACCOUNT
        self.failure: RoamingError | None = None
        self.reports: list[tuple[str, float | None]] = []
        self.may_open = asyncio.Event()
        self.may_open.set()

    async def open(self, report: Report) -> Opened:
        for detail, progress in self.reports:
            report(detail, progress)
        await self.may_open.wait()
        if self.failure:
            raise self.failure
        return Opened(self.service, self.account, self.service.aclose)


Running = Callable[..., AbstractAsyncContextManager[Pilot[None]]]


@pytest.fixture(autouse=True)
def utc(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Draw local times as if the machine were in UTC."""
    with monkeypatch.context() as changed:
        changed.setenv("TZ", "UTC")
        time.tzset()
        yield
    time.tzset()


@pytest.fixture
def service() -> ModelService:
    return ModelService()


@pytest.fixture
def backend(service: ModelService) -> Backend:
    return Backend(service)


@pytest.fixture
def store(backend: Backend) -> Store:
    return Store(backend.open)


@pytest.fixture
def running(backend: Backend, store: Store) -> Running:
    """Run the application at a size in cells; it has come to rest when the block is entered."""

    @asynccontextmanager
    async def run(columns: int = 80, rows: int = 24, glyphs: Glyphs = UNICODE) -> AsyncIterator[Pilot[None]]:
        app = RoamApp(store, glyphs)
        async with app.run_test(size=(columns, rows), notifications=True) as pilot:
            await pilot.pause()
            if backend.may_open.is_set():
                await settle(pilot)
            yield pilot

    return run


async def settle(pilot: Pilot[None]) -> None:
    """Wait until every command that was given has been answered and drawn. The service must not be held."""
    await pilot.pause()
    while unfinished := [worker for worker in pilot.app.workers if not worker.is_finished]:
        for worker in unfinished:
            with suppress(WorkerCancelled):
                await worker.wait()
        await pilot.pause()


async def until(pilot: Pilot[None], true: Callable[[], bool]) -> None:
    """Wait for something that a held service does not keep from happening."""
    async with asyncio.timeout(20):
        while not true():
            await pilot.pause()


def screen_text(app: App[None]) -> str:
    """What is drawn, without colours; trailing blanks are left out."""
    # The compositor is private to Textual; this is the one place that looks into it.
    strips = app.screen._compositor.render_strips(app.size)
    return "\n".join(strip.text.rstrip() for strip in strips) + "\n"


@pytest.fixture
def matches_picture(request: pytest.FixtureRequest) -> Matcher:
    """Compare the screen with pictures/<test>.txt; `pytest --update-pictures` rewrites it."""
    path = request.path.parent / "pictures" / f"{request.node.name}.txt"

    def check(app: App[None]) -> None:
        drawn = screen_text(app)
        if request.config.getoption("--update-pictures"):
            path.parent.mkdir(exist_ok=True)
            path.write_text(drawn, encoding="utf-8")
        assert drawn == path.read_text(encoding="utf-8")

    return check
