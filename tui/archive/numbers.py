"""How archived messages are numbered: in the order of time over all conversations, as the search index wants it.

The index tells its hits in the order of these numbers, so the newest come first without sorting anything.
"""

from __future__ import annotations

import apsw

_BITS = 10
"""So many messages of one millisecond have their own numbers, as a power of two; more take those that come next."""

_LATEST = 2**52
_WINDOWS = tuple(1 << bits for bits in (_BITS, 20, 40))

ALL = (0, 2**63 - 1)
"""Below and above every number, the first included."""


def first_number(time: int) -> int:
    """The least number that a message of a time (ms since 1970) can have; times before 1970 count as that."""
    return min(max(time, 0), _LATEST) << _BITS


def free_number(db: apsw.Connection, time: int) -> int:
    """A number for a new message of a time (ms since 1970), after those of the same time that are there."""
    first = first_number(time)
    for window in _WINDOWS:
        sql = "SELECT max(number) FROM message WHERE number >= ? AND number < ?"
        last: int | None = db.execute(sql, (first, first + window)).get
        if last is None:
            return first
        if last + 1 < first + window:
            return last + 1
    raise apsw.FullError("too many messages of one time")
