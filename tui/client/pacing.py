"""When a call may be sent again by itself, and how long it waits before that."""

from __future__ import annotations

import asyncio
import logging
import random
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC
from email.utils import parsedate_to_datetime
from typing import TypeVar

from tui.errors import ProtocolError, RoamingError, ServiceError, TransportError
from tui.protocol.endpoints import Retry

T = TypeVar("T")

_log = logging.getLogger(__name__)

_TRANSIENT = (500, 502, 503, 504)
_BUSY = (429, 503)
_JITTER = 0.2
"""Share by which a time that the service named is stretched at most, so that its clients do not come back at once."""


@dataclass(frozen=True, slots=True)
class Pacing:
    """Time limits in seconds, and the sources of time, rest and chance.

    `deadline` is for one request with its answer, `silence` between two parts of a download, `download` for a whole
    one. There are at most `tries` tries, begun within `window`; the waits between them grow from `first_wait` to
    `longest_wait` (full jitter). A time that the service names is waited for if all of it fits into `patience`.
    """

    deadline: float = 15.0
    connect: float = 10.0
    silence: float = 15.0
    download: float = 3600.0
    tries: int = 4
    window: float = 20.0
    first_wait: float = 0.3
    longest_wait: float = 5.0
    patience: float = 60.0
    now: Callable[[], float] = time.time
    elapsed: Callable[[], float] = time.monotonic
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep
    random: Callable[[], float] = random.random

    def now_ms(self) -> int:
        """The time, in ms since 1970."""
        return int(self.now() * 1000)

    async def retried(self, attempt: Callable[[], Awaitable[T]], retry: Retry) -> T:
        """Make `attempt` until it succeeds, its class `retry` forbids another or the time is up.

        Raises the last RoamingError.
        """
        start, tries = self.elapsed(), 0
        while True:
            tries += 1
            try:
                return await attempt()
            except RoamingError as error:
                wait = self._wait(error, retry, tries, self.elapsed() - start)
                if wait is None:
                    raise
                fields = {"tries": tries, "error": type(error).__name__, "type": error.type, "seconds": round(wait, 3)}
                _log.info("retry", extra={"fields": fields})
            await self.sleep(wait)

    def _wait(self, error: RoamingError, retry: Retry, tries: int, spent: float) -> float | None:
        """Seconds until the next try after `tries` tries and `spent` seconds; None for no other try."""
        if tries >= self.tries or not may_repeat(error, retry):
            return None
        named = error.retry_after if isinstance(error, ServiceError) else None
        if named is not None:
            wait = named * (1 + _JITTER * self.random())
            return wait if spent + named <= self.patience else None
        wait = self.random() * min(self.longest_wait, self.first_wait * 2 ** (tries - 1))
        return wait if spent + wait <= self.window else None


def may_repeat(error: RoamingError, retry: Retry) -> bool:
    """Whether a call of class `retry` may be sent again after `error`."""
    if isinstance(error, TransportError) and not error.sent:
        return True
    if retry is Retry.AUTH:
        return False
    if isinstance(error, ServiceError):
        if error.status in _BUSY and error.retry_after is not None:
            return True
        # 429 names a limit that each further try counts against, so it takes the service's word for when (section 13)
        return retry is not Retry.SWEEP and error.status in _TRANSIENT
    return retry is not Retry.SWEEP and isinstance(error, TransportError | ProtocolError)


def retry_after_seconds(header: str | None, now: float) -> float | None:
    """Seconds to wait by a Retry-After header (seconds or an HTTP date); None when it is absent or makes no sense."""
    if header is None:
        return None
    text = header.strip()
    if text.isascii() and text.isdecimal() and len(text) <= 10:
        return float(text)
    try:
        moment = parsedate_to_datetime(text)
    except (ValueError, TypeError, OverflowError, IndexError):
        return None
    try:
        return max(0.0, moment.replace(tzinfo=moment.tzinfo or UTC).timestamp() - now)
    except (ValueError, OverflowError):
        return None
