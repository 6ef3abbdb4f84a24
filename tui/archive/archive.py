"""The archive's asynchronous door: one thread owns the database, and does what it is given in order."""

from __future__ import annotations

import asyncio
import logging
from collections import deque
from collections.abc import Awaitable, Callable, Collection
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import replace
from datetime import date, datetime, tzinfo
from pathlib import Path
from typing import TypeVar

import apsw

from tui.archive.applying import Facts
from tui.archive.deleted import KEEP_DELETED_DAYS
from tui.archive.failures import DAMAGED, sentence
from tui.archive.kept import Sheet
from tui.archive.opening import mark_damaged, open_file, open_memory
from tui.archive.properties import Properties
from tui.archive.reading import Reader
from tui.archive.removable import Removable
from tui.archive.search_door import SearchDoor
from tui.archive.searching import Searcher, Wish
from tui.archive.spots import SpotTable
from tui.archive.transactions import writing
from tui.archive.writers import end_writer, new_writer
from tui.changes import Change
from tui.errors import ArchiveError
from tui.events import Fact
from tui.i18n import _
from tui.lenses import NO_LENSES, Lenses
from tui.models import ChatMessage, ConversationKey
from tui.protocol.viewpoint import Viewpoint
from tui.query import Known, Query
from tui.query.hits import Scope, SearchPage
from tui.runs import ArchivedList, ArchivedPart, Coverage, DeletedMessage, Position, Stretch
from tui.spots import Bookmark, Visit
from tui.times import clock

MOST_AT_ONCE = 64
"""Facts in one transaction: enough to be fast, and over soon enough for another program that waits to write."""

T = TypeVar("T")

_log = logging.getLogger(__name__)


def open_archive(
    path: Path | None,
    viewpoint: Viewpoint,
    now: Callable[[], int] = clock,
    *,
    notice: str = "",
    keep_deleted_days: int = KEEP_DELETED_DAYS,
    lenses: Lenses = NO_LENSES,
) -> Archive:
    """Open the archive of one account in the file `path` (None: in memory), which takes a while: not in the loop.

    A `viewpoint` without a base gets the one that was last in use. `now` is in ms since 1970. `notice`: why an
    archive is in memory that should be in a file; it stays the archive's reason. `keep_deleted_days`: for how long what
    the user removes can still be looked at, 0 for not at all. What `lenses` show is found by searches, too. Raises
    ArchiveError where the file cannot be used; one that is broken is moved aside, which the archive's notice says.
    """
    if path is None:
        return Archive(open_memory(), viewpoint, now, notice=notice, keep_deleted_days=keep_deleted_days, lenses=lenses)
    at = datetime.fromtimestamp(now() / 1000).astimezone()
    db, notice = open_file(path, at)
    return Archive(db, viewpoint, now, path=path, notice=notice, keep_deleted_days=keep_deleted_days, lenses=lenses)


