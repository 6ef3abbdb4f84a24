"""How much one request may carry, and how often one user may ask."""

from __future__ import annotations

import math
import threading
from collections import defaultdict, deque
from dataclasses import dataclass

from tui.server.refusals import reach_limit

MINUTE = 60.0

MOST_ON_A_PAGE = 50
"""Conversations of a list, or messages of a history; who asks for more gets these (section 16)."""

MOST_IDS = 50
"""Messages that one request removes (section 8)."""


@dataclass(frozen=True, slots=True)
class Limits:
    """`list_reads` conversation-list reads a minute and user (None: any number); sizes of bodies in bytes."""

    list_reads: int | None = None
    body_size: int = 1024 * 1024
    upload_size: int = 10 * 1024 * 1024


DOCUMENTED = Limits(list_reads=5)
"""The service's own limits."""


class Turnstile:
    """Lets each user through `most` times in any minute; `now` is in seconds of any clock that only goes forward."""

    def __init__(self, most: int | None) -> None:
        self._most = most
        self._lock = threading.Lock()
        self._passed: defaultdict[str, deque[float]] = defaultdict(deque)

    def enter(self, user: str, now: float) -> None:
        """Raises Refusal (429), which says how many seconds to wait."""
        if self._most is None:
            return
        with self._lock:
            passed = self._passed[user]
            while passed and passed[0] <= now - MINUTE:
                passed.popleft()
            if len(passed) >= self._most:
                raise reach_limit(math.ceil(passed[0] + MINUTE - now))
            passed.append(now)
