"""How much is archived is known a moment after it changed, however early it was asked for."""

from __future__ import annotations

import asyncio
from collections.abc import Collection

import pytest

from tests.archives import in_memory
from tests.model_service import START, message
from tests.store.world import BOB
from tui.archive import Archive
from tui.events import HistoryRead
from tui.models import ConversationKey, ConversationType
from tui.runs import Coverage, Hole, Run, position
from tui.store.coverages import SOON, Coverages
from tui.times import DAY

CAROL = ConversationKey("carol", ConversationType.SINGLE)


def page(first: int, last: int) -> HistoryRead:
    messages = tuple(map(message, range(first, last + 1)))
    return HistoryRead(BOB, Run(messages, position(messages[0]), position(messages[-1])))


class Watched:
    """An archive that counts how often it is asked."""

    def __init__(self, archive: Archive) -> None:
        self.archive = archive
        self.asked: list[Collection[ConversationKey] | None] = []

    async def coverages(self, keys: Collection[ConversationKey] | None = None) -> dict[ConversationKey, Coverage]:
        self.asked.append(keys)
        return await self.archive.coverages(keys)


async def known(coverages: Coverages, changed: asyncio.Event, messages: int) -> None:
    async with asyncio.timeout(20):
        while coverages.messages != messages:
            changed.clear()
            await changed.wait()


async def test_what_changed_before_the_archive_was_open_is_looked_at_then() -> None:
    archive, changed = await in_memory(), asyncio.Event()
    coverages = Coverages(changed.set)
    archive.write(page(1, 3))
    coverages.stale(BOB)
    assert (coverages.messages, coverages.of(BOB)) == (0, None)
    await coverages.start(archive)
    assert coverages.messages == 3
    archive.write(page(4, 5))
    coverages.stale(BOB)
    await known(coverages, changed, 5)
    await coverages.close()
    await archive.aclose()


async def test_what_streams_in_is_looked_at_now_and_then_only() -> None:
    archive, changed = await in_memory(), asyncio.Event()
    watched = Watched(archive)
    coverages = Coverages(changed.set)
    await coverages.start(watched)  # type: ignore[arg-type]  # only this is asked of it
    for number in range(1, 101):
        archive.write(page(number, number))
        coverages.stale(BOB)
        await asyncio.sleep(0)
    await known(coverages, changed, 100)
    assert len(watched.asked) < 50
    await coverages.close()
    await archive.aclose()


async def test_after_the_end_nothing_is_asked() -> None:
    archive = await in_memory()
    watched = Watched(archive)
    coverages = Coverages(lambda: None)
    await coverages.start(watched)  # type: ignore[arg-type]  # only this is asked of it
    coverages.stale(BOB)
    await coverages.close()
    coverages.stale(CAROL)
    await asyncio.sleep(0)
    assert watched.asked == [None]
    await archive.aclose()


LIMIT = START - 30 * DAY
"""What was sent before this has been deleted, where the service keeps messages for 30 days."""


@pytest.mark.parametrize(
    ("hole", "is_expiring"),
    [
        (Hole(LIMIT - DAY, LIMIT - 1), False),
        (Hole(None, LIMIT - 1), False),
        (Hole(LIMIT - DAY, LIMIT + 1), True),
        (Hole(None, LIMIT + 1), True),
        (Hole(LIMIT + SOON - 1, LIMIT + SOON + DAY), True),
        (Hole(LIMIT + SOON + 1, LIMIT + SOON + DAY), False),
    ],
)
async def test_what_is_missing_expires_soon_if_the_service_deletes_it_within_days(
    hole: Hole, is_expiring: bool
) -> None:
    class Fixed:
        async def coverages(self, keys: object = None) -> dict[ConversationKey, Coverage]:
            coverage = Coverage(BOB, 2, gaps=(hole,), has_oldest=True) if hole.after is not None else None
            return {BOB: coverage or Coverage(BOB, 2, oldest=hole.before)}

    coverages = Coverages(lambda: None)
    await coverages.start(Fixed())  # type: ignore[arg-type]  # only this is asked of it
    assert coverages.expiring(START, 30, {BOB: START}) == ({BOB} if is_expiring else set())
    await coverages.close()


@pytest.mark.parametrize(
    ("newest", "is_expiring"),
    [(None, False), (START, False), (LIMIT + SOON, False), (LIMIT + SOON - 1, True), (LIMIT + 1, True), (LIMIT, False)],
)
@pytest.mark.parametrize("coverage", [None, Coverage(BOB)], ids=["unknown", "empty"])
async def test_what_is_not_archived_at_all_expires_soon_if_its_newest_message_does(
    coverage: Coverage | None, newest: int | None, is_expiring: bool
) -> None:
    coverages = await over(coverage)
    assert coverages.expiring(START, 30, {BOB: newest}) == ({BOB} if is_expiring else set())
    await coverages.close()


async def test_nothing_expires_of_a_history_that_is_complete_though_empty() -> None:
    coverages = await over(Coverage(BOB, has_oldest=True))
    assert coverages.expiring(START, 30, {BOB: LIMIT + 1}) == set()
    await coverages.close()


async def over(coverage: Coverage | None) -> Coverages:
    """The coverages of an archive that has this one or none."""

    class Fixed:
        async def coverages(self, keys: object = None) -> dict[ConversationKey, Coverage]:
            return {BOB: coverage} if coverage else {}

    coverages = Coverages(lambda: None)
    await coverages.start(Fixed())  # type: ignore[arg-type]  # only this is asked of it
    return coverages
