"""The programs that are measured, and what is done with each of them."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.bench import measures
from tests.bench.corpus import IMPORTED, Served, imported, reader, written
from tests.bench.driver import Driven
from tests.bench.measures import LINE, PAGE, Measures
from tests.e2e.running import ROAM, clean_environment

LINES, PAGES = 40, 15
ENOUGH = 700
"""Messages loaded before keys are measured, so that no page has to be fetched meanwhile."""

QUIET_SECONDS = 2.0
LIST, DAY_LINE = r"Conversations · \d", r"─ \w+ \d+ \w+ \d{4} ─"
"""What is painted first when the list is there, and when messages are."""

LIVE = "· live"
"""What is painted when the last thing that a start does is done."""
SIZES: Mapping[str, int] = {"1k": 1_000, "100k": 100_000, "1M": 1_000_000}


@dataclass(frozen=True, slots=True)
class Program:
    """A name and how to run the program once, to its measures."""

    name: str
    measure: Callable[[], Measures]


def machine() -> Program:
    """How long a second of work takes: 1,000 ms on a machine with nothing else to do."""

    def measure() -> Measures:
        begun, until = time.perf_counter(), time.process_time() + 1.0
        while time.process_time() < until:
            pass
        return {"a second of work": (time.perf_counter() - begun) * 1e3}

    return Program("machine", measure)


def floors(home: Path) -> list[Program]:
    """Programs that do nothing but show something."""
    full = _app("floor", "full", home=home, wanted="nightly", pages=True)
    scroll = _app("floor", "scroll", home=home, wanted="nightly", pages=True)
    textual = _app("textual_floor", home=home, wanted="ready line", pages=True)
    bare = _app("textual_bare", home=home, wanted="bare and ready", pages=False)
    return [
        Program("floor-full", full),
        Program("floor-scroll", scroll),
        Program("floor-textual", textual),
        Program("textual-bare", bare),
    ]


def posting(program: str, home: Path) -> Program:
    """Another Textual program's start."""

    def measure() -> Measures:
        with Driven([program], _environment(home)) as running:
            return measures.start(running, "POST|GET") | measures.memory(running)

    return Program("posting", measure)


def demo(home: Path) -> Program:
    """The demo, from the command to the list and the newest page."""

    def measure() -> Measures:
        with Driven([*ROAM, "demo"], _environment(home)) as running:
            found = measures.start(running, LIST, DAY_LINE)
            running.until(LIVE)
            running.settle(measures.LAST_WORDS)
            return found | measures.quiet(running, QUIET_SECONDS) | measures.memory(running)

    return Program("roam-demo", measure)


def reading(name: str, served: Served, home: Path) -> Program:
    """`roam` on a conversation of which nothing is archived yet."""
    size = served.messages

    def measure() -> Measures:
        with TemporaryDirectory(dir=home) as fresh, Driven(ROAM, served.environment(Path(fresh))) as running:
            found = measures.start(running, LIST, measures.last_but_one(size))
            running.until(LIVE)
            running.press("\r")
            running.settle(measures.LAST_WORDS)
            found |= measures.quiet(running, QUIET_SECONDS)
            found |= measures.fetched(running, size, ENOUGH)
            running.press("G")
            running.settle()
            found |= measures.keys(running, "line", LINE, LINES)
            running.press("G")
            running.settle()
            found |= measures.keys(running, "page", PAGE, PAGES)
            running.press("G")
            running.settle()
            found |= measures.held(running, "held", PAGE)
            found |= measures.jump(running, "to the oldest", "g", measures.number(0))
            found |= measures.jump(running, "to the newest", "G", measures.last_but_one(size))
            found |= measures.held(running, "held through fetches", PAGE)
            return found | measures.memory(running)

    return Program(name, measure)


def importing(folder: Path, home: Path) -> Program:
    """A file's import into a new database."""

    def measure() -> Measures:
        path, database = written(folder, IMPORTED), home / "imported.db"
        database.unlink(missing_ok=True)
        begun = time.perf_counter()
        imported(path, reader(IMPORTED), database)
        return {"messages a second": IMPORTED / (time.perf_counter() - begun)}

    return Program("import", measure)


def _app(name: str, *arguments: str, home: Path, wanted: str, pages: bool) -> Callable[[], Measures]:
    command = [sys.executable, "-m", f"tests.bench.apps.{name}", *arguments]

    def measure() -> Measures:
        with Driven(command, _environment(home)) as running:
            found = measures.start(running, wanted)
            if pages:
                found |= measures.keys(running, "line", LINE, LINES)
                found |= measures.keys(running, "page", PAGE, PAGES)
                found |= measures.held(running, "held", PAGE)
            return found | measures.quiet(running, QUIET_SECONDS) | measures.memory(running)

    return measure


def _environment(home: Path) -> dict[str, str]:
    return clean_environment(home, TERM="xterm-256color", TEXTUAL_ANIMATIONS="none")
