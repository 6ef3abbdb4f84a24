"""The archive of what a plain command reads and does: opened once, when there is something to keep."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

from tui.archive import Archive
from tui.commands.printing import say
from tui.errors import ArchiveError, RoamingError
from tui.events import Fact
from tui.i18n import _


class Recorder:
    """An archive that cannot be used is told of once and costs nothing else."""

    def __init__(self, open_archive: Callable[[], Archive], base: Callable[[], Awaitable[str]]) -> None:
        """`open_archive` blocks, and may raise ArchiveError; `base` tells where files are, or raises RoamingError."""
        self._open_archive = open_archive
        self._base = base
        self._opening: asyncio.Task[Archive | None] | None = None
        self._is_closed = False

    async def take(self, fact: Fact) -> None:
        """Archive a fact, soon."""
        if (archive := await self._archive()) is not None:
            archive.write(fact)

    async def keep(self, fact: Fact) -> None:
        """Archive a fact, and return when it is on the disk. Raises ArchiveError."""
        if (archive := await self._archive()) is not None:
            archive.write(fact)
            await archive.written()

    async def aclose(self) -> None:
        """Write the rest and let go of the file; what could not be written is told of."""
        self._is_closed = True
        opening, self._opening = self._opening, None
        if opening is not None and (archive := await opening) is not None:
            await archive.aclose()
            if archive.reason:
                say(_("not everything was archived: {reason}").format(reason=archive.reason.rstrip(".")))

    async def _archive(self) -> Archive | None:
        if self._is_closed:
            return None
        if self._opening is None:
            self._opening = asyncio.create_task(self._open())
        return await asyncio.shield(self._opening)  # who gives up waiting must not leave open what nobody knows of

    async def _open(self) -> Archive | None:
        try:
            archive = await asyncio.to_thread(self._open_archive)
        except ArchiveError as error:
            say(_("nothing is archived: {reason}").format(reason=str(error).rstrip(".")))
            return None
        if notice := archive.take_notice():
            say(notice)
        archive.look_from(await self._base_if_known())
        return archive

    async def _base_if_known(self) -> str:
        try:
            return await self._base()
        except RoamingError:
            return ""
