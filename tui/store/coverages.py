"""How much of each conversation is archived, asked of the archive soon after it was written to."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from contextlib import suppress

from tui.errors import ArchiveError
from tui.models import ConversationKey
from tui.runs import Coverage
from tui.store.archive import Archive
from tui.times import DAY

PAUSE = 0.25
"""Seconds between two looks at the archive while messages stream in."""

SOON = 3 * DAY
"""Unsaved messages that the service will have deleted within this time (ms) expire soon."""


class Coverages:
    """The coverage of every conversation that is archived, as of a moment ago."""

    def __init__(self, changed: Callable[[], None]) -> None:
        self._changed = changed
        self._archive: Archive | None = None
        self._known: dict[ConversationKey, Coverage] = {}
        self._stale: set[ConversationKey] = set()
        self._looking: asyncio.Task[None] | None = None

    def of(self, key: ConversationKey) -> Coverage | None:
        """What is archived of a conversation; None where that is not known yet."""
        return self._known.get(key)

    @property
    def messages(self) -> int:
        """How many messages are archived in all."""
        return sum(coverage.messages for coverage in self._known.values())

    async def start(self, archive: Archive) -> None:
        """Look at everything that `archive` has; from now on it is asked about what changes."""
        with suppress(ArchiveError):
            self._known = await archive.coverages()
        self._archive = archive
        self._changed()
        self._look_soon()

    def stale(self, key: ConversationKey) -> None:
        """The archive was told something about this conversation."""
        self._stale.add(key)
        self._look_soon()

    async def close(self) -> None:
        """Look no more."""
        self._archive = None
        if self._looking is not None:
            self._looking.cancel()
            await asyncio.wait([self._looking])

    def expiring(
        self, now: int, retention_days: int, newest: Mapping[ConversationKey, int | None]
    ) -> set[ConversationKey]:
        """The keys of `newest` whose messages the service may delete soon while they are not archived.

        `now` in ms since 1970, as is the time of each conversation's newest message (None: not known). Where nothing is
        archived of a conversation, that time is all that tells how old its messages are.
        """
        horizon = now - retention_days * DAY
        return {key for key, time in newest.items() if _is_expiring(self._known.get(key), time, horizon)}

    def _look_soon(self) -> None:
        if self._stale and self._archive is not None and self._looking is None:
            self._looking = asyncio.ensure_future(self._look())

    async def _look(self) -> None:
        try:
            while self._stale and self._archive is not None:
                stale, self._stale = self._stale, set()
                with suppress(ArchiveError):
                    self._known.update(await self._archive.coverages(stale))
                self._changed()
                await asyncio.sleep(PAUSE)
        finally:
            self._looking = None


def _is_expiring(coverage: Coverage | None, newest: int | None, horizon: int) -> bool:
    """Whether a hole reaches from what is about to be deleted to what is not deleted yet."""
    if coverage is not None and coverage.is_complete:
        return False
    if coverage is None or not coverage.messages:
        return newest is not None and horizon < newest < horizon + SOON
    return any(
        (hole.after is None or hole.after < horizon + SOON) and (hole.before is None or hole.before > horizon)
        for hole in coverage.missing
    )
