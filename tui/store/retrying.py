"""Tries again by itself what may succeed later, ever more rarely."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Callable, Coroutine
from typing import Any

from tui.store.mistakes import tell_of_mistakes

FIRST, LONGEST = 1.0, 30.0
"""Seconds: the most that is waited before the second try, and before any."""

MOST_DOUBLINGS = 30
"""More would be too large a number after a night without a network."""


class Retrying:
    """Calls `again` some time after each `failed`; many programs that lost one server do not come back at once."""

    def __init__(self, again: Callable[[], Coroutine[Any, Any, None]]) -> None:
        self._again = again
        self._tries = 0
        self._timer: asyncio.TimerHandle | None = None
        self._running: asyncio.Task[None] | None = None
        self._is_closed = False

    @property
    def is_trying(self) -> bool:
        """Whether it is being tried again, or will be."""
        return self._timer is not None or (self._running is not None and not self._running.done())

    def failed(self) -> None:
        """Call again after a random time of up to 1, 2, 4 … 30 seconds. Does nothing while that is waited for."""
        if self._timer is None and not self._is_closed:
            most = min(LONGEST, FIRST * 2 ** min(self._tries, MOST_DOUBLINGS))
            delay = random.uniform(FIRST / 2, most)  # noqa: S311 - spreads load, guards nothing
            self._tries += 1
            self._timer = asyncio.get_running_loop().call_later(delay, self._run)

    def succeeded(self) -> None:
        """Nothing has to be tried again."""
        self._tries = 0
        self.stop()

    async def close(self) -> None:
        """Try no more."""
        self._is_closed = True
        self.stop()
        if self._running is not None:
            self._running.cancel()
            await asyncio.wait([self._running])

    def stop(self) -> None:
        """It is being tried again now, whoever wanted it: what was waited for need not be."""
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    def _run(self) -> None:
        self._timer = None
        if self._running is not None and not self._running.done():
            self.failed()  # one at a time: there would be no end of the others at `close`
            return
        self._running = asyncio.get_running_loop().create_task(self._again())
        self._running.add_done_callback(tell_of_mistakes)
