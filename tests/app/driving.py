"""What the tests do with a running application: connect it, wait for it, look at it."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager, suppress
from pathlib import Path
from typing import Any

from textual import events
from textual.app import App
from textual.pilot import Pilot
from textual.strip import Strip
from textual.worker import WorkerCancelled

from tests.model_service import ModelService
from tui.app.app import RoamApp
from tui.app.screens.confirm import ConfirmDialog
from tui.app.screens.main import MainScreen
from tui.errors import RoamingError
from tui.store import Account, Opened, Report, Store

ACCOUNT = Account("amy", "acme#support", "amy@support")

Matcher = Callable[[App[Any]], None]
Running = Callable[..., AbstractAsyncContextManager[Pilot[None]]]


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


def copied(clip: Path) -> str:
    """What is in the clipboard that is a file; '' for nothing."""
    return clip.read_text(encoding="utf-8") if clip.exists() else ""


async def drag(pilot: Pilot[None], *cells: tuple[int, int], release: bool = True) -> None:
    """Press the button at the first cell, move on to the others, and let it go at the last, as a terminal tells it."""
    told: list[events.MouseEvent] = [mouse(events.MouseDown, cells[0])]
    told += [mouse(events.MouseMove, cell) for cell in cells[1:]]
    told += [mouse(events.MouseUp, cells[-1])] if release else []
    for event in told:
        pilot.app.post_message(event)
        await pilot.pause()


def mouse(kind: type[events.MouseEvent], cell: tuple[int, int], button: int = 1) -> events.MouseEvent:
    """What a terminal tells of the mouse at a cell of the screen."""
    x, y = cell
    return kind(None, x, y, 0, 0, button, False, False, False, x, y)


async def settle(pilot: Pilot[None]) -> None:
    """Wait until every command that was given has been answered and drawn. The service must not be held."""
    await pilot.pause()
    await _finish_work(pilot)
    main = pilot.app.screen_stack[0]
    if isinstance(main, MainScreen):
        await main.store.removals.sent()
        await _finish_work(pilot)


async def _finish_work(pilot: Pilot[None]) -> None:
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


async def asked(pilot: Pilot[None]) -> None:
    """Wait until a question can be read; what is typed before that is no answer to it."""

    def is_readable() -> bool:
        return isinstance(pilot.app.screen, ConfirmDialog) and pilot.app.screen.is_readable

    await until(pilot, is_readable)


def screen_text(app: App[Any]) -> str:
    """What is drawn, without colours; trailing blanks are left out."""
    return "\n".join(strip.text.rstrip() for strip in drawn(app)) + "\n"


def drawn(app: App[Any]) -> list[Strip]:
    """The lines of the screen as they go to the terminal."""
    # The compositor is private to Textual; the tests look into it nowhere else.
    return app.screen._compositor.render_strips(app.size)


async def svg_of(store: Store, keys: tuple[str, ...] = (), size: tuple[int, int] = (120, 36)) -> str:
    """A picture of the application over `store` after `keys`, for the documentation.

    It asks no other server for its fonts: whoever opens it sees a monospaced font of their own.
    """
    app = RoamApp(store)
    async with app.run_test(size=size) as pilot:
        await settle(pilot)
        for key in keys:
            await pilot.press(key)
            await settle(pilot)
        picture = app.export_screenshot(title="roam")
    return re.sub(r"@font-face\s*{[^}]*}", "", picture)
