"""Transactions: what belongs together is on the disk whole or not at all, and is read as of one moment."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import apsw


@contextmanager
def writing(db: apsw.Connection) -> Iterator[None]:
    """A transaction that holds the right to write from its beginning, so that what it reads stays true."""
    db.execute("BEGIN IMMEDIATE")
    try:
        yield
        db.execute("COMMIT")
    except BaseException:
        _end(db)
        raise


@contextmanager
def reading(db: apsw.Connection) -> Iterator[None]:
    """Everything read inside is of one moment, whatever other programs write meanwhile."""
    db.execute("BEGIN")
    try:
        yield
    finally:
        _end(db)


def _end(db: apsw.Connection) -> None:
    if db.in_transaction:  # some failures have ended it already
        db.execute("ROLLBACK")
