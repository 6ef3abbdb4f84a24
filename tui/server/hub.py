"""Who is connected to this process, and waking them when there is something new in their queues."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from starlette.concurrency import run_in_threadpool

from tui.server import queues
from tui.server.database import Database

LOOK_AGAIN = 0.2
"""Seconds between two looks into a database that other processes write to as well."""


@dataclass(eq=False)
class Line:
    """One connected device; `got` is the key up to which it has acknowledged everything."""

    owner: str
    resource: str
    got: int
    loop: asyncio.AbstractEventLoop
    news: asyncio.Event = field(default_factory=asyncio.Event)


class Hub:
    """The lines of this process. `wake` and `floor` may be called from any thread."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._lines: set[Line] = set()
        self._lock = threading.Lock()
        self._watching: asyncio.Task[None] | None = None

    @contextmanager
    def connected(self, line: Line) -> Iterator[None]:
        """The line counts as connected until the block ends."""
        with self._lock:
            self._lines.add(line)
        if self._database.is_shared and self._watching is None:
            self._watching = asyncio.create_task(self._watch())
        try:
            yield
        finally:
            with self._lock:
                self._lines.discard(line)
            if not self._lines and self._watching is not None:
                self._watching.cancel()
                self._watching = None

    def wake(self, owners: Iterable[str]) -> None:
        """There is something new for these users."""
        wanted = frozenset(owners)
        with self._lock:
            lines = [line for line in self._lines if line.owner in wanted]
        for line in lines:
            line.loop.call_soon_threadsafe(line.news.set)

    def floor(self, owner: str) -> int:
        """The key up to which every connected device of `owner` has acknowledged everything."""
        with self._lock:
            return min((line.got for line in self._lines if line.owner == owner), default=0)

    async def _watch(self) -> None:
        """Another process may put something into the queues, which nobody here would hear of."""
        known = await run_in_threadpool(self._newest)
        while True:
            await asyncio.sleep(LOOK_AGAIN)
            newest = await run_in_threadpool(self._newest)
            if newest > known:
                self.wake({line.owner for line in self._lines})
            known = newest

    def _newest(self) -> int:
        with self._database.reading() as connection:
            return queues.newest(connection)
