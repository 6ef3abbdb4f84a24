"""The archive of one account: opened once, and what the parts of the store begin with."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from dataclasses import dataclass

from tui.errors import ArchiveError
from tui.events import Fact
from tui.i18n import _
from tui.runs import ArchivedList
from tui.store.archive import Archive, OpenArchive
from tui.store.changes import Changes
from tui.store.conversations import Conversations
from tui.store.coverages import Coverages
from tui.store.habits import Habits
from tui.store.names import Names
from tui.store.once import Once
from tui.store.visits import Visits


@dataclass(frozen=True, slots=True)
class Beginners:
    """The parts that begin with what was archived before."""

    habits: Habits
    changes: Changes
    visits: Visits
    names: Names
    conversations: Conversations
    coverages: Coverages

    async def restore(self, archive: Archive, listed: ArchivedList) -> None:
        """Let each take over what is its own."""
        self.habits.restore(listed.notes, archive.note)
        self.changes.restore(listed.notes, archive.note)
        with suppress(ArchiveError):  # the list, which failed as well, or the next page will say so
            await self.visits.restore(archive)
        self.names.restore(listed.names)
        self.conversations.restore(listed)
        await self.coverages.start(archive)


class Keeping:
    """Has the archive from `restore` on."""

    def __init__(self, open_archive: OpenArchive) -> None:
        self._opening = Once(open_archive)
        self._is_closed = False
        self._archive: Archive | None = None
        self._restoring = asyncio.Lock()
        self.read_at = 0
        """When anything was last heard of the service before this start, in ms since 1970; 0 for never."""

    @property
    def is_open(self) -> bool:
        """Whether what is archived can be read."""
        return self._archive is not None

    @property
    def reason(self) -> str:
        """Why what comes is not kept, as a sentence; '' while all is well, and while it is not open."""
        return self._archive.reason if self._archive else ""

    def archive(self) -> Archive:
        """The archive. Raises ArchiveError while it is not open."""
        if self._archive is None:
            raise ArchiveError(_("The archive is not open yet."))
        return self._archive

    def take_notice(self) -> str:
        """What the user is to be told once about the archive, as a sentence; '' when there is nothing, or told."""
        return self._archive.take_notice() if self._archive else ""

    def write(self, fact: Fact) -> None:
        """Have a fact kept, where the archive is open."""
        if self._archive is not None:
            self._archive.write(fact)

    def look_from(self, base: str) -> None:
        """From now on the files of messages are at the REST base `base`."""
        if self._archive is not None:
            self._archive.look_from(base)

    async def restore(self, beginners: Beginners) -> None:
        """Open the archive, and let all begin with what it has. Does nothing when that has been done; never raises."""
        async with self._restoring:
            if self._archive is not None:
                return
            archive = await self._opening.get()
            if self._is_closed:
                return
            self._archive = archive
            try:
                listed = await self._archive.listed()
            except ArchiveError:
                listed = ArchivedList()
            self.read_at = listed.read_at
            await beginners.restore(self._archive, listed)

    async def close(self) -> None:
        """Let go of the archive, with everything written; of one that is still being opened, once it is open."""
        self._is_closed = True
        if (archive := await self._opening.opened()) is not None:
            await archive.aclose()
