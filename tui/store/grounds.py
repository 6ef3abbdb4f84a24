"""What is searched, and fetching what is missing of it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Callable, Collection
from dataclasses import dataclass

from tui.errors import RoamingError
from tui.events import Fact
from tui.models import ConversationKey
from tui.runs import Coverage, Position, Stretch
from tui.store.archive import Archive
from tui.store.asked import Asked
from tui.store.fetching import EVERYTHING, Fetched, Fetching, Wanted
from tui.store.findings import Fetch
from tui.store.service import Service

LOOK_EVERY = 0.5
"""Seconds between two steps while things are fetched."""


@dataclass(frozen=True, slots=True)
class Grounds:
    """What is searched, and where what is missing comes from.

    `archive` and `service` raise RoamingError where there is none. `publish` takes what was fetched. `listed`: the
    conversations that the service's list has. `now` is in ms since 1970.
    """

    archive: Callable[[], Archive]
    service: Callable[[], Service]
    publish: Callable[[Fact], None]
    listed: Callable[[], Collection[ConversationKey]]
    notify: Callable[[], None]
    now: Callable[[], int]


async def fetching(
    grounds: Grounds, lacking: Collection[Coverage], wanted: Wanted, asked: Asked
) -> AsyncGenerator[Fetch, None]:
    """Fetch what is missing of conversations; gives how far it is, now and then and when it is done.

    First only what is `wanted`, where the service can tell that and was not `asked` for it yet, which is noted. Raises
    RoamingError when something could not be fetched, after the others have been. Whoever is cancelled in it or closes
    it keeps what has come.
    """
    failed: list[RoamingError] = []

    def take(fetched: Fetched) -> None:
        asked.note(wanted, fetched)
        if fetched.error is not None:
            failed.append(fetched.error)

    unasked = [each.key for each in lacking if wanted.is_narrow and asked.left(wanted, each)]
    job = Fetching(grounds.service(), _Publishing(grounds), take, wanted=wanted if unasked else EVERYTHING)
    running = asyncio.ensure_future(job.run(unasked or [each.key for each in lacking]))
    try:
        while not running.done():
            await asyncio.wait([running], timeout=LOOK_EVERY)
            yield Fetch(job.progress.fetched, job.progress.left)
        running.result()
    finally:
        running.cancel()
        await asyncio.wait([running])
    if failed:
        raise failed[0]


class _Publishing:
    """The archive, with everybody told of what is written to it."""

    def __init__(self, grounds: Grounds) -> None:
        self._archive = grounds.archive()
        self._publish = grounds.publish

    def write(self, fact: Fact) -> None:
        self._publish(fact)

    async def written(self) -> None:
        await self._archive.written()

    async def coverages(self, keys: Collection[ConversationKey] | None = None) -> dict[ConversationKey, Coverage]:
        return await self._archive.coverages(keys)

    async def older(self, key: ConversationKey, before: Position | None, limit: int) -> Stretch:
        return await self._archive.older(key, before, limit)

    async def newer(self, key: ConversationKey, after: Position | None, limit: int) -> Stretch:
        return await self._archive.newer(key, after, limit)
