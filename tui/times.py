"""Times as the service counts them: in ms since 1970."""

from __future__ import annotations

import time

SECOND = 1_000
MINUTE = 60 * SECOND
HOUR = 60 * MINUTE
DAY = 24 * HOUR


def clock() -> int:
    """Now, in ms since 1970."""
    return time.time_ns() // 1_000_000
