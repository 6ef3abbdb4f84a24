"""The journal's tables, as numbered migrations, and how strictly its file is written."""

from __future__ import annotations

from collections.abc import Sequence

APPLICATION_ID = 0x726F616A
"""Says in a database's header that it is one of ours: "roaj"."""

_FIRST = f"""
PRAGMA application_id = {APPLICATION_ID};

CREATE TABLE removal (
    number INTEGER PRIMARY KEY AUTOINCREMENT,  -- a number is never given twice
    account TEXT NOT NULL,
    version TEXT NOT NULL,  -- of the program
    owner TEXT NOT NULL,  -- the running program that it belongs to
    type TEXT NOT NULL,
    id TEXT NOT NULL,
    kind TEXT NOT NULL,  -- ids, time, conversation (its messages stay), everything (they do not)
    time INTEGER NOT NULL,  -- ms since 1970: the bound of a time; of a conversation its newest message
    count INTEGER NOT NULL,  -- what the user was shown
    state TEXT NOT NULL,
    reason TEXT NOT NULL DEFAULT '',
    confirmed_at INTEGER NOT NULL,
    sending_at INTEGER,
    sent_at INTEGER,
    ended_at INTEGER
) STRICT;
CREATE INDEX removal_by_state ON removal (state);

CREATE TABLE part (  -- a message of a removal by ids; of the others, the one request
    removal INTEGER NOT NULL,
    place INTEGER NOT NULL,
    id TEXT NOT NULL,
    time INTEGER NOT NULL,
    result TEXT NOT NULL,
    PRIMARY KEY (removal, place)
) STRICT, WITHOUT ROWID;
"""

MIGRATIONS: Sequence[str] = (_FIRST,)
"""What makes a schema of each number, from 1 up, of the one before. A released one is never changed."""

SETTINGS = (
    "PRAGMA journal_mode = WAL",
    "PRAGMA synchronous = FULL",  # what the journal says must be true after a loss of power as well
    "PRAGMA trusted_schema = OFF",
)
