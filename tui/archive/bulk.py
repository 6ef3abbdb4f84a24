"""Adds many rows by few statements.

SQLite works without Python's lock, and between two statements a thread waits until the others give that back: row by
row, the writer would spend most of a sync waiting for the thread that reads answers.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

import apsw

_SIZES = (256, 50, 8, 1)
"""Rows in one statement: few sizes, as each is prepared once and kept; pages of history have 50 messages."""


def insert(db: apsw.Connection, into: str, rows: Sequence[tuple[apsw.SQLiteValue, ...]]) -> None:
    """Add `rows`, all of one width, in their order; `into` is the statement up to VALUES."""
    at = 0
    for size in _SIZES:
        while len(rows) - at >= size:
            bindings = [value for row in rows[at : at + size] for value in row]
            db.execute(_statement(into, len(rows[at]), size), bindings)
            at += size


@cache
def _statement(into: str, width: int, size: int) -> str:
    row = f"({', '.join('?' * width)})"
    return f"{into} VALUES {', '.join([row] * size)}"
