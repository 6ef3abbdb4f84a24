"""The second schema: messages numbered in the order of time, and found by facts as well as by words."""

from __future__ import annotations

import apsw

from tui.archive.messages import Stored
from tui.archive.places import place
from tui.archive.search_text import facts_of, words_of
from tui.protocol.viewpoint import Viewpoint
from tui.query.hits import place_of

_BEFORE = """
DROP INDEX message_by_place;
DROP INDEX message_by_id;
DROP TABLE message_words;
CREATE VIRTUAL TABLE message_words USING fts5 (
    words, facts, content='', contentless_delete=1, tokenize='ascii'  -- what is a word has been decided before
);
"""
_AFTER = """
CREATE UNIQUE INDEX message_by_place ON message (conversation, time, rank, mark);
CREATE UNIQUE INDEX message_by_id ON message (conversation, rank, mark);
"""
_IN_ORDER = "SELECT number, time FROM message ORDER BY time, rank, mark, conversation"
_NUMBER = "UPDATE message SET number = ? WHERE number = ? RETURNING conversation, time, rank, mark, raw, changed"
_INDEX = "INSERT INTO message_words (rowid, words, facts) VALUES (?, ?, ?)"


def renumber(db: apsw.Connection) -> None:
    """Give every message its number, and index it anew, which takes a minute for a million of them."""
    db.execute(_BEFORE)
    number: int = db.execute("SELECT coalesce(max(number), 0) FROM message").get  # none is given that is in use
    eyes = Viewpoint()  # the words are the same from wherever one looks
    for old, time in db.execute(_IN_ORDER):
        number = max(number + 1, place_of(time))
        ((conversation, at, rank, mark, raw, changed),) = db.execute(_NUMBER, (number, old))
        message = Stored(place(at, rank, mark), raw, changed).read(eyes)
        db.execute(_INDEX, (number, words_of(message.body), facts_of(conversation, message)))
    db.execute(_AFTER)