class Archive:
    """Keeps what was once seen. A reading call sees everything that `write` was given before it.

    Reading raises ArchiveError when that fails. After the first failure to write, nothing is written any more: what
    comes later must not look as if it continued what is missing. `on_failure` is called then, in the event loop that
    last called `write`.
    """

    def __init__(
        self,
        db: apsw.Connection,
        viewpoint: Viewpoint,
        now: Callable[[], int],
        *,
        path: Path | None = None,
        notice: str = "",
        keep_deleted_days: int = KEEP_DELETED_DAYS,
        lenses: Lenses = NO_LENSES,
    ) -> None:
        """Take over an open database; see `open_archive`."""
        self.on_failure: Callable[[], None] | None = None
        self._db = db
        self._now = now
        self._path = path
        self._notice = notice
        self._kept_nowhere = notice if path is None else ""
        self._reason = ""
        self._is_closed = False
        self._writer = new_writer()
        self._facts = Facts(db, self._writer, keep_deleted_days)
        self._removable = Removable(db)
        self._properties = Properties(db)
        base = viewpoint.base or self._properties.base
        self._reader = Reader(db, replace(viewpoint, base=base))
        self._spots = SpotTable(db)
        self._waiting: deque[Fact] = deque()
        self._is_scheduled = False
        self._loop: asyncio.AbstractEventLoop | None = None
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="archive")
        self._thread.submit(self._forget_deleted)
        self._search = SearchDoor(path, db, self._thread, lambda: self._reader.viewpoint, lenses)

    @property
    def reason(self) -> str:
        """Why what is written now does not last, as a sentence; '' while all is well.

        Nothing can be written any more, or it is written to memory for want of a usable file.
        """
        return self._reason or self._kept_nowhere

    def take_notice(self) -> str:
        """What the user is to be told once, as a sentence; '' for nothing, and from then on."""
        notice, self._notice = self._notice, ""
        return notice

    def write(self, fact: Fact) -> None:
        """Take over a fact, soon and in order. Never raises: see `reason`."""
        if self._reason or self._is_closed:
            return
        with suppress(RuntimeError):  # outside of a loop
            self._loop = asyncio.get_running_loop()
        self._waiting.append(fact)
        if not self._is_scheduled:
            self._is_scheduled = True
            self._thread.submit(self._write_waiting)

    async def written(self) -> None:
        """Wait until all that was given so far is on the disk. Raises ArchiveError if it is not."""
        await self._ask(lambda: None)
        if self._reason:
            raise ArchiveError(self._reason)

    def note(self, name: str, value: str) -> None:
        """Note a text by its name, soon; `listed` gives it back. Never raises; what cannot be written is not."""
        self._keep(lambda: self._properties.note(name, value))

    def keep_visit(self, visit: Visit) -> None:
        """Note how a conversation is left, soon. Never raises; where nothing can be written, nothing is."""
        self._keep(lambda: self._spots.keep_visit(visit))

    def keep_bookmark(self, bookmark: Bookmark) -> None:
        """Note what a letter stands for, soon. Never raises, as `keep_visit`."""
        self._keep(lambda: self._spots.keep_bookmark(bookmark))

    async def visits(self) -> list[Visit]:
        """How each conversation was left the last time."""
        return await self._ask(self._spots.visits)

    async def bookmarks(self) -> list[Bookmark]:
        """What the letters stand for, in their order."""
        return await self._ask(self._spots.bookmarks)

    async def changes(self, limit: int) -> list[Change]:
        """At most `limit` (from 1) changes that the histories do not show, newest first."""
        return await self._ask(lambda: self._reader.changes(limit))

    def look_from(self, base: str) -> None:
        """From now on files are at the REST base `base`, after a start without a network, too. '' changes nothing.

        Never raises.
        """
        if base and not self._is_closed:
            self._thread.submit(self._look_from, base)

    async def listed(self) -> ArchivedList:
        """The conversation list as it was known last, and what fell off it of which there are messages."""
        return await self._ask(self._reader.listed)

    async def older(self, key: ConversationKey, before: Position | None, limit: int) -> Stretch:
        """At most `limit` (from 1) messages right before a place (None: the newest of all)."""
        return await self._ask(lambda: self._reader.older(key, before, limit))

    async def newer(self, key: ConversationKey, after: Position | None, limit: int) -> Stretch:
        """At most `limit` (from 1) messages right after a place (None: the oldest of all)."""
        return await self._ask(lambda: self._reader.newer(key, after, limit))

    async def around(self, key: ConversationKey, time_ms: int, limit: int) -> Stretch:
        """At most `limit` (from 1) messages from the first at or after a time (ms since 1970), and as many before it.

        `is_last` and `joins` are about what is older; `newer` from the last of them tells of what comes after.
        """
        return await self._ask(lambda: self._reader.around(key, time_ms, limit))

    async def place_of(self, key: ConversationKey, message_key: str) -> Position | None:
        """Where the message with this key (`ChatMessage.key`) is; None where it is not archived."""
        return await self._ask(lambda: self._reader.place_of(key, message_key))

    async def kept(self, key: ConversationKey, after: Position | None, limit: int) -> Sheet:
        """At most `limit` (from 1) messages right after a place (None: the oldest of all), not yet decoded."""
        return await self._ask(lambda: self._reader.kept(key, after, limit))

    async def coverages(self, keys: Collection[ConversationKey] | None = None) -> dict[ConversationKey, Coverage]:
        """How much is archived of these conversations; None: of all that it has."""
        return await self._ask(lambda: self._reader.coverages(keys))

    async def up_to(self, key: ConversationKey, time_ms: int, most: int) -> ArchivedPart:
        """What is archived at or before a time (ms since 1970), with the messages if they are at most `most`."""
        return await self._ask(lambda: self._removable.up_to(key, time_ms, most, self._reader.viewpoint))

    async def named(self, key: ConversationKey, ids: Collection[str]) -> tuple[ChatMessage, ...]:
        """Those of the messages with these ids that are archived, oldest first."""
        return await self._ask(lambda: self._removable.named(key, ids, self._reader.viewpoint))

    async def recently_deleted(
        self, key: ConversationKey | None = None, limit: int = 1_000
    ) -> tuple[DeletedMessage, ...]:
        """What the user removed with this program, of a conversation (None: of all): what went last first."""
        return await self._ask(lambda: self._removable.deleted(key, limit, self._reader.viewpoint))

    async def days(self, key: ConversationKey, month: date, zone: tzinfo | None = None) -> dict[date, int]:
        """How many messages each day of a month has, of those that have any; days are those of `zone` (None: here)."""
        return await self._ask(lambda: self._reader.days(key, month, zone))

    async def search(
        self,
        query: Query,
        conversation: ConversationKey | None = None,
        *,
        limit: int = 50,
        before: int | None = None,
        after: int | None = None,
    ) -> SearchPage:
        """At most `limit` (from 1) messages that `query` looks for, in one conversation (None: in all), newest first.

        `before`: a place, of a hit, of a time (`place_of`) or the `rest` of a page; only what is older counts. `after`:
        only what is newer, and alone it has the oldest of these come first. It sees what is on the disk (see
        `written`), and neither writing nor reading waits for it. It takes no longer than a moment: a page without
        `limit` hits may have a `rest`. A newer search, or cancelling this one, ends it early, perhaps with nothing; its
        `rest` then says where to go on.
        """
        wish = Wish(query, conversation, limit, before, after)
        return await self._found(lambda: self._search.search(wish))

    async def scope(self, query: Query, conversation: ConversationKey | None = None) -> Scope:
        """In how much `query` is searched, in one conversation (None: in all, or in those that it names)."""
        return await self._found(lambda: self._search.ask(lambda searcher: searcher.scope(query, conversation)))

    async def known(self) -> Known:
        """Who and what a query may name."""
        return await self._found(lambda: self._search.ask(Searcher.known))

    async def aclose(self) -> None:
        """Write what is left to write, and let go of the file. Closing again does nothing."""
        if self._is_closed:
            return
        self._is_closed = True
        try:
            await self._search.aclose()
        finally:
            closing = asyncio.get_running_loop().run_in_executor(self._thread, self._close)
            self._thread.shutdown(wait=False)
            await asyncio.shield(closing)

    async def _ask(self, question: Callable[[], T]) -> T:
        """The answer of the thread to a question, once all that was given before is written."""
        loop = asyncio.get_running_loop()
        return await self._found(lambda: loop.run_in_executor(self._thread, self._answer, question))

    async def _found(self, ask: Callable[[], Awaitable[T]]) -> T:
        """What is answered. Raises ArchiveError for whatever goes wrong."""
        if self._is_closed:
            raise ArchiveError(_("The archive is closed."))
        try:
            return await ask()
        except (apsw.Error, ValueError, LookupError, TypeError) as error:  # what is broken can be broken anyhow
            if isinstance(error, DAMAGED):
                self._note_damage()
            raise ArchiveError(sentence(error)) from error

    def _answer(self, question: Callable[[], T]) -> T:
        self._write_waiting()
        return question()

    def _keep(self, note: Callable[[], None]) -> None:
        if not self._is_closed:
            self._thread.submit(self._noted, note)

    def _noted(self, note: Callable[[], None]) -> None:
        try:
            if not self._reason:
                note()
        except apsw.Error as error:
            self._fail(error)

    def _look_from(self, base: str) -> None:
        self._write_waiting()
        self._reader.viewpoint = replace(self._reader.viewpoint, base=base)
        try:
            if not self._reason:
                with writing(self._db):
                    self._properties.base = base
        except apsw.Error as error:
            self._fail(error)

    def _forget_deleted(self) -> None:
        with suppress(apsw.Error):  # the next start has the same to do; whatever is wrong, others will tell of
            self._facts.forget_deleted(self._now())

    def _write_waiting(self) -> None:
        self._is_scheduled = False
        while self._waiting and not self._reason:
            facts = [self._waiting.popleft() for _ in range(min(len(self._waiting), MOST_AT_ONCE))]
            try:
                self._facts.write(facts, self._now(), self._reader.viewpoint)
            except Exception as error:  # whatever it is: what comes next would not follow what is there
                self._fail(error)

    def _fail(self, error: Exception) -> None:
        self._reason = sentence(error)
        self._waiting.clear()
        _log.error("archiving failed", extra={"fields": {"error": type(error).__name__}})
        if isinstance(error, DAMAGED):
            self._note_damage()
        if self.on_failure is not None and self._loop is not None:
            with suppress(RuntimeError):  # the loop is over
                self._loop.call_soon_threadsafe(self.on_failure)

    def _note_damage(self) -> None:
        if self._path is not None:
            mark_damaged(self._path)

    def _close(self) -> None:
        self._write_waiting()
        end_writer(self._writer)
        with suppress(apsw.Error):
            self._db.close()
