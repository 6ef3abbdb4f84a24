"""Giving facts to the archive by the batch, and no faster than it writes them."""

from __future__ import annotations

import asyncio
from collections.abc import Collection
from typing import Protocol

from tui.events import Fact
from tui.models import ConversationKey
from tui.runs import Coverage, Position, Stretch

BATCH = 16
"""Facts that are given at once. One by one, each would be a transaction, and cost half as much again to write."""


class Writer(Protocol):
    """What can be written to, and tells when it is on the disk."""

    def write(self, fact: Fact) -> None:
        """Take over a fact, soon and in order. Never raises."""
        ...

    async def written(self) -> None:
        """Wait until everything given so far is written. Raises ArchiveError when it cannot be."""
        ...


class KeepingArchive(Writer, Protocol):
    """An archive that tells when what it was given is on the disk; see `Archive`."""

    async def coverages(self, keys: Collection[ConversationKey] | None = None) -> dict[ConversationKey, Coverage]: ...

    async def older(self, key: ConversationKey, before: Position | None, limit: int) -> Stretch: ...

    async def newer(self, key: ConversationKey, after: Position | None, limit: int) -> Stretch: ...


class Queue:
    """What is given to one archive. A few batches may wait to be written while the next ones are fetched.

    What is asked of the archive through the queue sees everything that was put into it before.
    """

    def __init__(self, archive: KeepingArchive) -> None:
        self._archive = archive
        self._held: list[Fact] = []
        self._writing: asyncio.Task[None] | None = None

    async def put(self, fact: Fact) -> None:
        """Hand over a fact; waits while too many are waiting. Raises ArchiveError when they cannot be written."""
        self._held.append(fact)
        if len(self._held) >= BATCH:
            self._hand_over()
            before, self._writing = self._writing, asyncio.create_task(self._archive.written())
            if before is not None:
                await before

    async def coverages(self, keys: Collection[ConversationKey]) -> dict[ConversationKey, Coverage]:
        self._hand_over()
        return await self._archive.coverages(keys)

    async def older(self, key: ConversationKey, before: Position | None, limit: int) -> Stretch:
        self._hand_over()
        return await self._archive.older(key, before, limit)

    async def newer(self, key: ConversationKey, after: Position | None, limit: int) -> Stretch:
        self._hand_over()
        return await self._archive.newer(key, after, limit)

    async def drained(self) -> None:
        """Wait until all is written. Raises ArchiveError when it cannot be."""
        self._hand_over()
        await self._archive.written()

    async def aclose(self) -> None:
        """Hand over the rest, and leave nothing behind that nobody waits for."""
        self._hand_over()
        if self._writing is not None:
            await asyncio.gather(self._writing, return_exceptions=True)

    def _hand_over(self) -> None:
        for fact in self._held:
            self._archive.write(fact)
        self._held.clear()
