"""Fetching many conversations side by side, those first whose unsaved messages the service will delete first."""

from __future__ import annotations

import asyncio
import heapq
from collections.abc import AsyncIterator, Callable, Collection
from dataclasses import dataclass

from tui.errors import (
    ArchiveError,
    NotSignedInError,
    RoamingError,
    SignInError,
)
from tui.models import ConversationKey
from tui.runs import Coverage, Hole
from tui.store.failures import may_pass
from tui.store.fetching.filling import Filling
from tui.store.fetching.queue import KeepingArchive, Queue
from tui.store.fetching.sifting import Sifting
from tui.store.fetching.urgency import unsaved_since
from tui.store.fetching.wanted import EVERYTHING, Wanted
from tui.store.service import Service

AT_ONCE = 4
"""Conversations that a page is asked for of at the same time."""


@dataclass(frozen=True, slots=True)
class Fetched:
    """How it went with one conversation. `fetched` counts the messages that came, known ones among them.

    `added` counts those that the archive did not have. `error` is why it was not finished, None for nothing. `asked`:
    the parts of which all that was wanted is here, where not everything was.
    """

    key: ConversationKey
    fetched: int
    added: int
    coverage: Coverage
    error: RoamingError | None = None
    asked: tuple[Hole, ...] = ()


@dataclass(frozen=True, slots=True)
class Progress:
    """How far it has come: conversations, and messages fetched. `left` is a guess of the messages yet to come."""

    conversations: int
    done: int
    fetched: int
    left: int | None


@dataclass(slots=True, eq=False)
class _Task:
    """One conversation: what fetches it, what the archive had of it, and its pages, the next at each step."""

    filling: Filling | Sifting
    before: Coverage
    pages: AsyncIterator[int]


class Fetching:
    """Fetches what is missing of conversations into the archive; what was written stays, however it ends."""

    def __init__(
        self,
        service: Service,
        archive: KeepingArchive,
        tell: Callable[[Fetched], None],
        *,
        since: int | None = None,
        wanted: Wanted = EVERYTHING,
        at_once: int = AT_ONCE,
    ) -> None:
        """`tell` is given each conversation when it is done. `since`: see `Filling`.

        `wanted`: only such messages are asked for, where the service can do that, and no gap is filled by them.
        """
        self._service = service
        self._tell = tell
        self._since = since
        self._wanted = wanted
        self._at_once = at_once
        self._queue = Queue(archive)
        self._tasks: list[_Task] = []
        self._waiting: list[tuple[int, int, _Task]] = []
        self._done = 0
        self._outages = 0

    @property
    def progress(self) -> Progress:
        return Progress(
            conversations=len(self._tasks),
            done=self._done,
            fetched=sum(each.filling.fetched for each in self._tasks),
            left=self._guess(),
        )

    async def run(self, keys: Collection[ConversationKey]) -> None:
        """Fetch what is missing of these conversations. To be called once.

        One that fails is told of, and the others go on; where the service is gone altogether, they fail as well.
        Raises NotSignedInError, SignInError, and ArchiveError when nothing can be written any more.
        """
        coverages = await self._queue.coverages(keys)
        for number, key in enumerate(dict.fromkeys(keys)):
            before = coverages.get(key) or Coverage(key)
            filling = self._filling(before)
            task = _Task(filling, before, filling.pages())
            self._tasks.append(task)
            self._waiting.append((unsaved_since(task.before), number, task))
        heapq.heapify(self._waiting)
        workers = [asyncio.create_task(self._work()) for _ in range(min(self._at_once, len(self._tasks)))]
        try:
            await asyncio.gather(*workers)
            await self._queue.drained()
        finally:
            for worker in workers:
                worker.cancel()
            await asyncio.gather(*workers, return_exceptions=True)
            await self._queue.aclose()

    def _filling(self, before: Coverage) -> Filling | Sifting:
        wanted = self._wanted
        if not wanted.is_narrow or wanted.options(before.key, Hole(None, None)) is None:
            return Filling(self._service, self._queue, before.key, since=self._since)
        return Sifting(self._service, self._queue, before, wanted)

    async def _work(self) -> None:
        """Fetch a page of the most urgent conversation that nobody else is at, again and again."""
        while self._waiting:
            _reached, number, task = heapq.heappop(self._waiting)
            try:
                reached = await anext(task.pages, None)
            except (NotSignedInError, SignInError, ArchiveError):
                raise
            except RoamingError as error:
                await self._end(task, error)
                await self._count_outage(error)
                continue
            self._outages = 0
            if reached is None:
                await self._end(task)
            else:
                heapq.heappush(self._waiting, (reached, number, task))

    async def _end(self, task: _Task, error: RoamingError | None = None) -> None:
        key = task.filling.key
        coverage = (await self._queue.coverages([key])).get(key) or Coverage(key)
        added = max(0, coverage.messages - task.before.messages)
        self._done += 1
        task.filling.extent.end()
        asked = task.filling.asked if isinstance(task.filling, Sifting) else ()
        self._tell(Fetched(key, task.filling.fetched, added, coverage, error, asked))

    async def _count_outage(self, error: RoamingError) -> None:
        """Once as many in a row have failed as are asked for at once, nobody has to wait for all others to fail."""
        self._outages += may_pass(error)  # then it is about the service as a whole, not about one conversation
        while self._outages >= self._at_once and self._waiting:
            _reached, _number, task = heapq.heappop(self._waiting)
            await self._end(task, error)

    def _guess(self) -> int | None:
        """The messages to come, if there are as many in the time that is left as in what was gone through."""
        extents = [each.filling.extent for each in self._tasks]
        left = [each.left for each in extents if each.left is not None]
        done = sum(each.done for each in extents)
        if len(left) < len(extents) or not done:
            return None
        return round(sum(left) * sum(each.messages for each in extents) / done)
