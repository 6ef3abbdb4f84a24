"""Waiting for what may take long to find: it is said after a moment, and can be stopped."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from typing import Any

from tui.app.acts.desk import Desk

SOON = 0.7
"""Seconds after which one says what one is waiting for."""


class Patience:
    """What is stopped leaves everything as it is."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._tasks: set[asyncio.Task[None]] = set()
        self._has_told = False

    @property
    def is_waiting(self) -> bool:
        return bool(self._tasks)

    def run(self, work: Coroutine[Any, Any, None], sentence: str) -> None:
        """Do `work`, and say `sentence` while it lasts. When a `RoamingError` ends it, the user is told."""
        self._desk.run(self._wait(work, sentence))

    def stop(self) -> None:
        """Wait no longer."""
        for task in self._tasks:
            task.cancel()

    async def _wait(self, work: Coroutine[Any, Any, None], sentence: str) -> None:
        task = asyncio.ensure_future(work)
        self._tasks.add(task)
        telling = asyncio.get_running_loop().call_later(SOON, self._tell, sentence)
        try:
            await asyncio.wait([task])
            if not task.cancelled():
                task.result()
        finally:
            telling.cancel()
            task.cancel()
            self._tasks.discard(task)
            if self._has_told and not self._tasks:
                self._tell("")

    def _tell(self, sentence: str) -> None:
        self._has_told = bool(sentence)
        self._desk.announce(sentence)
