"""How archived messages are numbered: in the order of time over all conversations, as the search index wants it.

The index tells its hits in the order of these numbers, so the newest come first without sorting anything.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Sequence

import apsw

from tui.query.hits import PLACES_PER_MS, place_of

_TAKEN = "SELECT number FROM message WHERE number IN (SELECT value FROM carray(?))"
_LAST = "SELECT max(number) FROM message WHERE number >= ? AND number < ?"

ROOM = 1 << 20
"""By so much a number may be later than the first of its time, unless a million messages are of the same time."""

_WINDOWS = (PLACES_PER_MS, ROOM, 1 << 40)

ALL = (0, 2**63 - 1)
"""Below and above every number, the first included."""


def free_numbers(db: apsw.Connection, times: Sequence[int]) -> list[int]:
    """Numbers for new messages of these times (ms since 1970), in that order.

    Each is the first of its time or, where that is taken, one after all others of the time, also of those before it.
    """
    if not times:
        return []  # the database takes no empty array
    taken = {number for (number,) in db.execute(_TAKEN, (apsw.carray(array("q", map(place_of, times))),))}
    given: dict[int, None] = {}
    for time in times:
        number = place_of(time)
        if number in taken or number in given:  # which is rare: most messages have a millisecond of their own
            number = _after_all(db, number, given)
        given[number] = None
    return list(given)


def _after_all(db: apsw.Connection, first: int, given: Iterable[int]) -> int:
    """The number after all that are taken from `first` on; with many of one time, those of the times after it count."""
    for window in _WINDOWS:
        end = first + window
        found: int | None = db.execute(_LAST, (first, end)).get
        last = max((each for each in (found, *given) if each is not None and first <= each < end), default=first - 1)
        if last + 1 < end:
            return last + 1
    raise apsw.FullError("too many messages of one time")
