"""The browser deletes over a bad network while another device acts at every step: exactly what was meant is gone.

What the server has afterwards is read record by record. With ROAM_SEQUENCES set, every accident meets every number of
marks, five thousand among them, and a deletion is undone at every tenth of a second.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from tests.app.graceful import GRACE
from tests.commands.worlds import APP_KEY, friend_messages, small_world
from tests.e2e.observed import Browser, browsing
from tests.e2e.other_phone import ACTS
from tests.e2e.proxy import Accident
from tests.e2e.running import PASSWORD, Server, clean_environment, serving
from tests.removal.test_controls import Widening, no_waiting
from tests.removal.world import Guards
from tui.server.service import Service

IS_LONG = "ROAM_SEQUENCES" in os.environ
COUNT = 60
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
    first = CASES.index((size, accident, times)) % len(ACTS) if size > 1 else 0  # else nothing would be left to send
    acts = ACTS[first:] + ACTS[:first]
    async with browsing(server, database, friend(size, accident, times), tmp_path, acts) as browser:
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
