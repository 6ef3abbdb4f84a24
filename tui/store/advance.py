"""An archive of which the beginning is known before it is opened."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from datetime import date, tzinfo
from typing import TYPE_CHECKING

from tui.changes import Change
from tui.events import Fact
from tui.models import ChatMessage, ConversationKey
from tui.runs import ArchivedList, ArchivedPart, Coverage, DeletedMessage, Position, Stretch
from tui.spots import Bookmark, Visit
from tui.store.archive import Archive, OpenArchive
from tui.store.once import Once

if TYPE_CHECKING:  # nobody searches before the first frame
    from tui.export.source import Sheet
    from tui.query import Known, Query, Scope, SearchPage


class KnownInAdvance:
    """Answers what is asked first at once, and opens the archive when it is told or asked anything else.

    From then on the archive is asked; what is known in advance is not written to it. Opening one that is all in memory
    takes longer than a first screen may.
    """

    def __init__(
        self,
        listed: ArchivedList,
        newest: Mapping[ConversationKey, Stretch],
        coverages: Mapping[ConversationKey, Coverage],
        open_archive: OpenArchive,
    ) -> None:
        """`newest`: the newest messages of some conversations, of which `coverages` tells how much there is."""
        self._listed = listed
        self._newest = newest
        self._coverages = coverages
        self._open = open_archive
        self._opening = Once(self._open_now)
        self._archive: Archive | None = None
        self._base = ""
        self._waiting: list[Fact] = []
        self._notes: list[Callable[[Archive], None]] = []

    @property
    def reason(self) -> str:
        """Why what is written now does not last; see `Archive`."""
        return self._archive.reason if self._archive else ""

    def take_notice(self) -> str:
        """What the user is to be told once; see `Archive`."""
        return self._archive.take_notice() if self._archive else ""

    def look_from(self, base: str) -> None:
        """Where the files of messages are from now on; see `Archive`."""
        if self._archive is not None:
            self._archive.look_from(base)
        else:
            self._base = base

    def write(self, fact: Fact) -> None:
        """Take over a fact, in order, as soon as the archive is open."""
        if self._archive is not None:
            self._archive.write(fact)
        else:
            self._waiting.append(fact)
            self._opening.begin()

    def note(self, name: str, value: str) -> None:
        """Note a text by its name as soon as the archive is open, for which this is no reason to open it."""
        self._note(lambda archive: archive.note(name, value))

    async def changes(self, limit: int) -> list[Change]:
        """At most `limit` changes, newest first; there is none before there is an archive."""
        return await self._archive.changes(limit) if self._archive is not None else []

    async def listed(self) -> ArchivedList:
        """What is known in advance: nobody has anything else to start from."""
        return self._listed

    async def older(self, key: ConversationKey, before: Position | None, limit: int) -> Stretch:
        """At most `limit` messages right before a place (None: the newest of all)."""
        if before is None and not self._opening.was_begun and key in self._newest:
            return self._newest[key]
        return await (await self._opening.get()).older(key, before, limit)

    async def newer(self, key: ConversationKey, after: Position | None, limit: int) -> Stretch:
        """At most `limit` messages right after a place (None: the oldest of all)."""
        return await (await self._opening.get()).newer(key, after, limit)

    async def around(self, key: ConversationKey, time_ms: int, limit: int) -> Stretch:
        """At most `limit` messages from the first at or after a time (ms since 1970), and as many before it."""
        return await (await self._opening.get()).around(key, time_ms, limit)

    async def place_of(self, key: ConversationKey, message_key: str) -> Position | None:
        """Where a message is; None where it is not archived."""
        return await (await self._opening.get()).place_of(key, message_key)

    async def visits(self) -> list[Visit]:
        """How each conversation was left; none was before there is an archive."""
        return await self._archive.visits() if self._archive is not None else []

    async def bookmarks(self) -> list[Bookmark]:
        """What the letters stand for; nothing before there is an archive."""
        return await self._archive.bookmarks() if self._archive is not None else []

    def keep_visit(self, visit: Visit) -> None:
        """Note how a conversation is left, as soon as the archive is open; nobody waits for that."""
        self._note(lambda archive: archive.keep_visit(visit))

    def keep_bookmark(self, bookmark: Bookmark) -> None:
        """Note what a letter stands for, as soon as the archive is open."""
        self._note(lambda archive: archive.keep_bookmark(bookmark))

    async def kept(self, key: ConversationKey, after: Position | None, limit: int) -> Sheet:
        """At most `limit` messages right after a place, not yet decoded; see `Archive`."""
        return await (await self._opening.get()).kept(key, after, limit)

    async def coverages(self, keys: Collection[ConversationKey] | None = None) -> dict[ConversationKey, Coverage]:
        """How much is archived of these conversations; None: of all."""
        if keys is None and not self._opening.was_begun:
            return dict(self._coverages)
        return await (await self._opening.get()).coverages(keys)

    async def written(self) -> None:
        """Wait until all that was given so far is on the disk; see `Archive`."""
        await (await self._opening.get()).written()

    async def up_to(self, key: ConversationKey, time_ms: int, most: int) -> ArchivedPart:
        """What is archived at or before a time; see `Archive`."""
        return await (await self._opening.get()).up_to(key, time_ms, most)

    async def named(self, key: ConversationKey, ids: Collection[str]) -> tuple[ChatMessage, ...]:
        """Those of the messages with these ids that are archived, oldest first."""
        return await (await self._opening.get()).named(key, ids)

    async def recently_deleted(
        self, key: ConversationKey | None = None, limit: int = 1_000
    ) -> tuple[DeletedMessage, ...]:
        """What the user removed with this program; see `Archive`."""
        return await (await self._opening.get()).recently_deleted(key, limit)

    async def days(self, key: ConversationKey, month: date, zone: tzinfo | None = None) -> dict[date, int]:
        """How many messages each day of a month has; see `Archive`."""
        return await (await self._opening.get()).days(key, month, zone)

    async def search(
        self,
        query: Query,
        conversation: ConversationKey | None = None,
        *,
        limit: int = 50,
        before: int | None = None,
        after: int | None = None,
    ) -> SearchPage:
        """At most `limit` messages that a query looks for; see `Archive`."""
        return await (await self._opening.get()).search(query, conversation, limit=limit, before=before, after=after)

    async def scope(self, query: Query, conversation: ConversationKey | None = None) -> Scope:
        """In how much `query` is searched; see `Archive`."""
        return await (await self._opening.get()).scope(query, conversation)

    async def known(self) -> Known:
        """Who and what a query may name; see `Archive`."""
        return await (await self._opening.get()).known()

    async def aclose(self) -> None:
        """Let go of the archive, if it was opened."""
        if (archive := await self._opening.opened()) is not None:
            await archive.aclose()

    def _note(self, note: Callable[[Archive], None]) -> None:
        if self._archive is not None:
            note(self._archive)
        else:
            self._notes.append(note)

    async def _open_now(self) -> Archive:
        archive = await self._open()
        archive.look_from(self._base)
        for fact in self._waiting:
            archive.write(fact)
        self._waiting.clear()
        for note in self._notes:
            note(archive)
        self._notes.clear()
        self._archive = archive
        return archive
