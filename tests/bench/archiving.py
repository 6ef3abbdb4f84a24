"""What is measured of the archive itself: how soon it shows a page, and how fast it takes pages in."""

from __future__ import annotations

import asyncio
import random
import time
from collections.abc import Awaitable, Callable
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.bench import measures
from tests.bench.archived import KEY, PAGE, Archived, pages, sent, viewpoint
from tests.bench.driver import Driven
from tests.bench.measures import LAST_WORDS, LINE, Measures, keys, last_but_one, memory, quantile, start
from tests.bench.programs import LINES, LIST, PAGES, Program
from tests.e2e.running import ROAM
from tui.archive import Archive, open_archive
from tui.runs import Position

OPENINGS, PAGES_READ = 15, 300
WRITTEN = 40_000
"""Messages by which writing is measured."""


def reading_archive(name: str, kept: Archived) -> Program:
    """The archive's own answers, from its file and from one that is open already."""
    return Program(name, lambda: asyncio.run(_reading(kept)))


def writing_archive(home: Path) -> Program:
    """Pages into a new file, until the last of them is on the disk."""

    def measure() -> Measures:
        with TemporaryDirectory(dir=home) as folder:
            return asyncio.run(_writing(Path(folder) / "archive.db"))

    return Program("archive-write", measure)


def browsing_archive(name: str, kept: Archived, home: Path) -> Program:
    """`roam` on an archive alone, without a server: its start, and keys among pages that come from the file."""

    def measure() -> Measures:
        with Driven(ROAM, kept.environment(home)) as running:
            found = start(running, LIST, last_but_one(kept.size))
            running.press("\r")
            running.settle(LAST_WORDS)
            found |= keys(running, "line", LINE, LINES)
            running.press("G")
            running.settle(LAST_WORDS)
            return found | keys(running, "page", measures.PAGE, PAGES) | memory(running)

    return Program(name, measure)


async def _reading(kept: Archived) -> Measures:
    chance = random.Random(kept.size)  # the same places each time

    def anywhere() -> int:
        return sent(chance.randrange(kept.size))

    async def newest(archive: Archive) -> None:
        await archive.older(KEY, None, PAGE)

    async def some_date(archive: Archive) -> None:
        await archive.around(KEY, anywhere(), PAGE // 2)

    found = {
        "opened at the newest": await _opened(kept, newest),
        "opened at a date": await _opened(kept, some_date),
    }
    archive = open_archive(kept.path, viewpoint(kept.size))
    times = [await _timed(archive.older(KEY, Position(anywhere(), 0), PAGE)) for _time in range(PAGES_READ)]
    at_dates = [await _timed(some_date(archive)) for _time in range(PAGES_READ)]
    await archive.aclose()
    return found | {
        "archived page p50": quantile(times, 0.5),
        "archived page p95": quantile(times, 0.95),
        "archived date p50": quantile(at_dates, 0.5),
    }


async def _opened(kept: Archived, first: Callable[[Archive], Awaitable[None]]) -> float:
    """Ms from the closed file to the list, what there is of each conversation, and the `first` page."""
    times = []
    for _time in range(OPENINGS):
        begun = time.perf_counter()
        archive = open_archive(kept.path, viewpoint(kept.size))
        await archive.listed()
        await archive.coverages()
        await first(archive)
        times.append((time.perf_counter() - begun) * 1e3)
        await archive.aclose()
    return quantile(times, 0.5)


async def _writing(path: Path) -> Measures:
    facts = list(pages(WRITTEN))
    archive = open_archive(path, viewpoint(WRITTEN))
    begun, worked = time.perf_counter(), time.process_time()
    for fact in facts:
        archive.write(fact)
    await archive.written()
    taken, busy = time.perf_counter() - begun, time.process_time() - worked
    (coverage,) = (await archive.coverages([KEY])).values()
    await archive.aclose()
    if coverage.messages != WRITTEN:
        raise RuntimeError(f"{coverage.messages} messages were written")
    return {"messages a second": WRITTEN / taken, "CPU for 1,000 messages": busy / WRITTEN * 1e6}


async def _timed(question: Awaitable[object]) -> float:
    begun = time.perf_counter()
    await question
    return (time.perf_counter() - begun) * 1e3
