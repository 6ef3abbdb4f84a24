"""Which words are in which messages: the full-text index, written once at the end of each transaction."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager

import apsw

from tui.archive.bulk import insert

_INDEX = "INSERT OR REPLACE INTO message_words (rowid, words, facts)"
_UNINDEX = "DELETE FROM message_words WHERE rowid = ?"

Texts = tuple[str, str]
"""A message's words, and facts about it, as `tui.archive.search_text` makes them."""


class WordIndex:
    """The index of one account, by the numbers of messages.

    SQLite's index begins a new part with each number that is lower than the one before, and has to merge all parts
    later. So what changes is kept until the end of the transaction, and then written in the order of the numbers.
    """

    def __init__(self, db: apsw.Connection) -> None:
        self._db = db
        self._changed: dict[int, Texts | None] = {}

    @contextmanager
    def changing(self) -> Iterator[None]:
        """A block inside a transaction at whose end its changes are in the index; none are where it raises."""
        try:
            yield
            self._write()
        finally:
            self._changed.clear()

    def put(self, number: int, texts: Texts) -> None:
        """A message is found by these texts, and by no others."""
        self._changed[number] = texts

    def drop(self, numbers: Iterable[int]) -> None:
        """Messages are not found any more."""
        self._changed.update(dict.fromkeys(numbers))

    def _write(self) -> None:
        changed = sorted(self._changed.items(), key=lambda item: item[0])
        self._db.executemany(_UNINDEX, [(number,) for number, texts in changed if texts is None])
        insert(self._db, _INDEX, [(number, *texts) for number, texts in changed if texts is not None])
