"""The asynchronous door to searches: a connection and a thread of their own, and nobody waits for an old question."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import TypeVar

import apsw

from tui.archive.opening import PATIENCE
from tui.archive.searching import Searcher, Wish
from tui.lenses import Lenses
from tui.protocol.viewpoint import Viewpoint
from tui.query.hits import SearchPage

T = TypeVar("T")


class SearchDoor:
    """Searches an archive's file beside whoever reads and writes it; one in memory only between their steps."""

    def __init__(
        self,
        path: Path | None,
        shared: apsw.Connection,
        thread: ThreadPoolExecutor,
        viewpoint: Callable[[], Viewpoint],
        lenses: Lenses,
    ) -> None:
        """`shared` is the archive's own connection, used in its own `thread`, where there is no file at `path`."""
        self._path = path
        self._made = partial(Searcher, viewpoint=viewpoint, lenses=lenses)
        self._thread = thread if path is None else ThreadPoolExecutor(1, thread_name_prefix="search")
        self._own: apsw.Connection | None = None
        self._searcher = None if path else self._made(shared)
        self._newest = threading.Event()

    async def search(self, wish: Wish) -> SearchPage:
        """A page of hits. A newer call, or cancelling this one, ends it early."""
        self._newest.set()
        self._newest = is_over = threading.Event()
        try:
            return await self.ask(lambda searcher: searcher.search(wish, is_over.is_set))
        finally:
            is_over.set()  # where it was cancelled, the thread still works on it

    async def ask(self, question: Callable[[Searcher], T]) -> T:
        """The answer to another question. Raises what the database does."""
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._thread, lambda: question(self._opened()))

    async def aclose(self) -> None:
        """End what is searched, and let go of the file."""
        self._newest.set()
        if self._path is not None:
            closing = asyncio.get_running_loop().run_in_executor(self._thread, self._close)
            self._thread.shutdown(wait=False)
            await asyncio.shield(closing)

    def _opened(self) -> Searcher:
        if self._searcher is None:
            self._own = apsw.Connection(str(self._path), flags=apsw.SQLITE_OPEN_READWRITE)
            self._own.set_busy_timeout(PATIENCE)
            self._own.execute("PRAGMA query_only = ON")
            self._searcher = self._made(self._own)
        return self._searcher

    def _close(self) -> None:
        if self._own is not None:
            with suppress(apsw.Error):
                self._own.close()
