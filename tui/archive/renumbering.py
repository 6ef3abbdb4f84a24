"""The second schema: messages numbered in the order of time, and found by facts as well as by words."""

from __future__ import annotations

import apsw

from tui.archive.messages import Stored
from tui.archive.numbers import first_number
from tui.archive.places import place
from tui.archive.search_text import facts_of, words_of
from tui.protocol.viewpoint import Viewpoint

_BEFORE = """
DROP INDEX message_by_place;
DROP INDEX message_by_id;
ALTER TABLE message RENAME TO old_message;
CREATE TABLE message (
    number INTEGER PRIMARY KEY,  -- in the order of time, whatever the conversation
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
DROP TABLE message_words;
CREATE VIRTUAL TABLE message_words USING fts5 (
    words, facts, content='', contentless_delete=1, tokenize='ascii'  -- what is a word has been decided before
);
"""
_AFTER = """
DROP TABLE old_message;
CREATE UNIQUE INDEX message_by_place ON message (conversation, time, rank, mark);
CREATE UNIQUE INDEX message_by_id ON message (conversation, rank, mark);
"""
_MOVE = """
INSERT INTO message
SELECT ?, conversation, time, rank, mark, sender, kind, raw, changed, arrived, writer FROM old_message WHERE number = ?
RETURNING conversation, time, rank, mark, raw, changed
"""


def renumber(db: apsw.Connection) -> None:
    """Give every message its number, and index it anew, which takes half a minute for a million of them."""
    db.execute(_BEFORE)
    number = -1
    for old, time in db.execute("SELECT number, time FROM old_message ORDER BY time, rank, mark, conversation"):
        number = max(number + 1, first_number(time))
        ((conversation, at, rank, mark, raw, changed),) = db.execute(_MOVE, (number, old))
        # The words are the same from wherever one looks.
        message = Stored(place(at, rank, mark), raw, changed).read(Viewpoint())
        db.execute(
            "INSERT INTO message_words (rowid, words, facts) VALUES (?, ?, ?)",
            (number, words_of(message.body), facts_of(conversation, message)),
        )
    db.execute(_AFTER)
