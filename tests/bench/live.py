"""What is measured while messages stream into the conversation that is open: keys, memory, and whether all arrive."""

from __future__ import annotations

import asyncio
import re
import shutil
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import IO

from sqlalchemy import select as query

from tests.bench.archived import KEY, viewpoint
from tests.bench.corpus import FRIEND, Served, database, reader
from tests.bench.driver import END_OF_FRAME, PATIENCE, Driven, plain
from tests.bench.measures import LAST_WORDS, PAGE, Measures, last_but_one, quantile
from tests.bench.programs import LIST, LIVE, Program
from tests.e2e.running import APP_KEY, ROAM, clean_environment
from tui.archive import open_archive
from tui.models import ChatMessage
from tui.runs import position
from tui.server.schema import message
from tui.server.service import Service

BEFORE = 50
"""Messages that the conversation has already: a page, so that all of it is archived."""

RATE = 1_000
"""Messages a second."""

SLOWEST = 100
"""Messages a second, below which nothing is waited for."""

BETWEEN_KEYS = 0.1
"""Seconds."""

LONGEST_ANSWER = 5.0
"""Seconds that a key is waited for."""

_NUMBER = re.compile(r"№(\d+) ")
_BELOW = "newer below"
_ARCHIVED = re.compile(r"archive ([\d,]+)")
_FURTHER = 2
"""Screens that one goes up after the first one, before one goes back to the newest."""

ROOM = 300
"""Messages to go up to, which come before the first key."""


def streaming(count: int, folder: Path, home: Path) -> Program:
    """`count` messages into an open conversation; memory is looked at after a fifth of them and in the end."""

    def measure() -> Measures:
        with TemporaryDirectory(dir=home) as fresh:
            stored = Path(fresh) / "live.db"
            shutil.copy(database(folder, BEFORE), stored)
            with _talker(stored) as talker:
                served = Served(talker.rest_url, reader(BEFORE), BEFORE)
                with Driven(ROAM, served.environment(Path(fresh))) as running:
                    found = _watched(running, talker, count)
                    running.press("qq")
                    running.end()
            (archive,) = Path(fresh).glob("data/roam/archives/*.db")
            return found | asyncio.run(_compared(stored, archive))

    return Program("live", measure)


@dataclass(frozen=True, slots=True)
class _Talker:
    """A server that sends messages when it is told to."""

    rest_url: str
    process: subprocess.Popen[str]

    def talk(self, count: int) -> None:
        self._pipe(self.process.stdin).write(f"{BEFORE} {count} {RATE}\n")
        self._pipe(self.process.stdin).flush()

    def seconds(self) -> float:
        """How long it has talked, once it has said everything."""
        return float(self._pipe(self.process.stdout).readline())

    def _pipe(self, pipe: IO[str] | None) -> IO[str]:
        assert pipe is not None
        return pipe


@contextmanager
def _talker(stored: Path) -> Iterator[_Talker]:
    command = [sys.executable, "-m", "tests.bench.apps.talker", f"sqlite:///{stored}", FRIEND, reader(BEFORE)]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, env=clean_environment(stored.parent), stdin=pipe, stdout=pipe, text=True) as process:
        try:
            assert process.stdout is not None
            yield _Talker(process.stdout.readline().strip(), process)
        finally:
            process.kill()


