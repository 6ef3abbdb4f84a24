"""A history of which only the messages that a query looks for are shown, with those around them."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from contextlib import aclosing, suppress
from dataclasses import replace

from tui.errors import ArchiveError
from tui.models import ChatMessage, ConversationKey
from tui.query import Hit, Query, place_of
from tui.runs import Coverage
from tui.store.asked import Asked
from tui.store.context import Neighbourhood, joined, neighbourhood
from tui.store.fetching import wanted_by
from tui.store.grounds import Grounds, fetching
from tui.store.hits import find
from tui.store.snapshots import Filter, HistorySnapshot, Phase
from tui.timeline.edges import Side
from tui.timeline.filtered_rows import edge, filtered_rows
from tui.timeline.rows import MessageRow, Row

AT_ONCE = 50
"""Hits that are loaded at once."""

KEPT = 1_000
"""Hits in memory; beyond it the far side is let go and can be loaded again."""

MOST_LINES = 20

PAUSE = 0.25
"""Seconds between two looks at the archive while messages stream in."""


class Filtered:
    """At most one conversation is filtered at a time."""

    def __init__(self, grounds: Grounds) -> None:
        self._grounds = grounds
        self._key: ConversationKey | None = None
        self._query = Query()
        self._text = ""
        self._lines = 1
        self._hits: tuple[Hit, ...] = ()  # oldest first
        self._has_more = {Side.OLDER: False, Side.NEWER: False}
        self._jump: Side | None = None
        self._around: dict[str, Neighbourhood] = {}
        self._rows: tuple[Row, ...] = ()
        self._count = 0
        self._refreshing: asyncio.Task[None] | None = None
        self._asked = Asked()
        self._fetching: asyncio.Task[object] | None = None
        self._turn = asyncio.Lock()  # a fetch that was stopped may take a while to end
        self._fetched: int | None = None

    @property
    def key(self) -> ConversationKey | None:
        """The conversation that is filtered; None: none is."""
        return self._key

    def over(self, history: HistorySnapshot) -> HistorySnapshot:
        """What is left of a history by the filter; all of it where it is not filtered."""
        if history.key != self._key:
            return history
        return replace(
            history,
            rows=_with_leaving(self._rows, history.rows),
            message_count=self._count,
            reaches_newest=not self._has_more[Side.NEWER],
            phase=Phase.READY,
            reason="",
            fetched=history.fetched if self._fetched is None else self._fetched,
            filter=Filter(self._text, self._lines, len(self._hits), any(self._has_more.values())),
        )

    def nearest(self, time: int) -> ChatMessage | None:
        """The loaded hit that was sent nearest to a time (ms since 1970)."""
        hits = [hit.message for hit in self._hits]
        return min(hits, key=lambda message: abs(message.time - time), default=None)

    async def all_keys(self) -> frozenset[str]:
        """The keys of all messages that are looked for, whether they are loaded or not. Raises ArchiveError."""
        keys: set[str] = set()
        key, place = self._key, None
        while key is not None:
            hits = await self._find(key, self._query, Side.OLDER, place, KEPT)
            keys.update(hit.message.key for hit in hits)
            if len(hits) < KEPT:
                break
            place = hits[-1].place
        return frozenset(keys)

    async def begin(self, key: ConversationKey, text: str, query: Query, time: int) -> None:
        """Filter a conversation from now on; what is near a time (ms since 1970) is loaded. Raises ArchiveError."""
        place = place_of(time + 1)
        older = await self._find(key, query, Side.OLDER, place)
        newer = await self._find(key, query, Side.NEWER, place - 1)
        hits = (*reversed(older), *newer)
        known = await self._neighbourhoods(hits, {})
        self._key, self._text, self._query = key, text, query
        self._has_more = {Side.OLDER: len(older) == AT_ONCE, Side.NEWER: len(newer) == AT_ONCE}
        self._show(hits, known)

    def end(self) -> None:
        """Filter nothing any more."""
        if self._key is not None:
            self.stop()
            self._key = None
            self._hits, self._rows, self._around = (), (), {}
            self._grounds.notify()

    @property
    def is_fetching(self) -> bool:
        """Whether what is missing is being fetched."""
        return self._fetching is not None

    async def fetch(self) -> None:
        """Fetch what is missing of the conversation, and show what of it is looked for. Raises RoamingError.

        Where the service can look for some of what the query says, it is asked for that alone; called again, for the
        rest as well. The end of the filter cancels it, and so does `stop`; what has come is kept.
        """
        key = self._key
        if key is None or self.is_fetching:
            return
        mine = self._fetching = asyncio.current_task()
        try:
            self._tell_fetched(0)
            async with self._turn:
                await self._fetch_missing(key)
        finally:
            if self._fetching is mine:
                self._fetched_no_more()

    def stop(self) -> None:
        """Fetch nothing more."""
        if self._fetching is not None:
            self._fetching.cancel()
            self._fetched_no_more()

    async def _fetch_missing(self, key: ConversationKey) -> None:
        archive, mine = self._grounds.archive(), self._fetching
        wanted = wanted_by(self._query, await archive.known())
        coverage = (await archive.coverages([key])).get(key) or Coverage(key)
        lacking = [coverage] if wanted.gaps(coverage) else []
        async with aclosing(fetching(self._grounds, lacking, wanted, self._asked)) as steps:
            async for fetch in steps:
                if self._fetching is mine:
                    self._tell_fetched(fetch.fetched)

    def _fetched_no_more(self) -> None:
        self._fetching = None
        self._tell_fetched(None)

    def _tell_fetched(self, fetched: int | None) -> None:
        self._fetched = fetched
        self._grounds.notify()

    async def load(self, side: Side) -> None:
        """Load more beyond an edge. Raises ArchiveError."""
        key, hits = self._key, self._hits
        if key is None or not hits or not self._has_more[side]:
            return
        found = await self._find(key, self._query, side, hits[0 if side is Side.OLDER else -1].place)
        if self._key != key or self._hits is not hits:
            return
        self._has_more[side] = len(found) == AT_ONCE
        together = (*reversed(found), *hits) if side is Side.OLDER else (*hits, *found)
        kept = together[:KEPT] if side is Side.OLDER else together[-KEPT:]
        if len(kept) < len(together):
            self._has_more[side.opposite] = True
        await self._put(kept)

    async def go_to_end(self, side: Side) -> None:
        """Load the oldest or the newest hits. Raises ArchiveError."""
        key = self._key
        self.stay()
        if key is None or not self._has_more[side]:
            return
        start = 0 if side is Side.OLDER else None
        self._jump = side
        found = await self._find(key, self._query, side.opposite, start)
        if self._key == key and self._jump is side:
            self._jump = None
            self._has_more = {side: False, side.opposite: len(found) == AT_ONCE}
            await self._put(found if side is Side.OLDER else tuple(reversed(found)))

    def stay(self) -> None:
        """Leave the hits that are loaded, whatever end was on its way to take their place."""
        self._jump = None

    async def widen(self, lines: int) -> None:
        """Show so many messages more (or, below 0, fewer) before and after each hit. Raises ArchiveError."""
        wanted = min(max(self._lines + lines, 0), MOST_LINES)
        if wanted != self._lines:
            self._lines = wanted
            self._around = {}
            await self._put(self._hits)

    def stale(self, key: ConversationKey) -> None:
        """Something happened in a conversation."""
        if key == self._key and self._refreshing is None:
            self._refreshing = asyncio.ensure_future(self._refresh())

    async def close(self) -> None:
        """Look no more."""
        if self._refreshing is not None:
            self._refreshing.cancel()
            await asyncio.wait([self._refreshing])

    async def _refresh(self) -> None:
        """Look again at what is loaded, and at what has come after it."""
        try:
            await asyncio.sleep(PAUSE)
        finally:
            self._refreshing = None
        key, hits = self._key, self._hits
        if key is None:
            return
        with suppress(ArchiveError):
            found, has_more = await self._looked_again(key, hits)
            if self._key == key and self._hits is hits:
                self._has_more = has_more
                self._around = {}
                await self._put(found)

    async def _looked_again(
        self, key: ConversationKey, hits: tuple[Hit, ...]
    ) -> tuple[tuple[Hit, ...], dict[Side, bool]]:
        """What there is now between the ends of what is loaded, and beyond those where there was nothing more."""
        has_more = dict(self._has_more)
        older: tuple[Hit, ...] = ()
        if hits and not has_more[Side.OLDER]:
            older = await self._find(key, self._query, Side.OLDER, hits[0].place)
            has_more[Side.OLDER] = len(older) == AT_ONCE
        limit = max(KEPT, len(hits))
        newer = await self._find(key, self._query, Side.NEWER, hits[0].place - 1 if hits else 0, limit)
        if hits and has_more[Side.NEWER]:
            newer = tuple(hit for hit in newer if hit.place <= hits[-1].place)
        else:
            has_more[Side.NEWER] = len(newer) == limit
        return (*reversed(older), *newer), has_more

    async def _find(
        self, key: ConversationKey, query: Query, side: Side, place: int | None, limit: int = AT_ONCE
    ) -> tuple[Hit, ...]:
        return await find(self._grounds.archive(), query, key, limit, place=place, side=side)

    async def _put(self, hits: tuple[Hit, ...]) -> None:
        """Show these hits (oldest first) with what is around them, unless others are shown meanwhile."""
        self._hits, key, lines = hits, self._key, self._lines
        known = await self._neighbourhoods(hits, self._around)
        if self._hits is hits and (self._key, self._lines) == (key, lines):
            self._show(hits, known)

    async def _neighbourhoods(
        self, hits: tuple[Hit, ...], known: Mapping[str, Neighbourhood]
    ) -> dict[str, Neighbourhood]:
        archive, lines = self._grounds.archive(), self._lines
        return {hit.message.key: known.get(hit.message.key) or await neighbourhood(archive, hit, lines) for hit in hits}

    def _show(self, hits: tuple[Hit, ...], known: dict[str, Neighbourhood]) -> None:
        self._hits, self._around = hits, known
        older = edge(Side.OLDER, hits[0].message.key) if self._has_more[Side.OLDER] else None
        newer = edge(Side.NEWER, hits[-1].message.key) if self._has_more[Side.NEWER] else None
        runs = joined([known[hit.message.key] for hit in hits])
        self._rows = filtered_rows(runs, older, newer)
        self._count = sum(len(run) for run in runs)
        self._grounds.notify()


def _with_leaving(rows: tuple[Row, ...], all_rows: tuple[Row, ...]) -> tuple[Row, ...]:
    """`rows`, those of them as they are in the whole history that are about to be deleted."""
    leaving = {row.key: row for row in all_rows if isinstance(row, MessageRow) and row.leaving}
    if not leaving:
        return rows
    return tuple(
        replace(leaving[row.key], continues=row.continues)
        if isinstance(row, MessageRow) and row.key in leaving
        else row
        for row in rows
    )
