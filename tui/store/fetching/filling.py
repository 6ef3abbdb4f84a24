"""Fetching what is missing of one conversation, page by page."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from tui.errors import RoamingError
from tui.events import HistoryRead
from tui.i18n import _
from tui.limits import LARGEST_PAGE
from tui.models import ChatMessage, ConversationKey
from tui.runs import START, Coverage, Hole, Position, Run, Stretch, position
from tui.store.fetching.extent import Extent
from tui.store.fetching.queue import Queue
from tui.store.fetching.urgency import unsaved_since
from tui.store.pages import read_run
from tui.store.service import Service
from tui.timeline.timeline import Request


@dataclass(frozen=True, slots=True)
class _Gap:
    """Where something is missing: between two messages, or (`before` None) before the first of all.

    `cursor` asks upwards from its end; None: the id of the message there does.
    """

    before: ChatMessage | None
    after: ChatMessage
    cursor: str | None


class _CursorUnknownError(Exception):
    """The service ends the history where it is known to go on: it cannot place what it was asked from."""


class Filling:
    """One conversation on its way into the archive.

    The newest page comes first: it tells what is new, and what was deleted at the end. Then every hole is walked
    through downwards, the oldest first, as the service deletes its oldest messages first. What is written claims
    nothing of messages that are newer than the page's own and than what the archive had before the page was asked for:
    another process may be adding them.
    """

    def __init__(
        self,
        service: Service,
        archive: Queue,
        key: ConversationKey,
        *,
        since: int | None = None,
    ) -> None:
        """`since` (ms since 1970): nothing before it is asked for, but for what shares a page with what comes after."""
        self.key = key
        self.fetched = 0
        """Messages that came, known ones among them."""
        self.extent = Extent()
        self._service = service
        self._archive = archive
        self._since = since

    async def pages(self) -> AsyncIterator[int]:
        """Fetch and write a page at each step; gives the time (ms since 1970) from which on messages may be missing.

        Raises RoamingError; what came before it is kept.
        """
        coverage = await self._coverage()
        newest = await self._read_newest()
        yield unsaved_since(coverage)
        last: _Gap | None = None
        while holes := self._wanted(await self._coverage()):
            gap = await self._gap(holes[0])
            if gap is None or gap == last:
                raise RoamingError(_("The service's pages do not fill what is missing."))
            last = gap
            self.extent.begin(holes, self._since or 0)
            async for reached in self._fill(gap, newest):
                yield reached

    async def _coverage(self) -> Coverage:
        return (await self._archive.coverages([self.key])).get(self.key) or Coverage(self.key)

    def _wanted(self, coverage: Coverage) -> Sequence[Hole]:
        """What is missing and asked for, oldest first."""
        since = self._since
        holes = [] if not coverage.messages else coverage.missing
        return [each for each in holes if since is None or each.before is None or each.before > since]

    async def _read_newest(self) -> Position:
        """Where the service's history ends."""
        archived = (await self._archive.older(self.key, None, 1)).messages
        run = await self._read(Request(up=True, cursor=None, asked_from=None))
        await self._archive.put(HistoryRead(self.key, _held_back(run, position(archived[-1]) if archived else None)))
        return run.last if run.messages else START

    async def _fill(self, gap: _Gap, newest: Position) -> AsyncIterator[int]:
        begin = gap.before.time if gap.before else 0
        try:
            async for place in self._walk_down(gap, newest) if begin >= (self._since or 0) else self._walk_up(gap):
                yield place
        except _CursorUnknownError:
            async for place in self._walk_up(gap):
                yield place

    async def _gap(self, hole: Hole) -> _Gap | None:
        """The first gap at or after the beginning of `hole`; None when there is none any more."""
        place = None if hole.after is None else Position(hole.after, 0)
        before: ChatMessage | None = None
        while True:
            stretch = await self._archive.newer(self.key, place, LARGEST_PAGE)
            for message in stretch.messages:
                if message.key in stretch.gaps and (before is not None or hole.after is None):
                    return _Gap(before, message, stretch.gaps[message.key])
                before = message
            if before is None or stretch.is_last:
                return None
            place = position(before)

    async def _walk_down(self, gap: _Gap, newest: Position) -> AsyncIterator[int]:
        start = await self._with_id(gap.before, self._archive.older)
        while start is None or position(start) < position(gap.after):
            place = position(start) if start else None
            run = await self._read(Request(up=False, cursor=start.id if start else None, asked_from=place))
            if run.reaches_newest and run.last < newest:
                raise _CursorUnknownError
            await self._archive.put(HistoryRead(self.key, replace(run, reaches_newest=False)))
            if run.reaches_newest:
                return
            start = _last_with_id(run.messages)
            if start is None or position(start) <= (place or START):
                raise RoamingError(_("Whole pages of messages have no id, so it cannot be asked for what follows."))
            if place is None:
                self.extent.reach_up_to(run.first.time)  # where the history begins
            self.extent.reach_up_to(start.time, len(run.messages))
            yield start.time

    async def _walk_up(self, gap: _Gap) -> AsyncIterator[int]:
        start = gap.after if gap.cursor else await self._with_id(gap.after, self._archive.newer)
        if start is None:
            raise RoamingError(_("No message after the gap has an id, so it cannot be asked for what is before."))
        place, cursor = position(start), gap.cursor or start.id
        begin = max(position(gap.before) if gap.before else START, Position(self._since or 0, 0))
        while place > begin:
            run = await self._read(Request(up=True, cursor=cursor, asked_from=place))
            await self._archive.put(HistoryRead(self.key, run))
            if run.reaches_oldest or run.cursor is None:
                return
            place, cursor = run.first, run.cursor
            self.extent.reach_down_to(place.time, len(run.messages))
            yield max(begin.time, 0)

    async def _with_id(
        self,
        message: ChatMessage | None,
        beyond: Callable[[ConversationKey, Position | None, int], Awaitable[Stretch]],
    ) -> ChatMessage | None:
        """The nearest message, from `message` on, by which the service can be asked."""
        while message is not None and not message.id:
            found = (await beyond(self.key, position(message), 1)).messages
            message = found[0] if found else None
        return message

    async def _read(self, request: Request) -> Run:
        run = await read_run(self._service, self.key, request)
        self.fetched += len(run.messages)
        return run


def _held_back(run: Run, archived: Position | None) -> Run:
    """The newest page's claim, but only up to `archived`, the newest message that was there before it was asked for.

    A page that is on its way while another process writes a newer one must not undo that.
    """
    return replace(run, last=max(run.last, archived or run.last), reaches_newest=False) if run.messages else run


def _last_with_id(messages: Iterable[ChatMessage]) -> ChatMessage | None:
    return next((each for each in reversed(tuple(messages)) if each.id), None)
