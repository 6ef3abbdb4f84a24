"""Giving facts to the archive no faster than it writes them."""

from __future__ import annotations

import asyncio
from typing import Protocol

from tui.events import Fact
from tui.store.archive import Archive

BATCH = 16
"""Facts between two looks at how far the archive has come. Waiting for each would leave it idle half of the time."""


class Writer(Protocol):
    """What can be written to, and tells when it is on the disk."""

    def write(self, fact: Fact) -> None:
        """Take over a fact, soon and in order. Never raises."""
        ...

    async def written(self) -> None:
        """Wait until everything given so far is written. Raises ArchiveError when it cannot be."""
        ...


class KeepingArchive(Archive, Writer, Protocol):
    """An archive that tells when what it was given is on the disk."""


class Queue:
    """What is given to one archive. A few batches may wait to be written while the next ones are fetched."""

    def __init__(self, writer: Writer) -> None:
        self._writer = writer
        self._given = 0
        self._writing: asyncio.Task[None] | None = None

    async def put(self, fact: Fact) -> None:
        """Hand over a fact; waits while too many are waiting. Raises ArchiveError when they cannot be written."""
        self._writer.write(fact)
        self._given += 1
        if self._given % BATCH == 0:
            before, self._writing = self._writing, asyncio.create_task(self._writer.written())
            if before is not None:
                await before

    async def drained(self) -> None:
        """Wait until all is written. Raises ArchiveError when it cannot be."""
        await self._writer.written()

    async def aclose(self) -> None:
        """Leave nothing behind that nobody waits for."""
        if self._writing is not None:
            await asyncio.gather(self._writing, return_exceptions=True)
