"""The history records of one hour, as a file: what the service offers for keeping histories elsewhere.

The service exports a whole app to its administrators. This one knows users only, so each gets the records of their own
conversations, as their account sees them, which is also the form that the importer reads.
"""

from __future__ import annotations

import gzip

from sqlalchemy import Connection, select

from tui.protocol.records import record_line
from tui.server.history import records_between
from tui.server.schema import conversation
from tui.times import HOUR


def hour_file(connection: Connection, user: str, start: int) -> bytes:
    """The records of the hour that begins at `start` (ms since 1970), oldest first, as gzipped JSON lines."""
    seats = connection.execute(select(conversation).where(conversation.c.owner == user)).all()
    records = [record for seat in seats for record in records_between(connection, seat, start, start + HOUR)]
    records.sort(key=lambda record: record.position)
    text = "".join(f"{record_line(record, user)}\n" for record in records)
    return gzip.compress(text.encode(), mtime=0)
