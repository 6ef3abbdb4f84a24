"""How archived messages are numbered: in the order of time over all conversations, as the search index wants it.

The index tells its hits in the order of these numbers, so the newest come first without sorting anything.
"""

from __future__ import annotations

import apsw

from tui.query.hits import PLACES_PER_MS, place_of

_WINDOWS = (PLACES_PER_MS, 1 << 20, 1 << 40)

ALL = (0, 2**63 - 1)
"""Below and above every number, the first included."""


def free_number(db: apsw.Connection, time: int) -> int:
    """A number for a new message of a time (ms since 1970), after those of the same time that are there."""
    first = place_of(time)
    for window in _WINDOWS:
        sql = "SELECT max(number) FROM message WHERE number >= ? AND number < ?"
        last: int | None = db.execute(sql, (first, first + window)).get
        if last is None:
            return first
        if last + 1 < first + window:
            return last + 1
    raise apsw.FullError("too many messages of one time")
