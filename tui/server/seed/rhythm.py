"""When things are said: time that passes only while people are awake."""

from __future__ import annotations

import math
import random
from collections.abc import Sequence
from itertools import accumulate

from tui.times import DAY, HOUR, SECOND

AWAKE = 14 * HOUR
"""Waking time of one day; what follows counts waking time unless it says otherwise."""
SINCE_MORNING = 9 * HOUR
"""The day began this long before `now`: who opens the demo is awake, and no time zone needs to be known."""


def elapsed(waking: int) -> int:
    """How long ago by the clock something was that is `waking` ms of waking time ago; strictly increasing."""
    days, rest = divmod(waking, AWAKE)
    night = 0 if rest < SINCE_MORNING else DAY - AWAKE
    return days * DAY + rest + night


def waking(days: float) -> int:
    """The waking time in so many days."""
    return round(days * AWAKE)


def times(now: int, ago: int, gaps: Sequence[int]) -> list[int]:
    """The times (ms since 1970, increasing) of messages with these `gaps` between them, the last `ago` before `now`.

    There is one message more than gaps. Gaps of at least 1 ms give times that differ.
    """
    backwards = [now - elapsed(passed) for passed in accumulate(reversed(gaps), initial=ago)]
    backwards.reverse()
    return backwards


def pauses(rng: random.Random, starts: Sequence[bool], total: int) -> list[int]:
    """The gap (ms of waking time) before each message; they sum up to about `total`.

    Messages follow each other within seconds to minutes; where `starts` says that a message begins something new, what
    is left of `total` is spread unevenly, as days are.
    """
    draw, log = rng.random, math.log
    gaps = [int(3 * SECOND + 80 * SECOND * draw() ** 3) for _ in starts]
    weights = [-log(1 - draw()) if start else 0.0 for start in starts]
    unit = max(0, total - sum(gaps)) / (sum(weights) or 1)
    return [gap + int(weight * unit) for gap, weight in zip(gaps, weights, strict=True)]
