"""What the store asks of an archive, so that it needs to import none."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Collection
from datetime import date, tzinfo
from typing import TYPE_CHECKING, Protocol

from tui.changes import Change
from tui.events import Fact
from tui.models import ChatMessage, ConversationKey
from tui.runs import ArchivedList, ArchivedPart, Coverage, DeletedMessage, Position, Stretch
from tui.spots import Bookmark, Visit

if TYPE_CHECKING:  # nobody searches before the first frame
    from tui.query import Known, Query, Scope, SearchPage

__all__ = ["Archive", "ArchivedList"]


class Archive(Protocol):
    """Keeps what was once seen. A reading call sees everything that `write` was given before it.

    Reading raises ArchiveError when the file cannot be read.
    """

    @property
    def reason(self) -> str:
        """Why what is written now does not last, as a sentence; '' while all is well."""
        ...

    def take_notice(self) -> str:
        """What the user is to be told once, as a sentence (a broken file was moved aside); '' from then on."""
        ...

    def look_from(self, base: str) -> None:
        """From now on the files of messages are at the REST base `base`; '' leaves it as it was last."""
        ...

    def write(self, fact: Fact) -> None:
        """Take over a fact, soon and in order. Never raises: see `reason`."""
        ...

    async def written(self) -> None:
        """Wait until all that was given so far is on the disk. Raises ArchiveError if it is not."""
        ...

    def note(self, name: str, value: str) -> None:
        """Note a text by its name, soon, which `listed` gives back. Never raises."""
        ...

    async def changes(self, limit: int) -> list[Change]:
        """At most `limit` changes that the histories do not show, newest first."""
        ...

    async def listed(self) -> ArchivedList: ...

    async def older(self, key: ConversationKey, before: Position | None, limit: int) -> Stretch:
        """At most `limit` messages right before a place (None: the newest of all)."""
        ...

    async def newer(self, key: ConversationKey, after: Position | None, limit: int) -> Stretch:
        """At most `limit` messages right after a place (None: the oldest of all)."""
        ...

    async def around(self, key: ConversationKey, time_ms: int, limit: int) -> Stretch:
        """At most `limit` messages from the first at or after a time (ms since 1970), and as many before it.

        `is_last` and `joins` are about what is older.
        """
        ...

    async def place_of(self, key: ConversationKey, message_key: str) -> Position | None:
        """Where a message is; None where it is not archived."""
        ...

    async def coverages(self, keys: Collection[ConversationKey] | None = None) -> dict[ConversationKey, Coverage]:
        """How much is archived of these conversations; None: of all that it has."""
        ...

    async def up_to(self, key: ConversationKey, time_ms: int, most: int) -> ArchivedPart:
        """What is archived at or before a time (ms since 1970), with the messages if they are at most `most`."""
        ...

    async def named(self, key: ConversationKey, ids: Collection[str]) -> tuple[ChatMessage, ...]:
        """Those of the messages with these ids that are archived, oldest first."""
        ...

    async def recently_deleted(
        self, key: ConversationKey | None = None, limit: int = 1_000
    ) -> tuple[DeletedMessage, ...]:
        """What the user removed with this program, of a conversation (None: of all): what went last first."""
        ...

    async def visits(self) -> list[Visit]:
        """How each conversation was left the last time."""
        ...

    async def bookmarks(self) -> list[Bookmark]:
        """What the letters stand for."""
        ...

    def keep_visit(self, visit: Visit) -> None:
        """Note how a conversation is left, soon. Never raises."""
        ...

    def keep_bookmark(self, bookmark: Bookmark) -> None:
        """Note what a letter stands for, soon. Never raises."""
        ...

    async def days(self, key: ConversationKey, month: date, zone: tzinfo | None = None) -> dict[date, int]:
        """How many messages each day of a month has, of those that have any; days are those of `zone` (None: here)."""
        ...

    async def search(
        self,
        query: Query,
        conversation: ConversationKey | None = None,
        *,
        limit: int = 50,
        before: int | None = None,
        after: int | None = None,
    ) -> SearchPage:
        """At most `limit` messages that a query looks for, newest first; the oldest first with `after` alone.

        A newer search ends an older one early, and a page without `limit` hits may have a `rest` to go on from.
        """
        ...

    async def scope(self, query: Query, conversation: ConversationKey | None = None) -> Scope:
        """In how much `query` is searched."""
        ...

    async def known(self) -> Known:
        """Who and what a query may name."""
        ...

    async def aclose(self) -> None:
        """Write what is left to write, and let go of the file."""
        ...


OpenArchive = Callable[[], Awaitable[Archive]]
"""Opens the archive; where its file cannot be used, one in memory that says so in its notice. Never raises."""
