"""Finds archived messages: the index proposes, the message itself decides."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

import apsw

from tui.archive.candidates import Candidates, candidates, restricted
from tui.archive.conversations import ConversationTable, History
from tui.archive.listing import Listing
from tui.archive.messages import Stored
from tui.archive.numbers import ALL
from tui.archive.places import place
from tui.archive.reading import Reader
from tui.archive.transactions import reading
from tui.lenses import Lenses
from tui.models import ConversationKey
from tui.protocol.viewpoint import Viewpoint
from tui.query import Judge, Known, Query
from tui.query.hits import Hit, Scope, SearchPage
from tui.query.query import Within

PATIENCE = 0.3
"""Seconds after which a page ends with what was found by then."""

_OPERATIONS = 10_000
"""Steps of the database between two looks at whether anybody still wants the answer."""

_INDEXED = """
SELECT number, conversation, time, message.rank, mark, raw, changed
FROM message_words CROSS JOIN message ON message.number = message_words.rowid
WHERE message_words MATCH ? AND message_words.rowid >= ? AND message_words.rowid < ? ORDER BY message_words.rowid
"""
_ALL = """
SELECT number, conversation, time, rank, mark, raw, changed FROM message
WHERE number >= ? AND number < ? ORDER BY number
"""


@dataclass(frozen=True, slots=True)
class Wish:
    """What is searched: `query` in one `conversation` (None: in all), at most `limit` hits (from 1).

    `before` and `after` are places: only what is before or after counts. With `after` alone the oldest hits come first,
    otherwise the newest.
    """

    query: Query
    conversation: ConversationKey | None = None
    limit: int = 50
    before: int | None = None
    after: int | None = None


class Searcher:
    """Answers searches from one connection, each as of one moment."""

    def __init__(self, db: apsw.Connection, viewpoint: Callable[[], Viewpoint], lenses: Lenses) -> None:
        self._db = db
        self._viewpoint = viewpoint
        self._lenses = lenses
        self._conversations = ConversationTable(db)
        self._listing = Listing(db)

    def search(self, wish: Wish, is_over: Callable[[], bool]) -> SearchPage:
        """A page of hits. It ends early once `is_over` says that nobody waits for it any more."""
        self._db.set_progress_handler(is_over, _OPERATIONS)
        try:
            with reading(self._db):
                return self._page(wish, is_over)
        except apsw.InterruptError:
            return SearchPage((), _beginning(wish))
        finally:
            self._db.set_progress_handler(None)

    def scope(self, query: Query, conversation: ConversationKey | None) -> Scope:
        """How much is searched by `query`, in one conversation or those that it names."""
        known = self.known()
        within = [each.conversation for each in query.wanted if isinstance(each, Within)]
        keys = known.conversations if conversation is None else (conversation,)
        wanted = [key for key in keys if all(known.is_meant(key, each) for each in within)]
        found = Reader(self._db, self._viewpoint()).coverages(wanted).values()
        there = [each for each in found if each.messages]
        return Scope(sum(each.messages for each in there), len(there), sum(len(each.missing) for each in there))

    def known(self) -> Known:
        """Who and what a query may name."""
        with reading(self._db):
            return self._known(self._conversations.histories())

    def _known(self, histories: list[History]) -> Known:
        return Known(self._viewpoint().user, self._listing.names(), tuple(each.key for each in histories))

    def _page(self, wish: Wish, is_over: Callable[[], bool]) -> SearchPage:
        histories = self._conversations.histories()
        known = self._known(histories)
        numbers = {history.key: history.number for history in histories}
        wanted = _narrowed(candidates(wish.query, known, numbers, self._lenses), wish, numbers)
        keys = {number: key for key, number in numbers.items()}
        judge = Judge(wish.query, known, self._lenses)
        hits: list[Hit] = []
        until = time.monotonic() + PATIENCE
        for hit in self._proposed(wanted, keys, oldest_first=_is_oldest_first(wish)):
            if len(hits) == wish.limit:
                return SearchPage(tuple(hits), hits[-1].place)
            if judge.accepts(hit.key, hit.message):
                hits.append(hit)
            if len(hits) < wish.limit and (is_over() or time.monotonic() > until):
                return SearchPage(tuple(hits), hit.place)
        return SearchPage(tuple(hits), None)

    def _proposed(
        self, wanted: Candidates, keys: Mapping[int, ConversationKey], *, oldest_first: bool
    ) -> Iterator[Hit]:
        order = "" if oldest_first else " DESC"
        bounds = (wanted.first, wanted.end)
        if wanted.expression:
            rows: Any = self._db.execute(_INDEXED + order, (wanted.expression, *bounds))
        else:
            rows = self._db.execute(_ALL + order, bounds)
        viewpoint = self._viewpoint()
        for number, conversation, sent, rank, mark, raw, changed in rows:
            message = Stored(place(sent, rank, mark), raw, changed).read(viewpoint)
            yield Hit(keys[conversation], message, number)


def _narrowed(found: Candidates, wish: Wish, numbers: Mapping[ConversationKey, int]) -> Candidates:
    if wish.conversation is not None:
        found = restricted(found, numbers.get(wish.conversation, 0))
    first = found.first if wish.after is None else max(found.first, wish.after + 1)
    end = found.end if wish.before is None else min(found.end, wish.before)
    return replace(found, first=first, end=end)


def _is_oldest_first(wish: Wish) -> bool:
    return wish.after is not None and wish.before is None


def _beginning(wish: Wish) -> int:
    """Where a search that found nothing yet is to be taken up."""
    if _is_oldest_first(wish) and wish.after is not None:
        return wish.after
    return ALL[1] if wish.before is None else wish.before
