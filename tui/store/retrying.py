"""Tries again by itself what failed for want of a network, ever more rarely."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Awaitable, Callable

from tui.errors import HostLookupError, RoamingError, SignInError, TransportError

FIRST, LONGEST = 1.0, 30.0
"""Seconds: the most that is waited before the second try, and before any."""


def is_of_the_network(error: RoamingError) -> bool:
    """Whether nobody has answered, so that trying again later may help."""
    cause = error.cause if isinstance(error, SignInError) else error
    return isinstance(cause, TransportError | HostLookupError)


class Retrying:
    """Calls `again` some time after each `failed`; many programs that lost one server do not come back at once."""

    def __init__(self, again: Callable[[], Awaitable[None]]) -> None:
        self._again = again
        self._tries = 0
        self._timer: asyncio.TimerHandle | None = None
        self._running: asyncio.Task[None] | None = None
        self._is_closed = False

    def failed(self) -> None:
        """Call again after a random time of up to 1, 2, 4 … 30 seconds. Does nothing while that is waited for."""
        if self._timer is None and not self._is_closed:
            delay = random.uniform(FIRST / 2, min(LONGEST, FIRST * 2**self._tries))  # noqa: S311 - spreads load, guards nothing
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
        self._running = asyncio.ensure_future(self._again())
