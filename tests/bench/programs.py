"""The programs that are measured, and what is done with each of them."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from tests.bench import measures
from tests.bench.corpus import IMPORTED, Served, imported, written
from tests.bench.driver import Driven
from tests.bench.measures import LINE, PAGE, Measures
from tests.e2e.running import ROAM, clean_environment

LINES, PAGES = 40, 15
ENOUGH = 700
"""Messages loaded before keys are measured, so that no page has to be fetched meanwhile."""

QUIET_SECONDS = 2.0
LIST, NEWEST_PAGE = r"Conversations · \d", r"\d here"
SIZES: Mapping[str, int] = {"1k": 1_000, "100k": 100_000, "1M": 1_000_000}


@dataclass(frozen=True, slots=True)
class Program:
    """A name and how to run the program once, to its measures."""

    name: str
    measure: Callable[[], Measures]


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
            found = measures.start(running, LIST, NEWEST_PAGE)
            return found | measures.quiet(running, QUIET_SECONDS) | measures.memory(running)

    return Program("roam-demo", measure)


def reading(name: str, size: int, served: Served, home: Path) -> Program:
    """`roam` on a conversation of `size` messages."""

    def measure() -> Measures:
        with Driven(ROAM, served.environment(home, size)) as running:
            found = measures.start(running, LIST, NEWEST_PAGE, f"№{size - 1}")
            running.press("\r")
            running.settle()
            found |= measures.quiet(running, QUIET_SECONDS)
            found |= measures.fetched(running, PAGE, ENOUGH)
            running.press("G")
            running.settle()
            found |= measures.keys(running, "line", LINE, LINES)
            running.press("G")
            running.settle()
            found |= measures.keys(running, "page", PAGE, PAGES)
            running.press("G")
            running.settle()
            found |= measures.held(running, "held", PAGE)
            found |= measures.jump(running, "to the oldest", "g", "№0 ")
            found |= measures.jump(running, "to the newest", "G", f"№{size - 1} ")
            found |= measures.held(running, "held through fetches", PAGE)
            return found | measures.memory(running)

    return Program(name, measure)


def importing(folder: Path, home: Path) -> Program:
    """A file's import into a new database."""

    def measure() -> Measures:
        path, database = written(folder, IMPORTED), home / "imported.db"
        database.unlink(missing_ok=True)
        begun = time.perf_counter()
        imported(path, IMPORTED, database)
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