class _Watch:
    """The numbers of the messages on the screen, and how many are archived, as far as frames have told."""

    def __init__(self, program: Driven) -> None:
        self._program = program
        self._seen = 0
        self.lowest = self.highest = BEFORE
        self.archived = 0
        self.frames = self.unanswered = 0
        self._below = False

    def has_left(self) -> bool:
        """Whether a frame since the last key has said that there is something below."""
        return self._below

    def press(self, key: str) -> float:
        self._seen, self._below = 0, False
        return self._program.press(key)

    def until(self, is_enough: Callable[[], bool], patience: float) -> bool:
        """Take in frames until enough is known; False when that is not so after `patience` seconds."""
        deadline = time.perf_counter() + patience
        while not is_enough():
            left = deadline - time.perf_counter()
            if left <= 0 or not self._program.read(left):
                return False
            *frames, _rest = bytes(self._program.output.data).split(END_OF_FRAME)
            for frame in frames[self._seen :]:
                self._take(plain(frame))
            self.frames += len(frames) - self._seen
            self._seen = len(frames)
        return True

    def _take(self, text: str) -> None:
        if numbers := [int(each) for each in _NUMBER.findall(text)]:
            self.lowest, self.highest = min(numbers), max(numbers)
        self._below = self._below or _BELOW in text
        if counts := _ARCHIVED.findall(text):
            self.archived = int(counts[-1].replace(",", ""))


def _watched(running: Driven, talker: _Talker, count: int) -> Measures:
    running.until(LIST, last_but_one(BEFORE), LIVE)
    running.press("\r")
    running.settle(LAST_WORDS)
    watch = _Watch(running)
    found: Measures = {"memory before, MB": running.memory() / 1e6}
    upwards: list[float] = []
    back: list[float] = []
    begun = time.perf_counter()
    talker.talk(count)
    watch.until(lambda: watch.highest > BEFORE + ROOM, PATIENCE)
    while watch.archived < BEFORE + count and time.perf_counter() < begun + PATIENCE + count / SLOWEST:
        upwards += _answer(watch, PAGE, watch.has_left)
        for _screen in range(_FURTHER):
            upwards += _further_up(watch)
        back += _back(watch)
        if watch.archived >= BEFORE + count // 5:
            found.setdefault("memory after a fifth, MB", running.memory() / 1e6)
    taken = time.perf_counter() - begun
    return found | {
        "memory, MB": running.memory() / 1e6,
        "live page p50": quantile(upwards, 0.5),
        "live page p95": quantile(upwards, 0.95),
        "live to the newest p50": quantile(back, 0.5),
        "live to the newest p95": quantile(back, 0.95),
        "live keys unanswered": watch.unanswered,
        "live frames a second": watch.frames / taken,
        "messages sent a second": count / talker.seconds(),
        "messages a second": (watch.archived - BEFORE) / taken,
    }


def _further_up(watch: _Watch) -> list[float]:
    lowest = watch.lowest
    return _answer(watch, PAGE, lambda: watch.lowest < lowest)


def _back(watch: _Watch) -> list[float]:
    highest = watch.highest
    return _answer(watch, "G", lambda: watch.highest > highest)


def _answer(watch: _Watch, key: str, is_answered: Callable[[], bool]) -> list[float]:
    """Ms from a key to the end of the frame that answers it; then frames go on for a while.

    Empty when none came, so that nothing was streaming, and when there was no answer.
    """
    at = watch.press(key)
    if not watch.until(is_answered, LONGEST_ANSWER):
        watch.unanswered += 1
        return []
    taken, frames = time.perf_counter() - at, watch.frames
    watch.until(lambda: False, BETWEEN_KEYS)
    return [taken * 1e3] if watch.frames > frames else []


async def _compared(stored: Path, archived: Path) -> Measures:
    """What the archive lacks of what the server has, and has twice or besides."""
    service = Service.create(f"sqlite:///{stored}", APP_KEY)
    with service.database.reading() as connection:
        kept = Counter(connection.scalars(query(message.c.id)))
    service.close()
    here = Counter([each.id for each in await _everything(archived)])
    return {"messages lost": (kept - here).total(), "messages too many": (here - kept).total()}


async def _everything(path: Path) -> list[ChatMessage]:
    archive = open_archive(path, viewpoint(BEFORE))
    found: list[ChatMessage] = []
    while True:
        stretch = await archive.newer(KEY, position(found[-1]) if found else None, 1_000)
        found += stretch.messages
        if stretch.is_last:
            break
    await archive.aclose()
    return found
