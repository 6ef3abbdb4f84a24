"""Asks an address whether anybody answers there, how fast, and what time it is for them."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from tui.client.transport import Http, Request, Transport
from tui.redaction import Redaction

_CONNECT, _ANSWER = 5.0, 10.0
_TRIES = 2
"""The first request also opens the connection; the faster one is the answer to "how far away"."""


@dataclass(frozen=True, slots=True)
class Probe:
    """What was seen: `latency` in seconds; how far `clock` is ahead of ours in seconds, None when it was not told.

    The service tells whole seconds, so a difference of less than two is none.
    """

    latency: float
    clock: float | None


async def probe(
    rest_url: str, transport: Transport | None = None, now: Callable[[], datetime] = lambda: datetime.now(UTC)
) -> Probe:
    """Ask `rest_url` without a token; whatever is answered is an answer. Raises TransportError when nothing is."""
    http = Http(transport, Redaction(), connect=_CONNECT, answer=_ANSWER)
    fastest, clock = float("inf"), None
    try:
        for _try in range(_TRIES):
            started = time.perf_counter()
            async with await http.open(Request("GET", f"{rest_url}/")) as response:
                fastest = min(fastest, time.perf_counter() - started)
                clock = _difference(response.header("date"), now())
    finally:
        await http.aclose()
    return Probe(fastest, clock)


def _difference(date: str | None, now: datetime) -> float | None:
    try:
        there = parsedate_to_datetime(date or "")
        return (there - now).total_seconds()
    except (ValueError, TypeError, OverflowError):  # TypeError: a date without a zone
        return None
