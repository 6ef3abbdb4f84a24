"""The archive's tables, as numbered migrations: each lands whole with its number, or not at all."""

from __future__ import annotations

from collections.abc import Sequence

import apsw

from tui.archive.transactions import writing
from tui.errors import ArchiveError
from tui.i18n import _

APPLICATION_ID = 0x726F616D
"""Says in a database's header that it is one of ours: "roam"."""

_SEARCH_INDEX = """
CREATE VIRTUAL TABLE message_words USING fts5 (
    words, facts, content='', contentless_delete=1, tokenize='ascii'  -- what is a word has been decided before
);
INSERT INTO message_words (message_words, rank) VALUES ('automerge', 16);  -- merging 4 parts at a time costs more
"""

_FIRST = f"""
PRAGMA application_id = {APPLICATION_ID};

CREATE TABLE property (  -- single facts: the REST base last in use, the time of the last contact
    name TEXT PRIMARY KEY,
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE name (  -- what conversations are called
    type TEXT NOT NULL,
    id TEXT NOT NULL,
    name TEXT NOT NULL,
    PRIMARY KEY (type, id)
) STRICT, WITHOUT ROWID;

CREATE TABLE conversation (
    number INTEGER PRIMARY KEY,
    type TEXT NOT NULL,
    id TEXT NOT NULL,
    is_listed INTEGER NOT NULL DEFAULT 0,
    is_pinned INTEGER NOT NULL DEFAULT 0,
    pinned_time INTEGER NOT NULL DEFAULT 0,
    unread INTEGER NOT NULL DEFAULT 0,
    marks TEXT NOT NULL DEFAULT '[]',
    last_message TEXT,  -- as message.changed
    service TEXT NOT NULL DEFAULT '{{}}',  -- the service's own object
    message_count INTEGER NOT NULL DEFAULT 0,
    floor_time INTEGER,  -- the service keeps nothing before this place
    floor_rank INTEGER,
    floor_mark TEXT,
    cut INTEGER,  -- messages up to this time have been removed, and never come back
    read_at INTEGER NOT NULL DEFAULT 0,  -- when a page of it was last written
    UNIQUE (type, id)
) STRICT;

CREATE TABLE message (
    number INTEGER PRIMARY KEY,  -- in the order of time over all conversations
    conversation INTEGER NOT NULL,
    time INTEGER NOT NULL,
    rank INTEGER NOT NULL,  -- the id less 2^63; the least there is for a message without a number
    mark TEXT NOT NULL,  -- names a message without a number, '' for all others
    sender TEXT NOT NULL,
    kind TEXT NOT NULL,
    raw BLOB,  -- the serialised Meta as it came
    changed TEXT,  -- the message as JSON, where raw is not or no more the truth
    arrived INTEGER,  -- when it came by the live connection, for one that no page has brought yet
    writer INTEGER  -- which running program wrote it then
) STRICT;
CREATE UNIQUE INDEX message_by_place ON message (conversation, time, rank, mark);
CREATE UNIQUE INDEX message_by_id ON message (conversation, rank, mark);

CREATE TABLE span (  -- from first to last, nothing is missing; cursor asks for what is before
    conversation INTEGER NOT NULL,
    first_time INTEGER NOT NULL,
    first_rank INTEGER NOT NULL,
    first_mark TEXT NOT NULL,
    last_time INTEGER NOT NULL,
    last_rank INTEGER NOT NULL,
    last_mark TEXT NOT NULL,
    cursor TEXT,
    PRIMARY KEY (conversation, first_time, first_rank, first_mark)
) STRICT, WITHOUT ROWID;

CREATE TABLE removed (  -- messages that must not come back by a page that was asked for earlier
    conversation INTEGER NOT NULL,
    rank INTEGER NOT NULL,
    mark TEXT NOT NULL,
    PRIMARY KEY (conversation, rank, mark)
) STRICT, WITHOUT ROWID;

{_SEARCH_INDEX}
CREATE TABLE visit (  -- how conversations were left on this device
    type TEXT NOT NULL,
    id TEXT NOT NULL,
    seen_time INTEGER NOT NULL,  -- the newest message that had been on the screen
    seen_rank INTEGER NOT NULL,
    seen_mark TEXT NOT NULL,
    time INTEGER,  -- the message under the cursor, null: the newest end
    rank INTEGER,
    mark TEXT,
    line INTEGER,  -- of the screen
    PRIMARY KEY (type, id)
) STRICT, WITHOUT ROWID;

CREATE TABLE bookmark (  -- messages that the reader marked with letters
    letter TEXT PRIMARY KEY,
    type TEXT NOT NULL,
    id TEXT NOT NULL,
    time INTEGER NOT NULL,
    rank INTEGER NOT NULL,
    mark TEXT NOT NULL,
    excerpt TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE deleted (  -- what the user removed with this program, to be looked at for a while
    conversation INTEGER NOT NULL,
    time INTEGER NOT NULL,
    rank INTEGER NOT NULL,
    mark TEXT NOT NULL,
    raw BLOB,  -- as of message
    changed TEXT,
    deleted_at INTEGER NOT NULL,
    PRIMARY KEY (conversation, rank, mark)
) STRICT, WITHOUT ROWID;
CREATE INDEX deleted_by_age ON deleted (deleted_at);

CREATE TABLE change (  -- what the histories do not show: as of tui.changes
    number INTEGER PRIMARY KEY,  -- in their order; the last one is never dropped, so that none comes twice
    seen INTEGER NOT NULL,
    kind TEXT NOT NULL,
    conversation INTEGER NOT NULL,
    time INTEGER,  -- the place of a message; null: the whole conversation
    rank INTEGER,
    mark TEXT,
    who TEXT NOT NULL,
    count INTEGER NOT NULL
) STRICT;
CREATE INDEX change_by_age ON change (seen);
CREATE INDEX change_by_place ON change (conversation, time, rank, mark);
"""

MIGRATIONS: Sequence[str] = (_FIRST,)
"""What makes a schema of each number, from 1 up, of the one before. What a released one makes is never changed."""


def migrate(
    db: apsw.Connection, file: str, migrations: Sequence[str] = MIGRATIONS, application: int = APPLICATION_ID
) -> None:
    """Bring a database to the newest schema.

    Raises ArchiveError for one of a newer version of the program, or of another program. `file` names it; `application`
    is the number that its header has.
    """
    if db.pragma("application_id") != application and db.execute("SELECT 1 FROM sqlite_schema").get is not None:
        raise ArchiveError(_("{file} belongs to another program; move it away.").format(file=file))
    seen = db.pragma("user_version")
    if seen > len(migrations):
        sentence = _("{file} was written by a newer version of roam; use that version, or move the file away.")
        raise ArchiveError(sentence.format(file=file))
    for number, migration in enumerate(migrations[seen:], seen + 1):
        with writing(db):
            if db.pragma("user_version") < number:  # another program may have been faster
                db.execute(migration)
                db.pragma("user_version", number)
