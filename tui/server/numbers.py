"""The ids that the local service gives."""

from __future__ import annotations

import secrets
import threading

_ID_BITS = 22


class Numbers:
    """Ids that grow with time, as the service's do."""

    def __init__(self) -> None:
        self._last = 0
        self._lock = threading.Lock()

    def next(self, now: int) -> int:
        """An id of the time `now` (ms since 1970), most likely unlike those that other processes give then."""
        with self._lock:
            self._last = max(now << _ID_BITS | secrets.randbits(_ID_BITS - 2), self._last + 1)
            return self._last
