"""What is known before the archive is opened, and what becomes of it then."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from datetime import UTC, datetime

import pytest

from tests.archives import in_memory
from tests.model_service import message
from tests.store.world import BOB
from tui.archive import Archive
from tui.events import HistoryRead, NamesKnown
from tui.models import Conversation, ConversationKey, ConversationType
from tui.query import Query, Scope
from tui.runs import ArchivedList, Coverage, Run, Stretch, position
from tui.store import KnownInAdvance
from tui.store.archive import Archive as StoreArchive

EVE = ConversationKey("eve", ConversationType.SINGLE)
LISTED = ArchivedList((Conversation("bob", ConversationType.SINGLE),), read_at=7)
PAGE = Stretch((message(1), message(2)))
COVERAGE = Coverage(BOB, 2, has_oldest=True)


class Opening:
    """Opens an archive in memory once it may, and counts how often that was wanted."""

    def __init__(self) -> None:
        self.count = 0
        self.may_open = asyncio.Event()
        self.may_open.set()
        self.opened: Archive | None = None

    async def open(self) -> Archive:
        self.count += 1
        await self.may_open.wait()
        self.opened = await in_memory()
        return self.opened


@pytest.fixture
def opening() -> Opening:
    return Opening()


@pytest.fixture
def known(opening: Opening) -> KnownInAdvance:
    return KnownInAdvance(LISTED, {BOB: PAGE}, {BOB: COVERAGE}, opening.open)


def read(*numbers: int) -> HistoryRead:
    """The whole history of bob."""
    messages = tuple(map(message, numbers))
    return HistoryRead(BOB, Run(messages, position(messages[0]), position(messages[-1]), None, True, True))


async def test_it_is_an_archive_to_the_store(known: KnownInAdvance) -> None:
    archive: StoreArchive = known
    assert (archive.reason, archive.take_notice()) == ("", "")


async def test_what_is_asked_first_opens_nothing(known: KnownInAdvance, opening: Opening) -> None:
    assert await known.listed() == LISTED
    assert await known.coverages() == {BOB: COVERAGE}
    assert await known.older(BOB, None, 50) == PAGE
    known.look_from("http://files.example")
    await known.aclose()
    assert opening.count == 0


async def test_it_opens_for_what_is_not_known(known: KnownInAdvance, opening: Opening) -> None:
    assert await known.older(EVE, None, 50) == Stretch()
    assert await known.newer(BOB, None, 50) == Stretch()
    assert await known.coverages([EVE]) == {EVE: Coverage(EVE)}
    assert opening.count == 1
    await known.aclose()


async def test_what_was_written_is_there_in_its_order(known: KnownInAdvance, opening: Opening) -> None:
    opening.may_open.clear()
    known.write(read(1, 2, 3))
    known.write(NamesKnown({BOB: "Robert"}))
    known.write(NamesKnown({BOB: "Bob"}))
    opening.may_open.set()
    found = await known.older(BOB, None, 50)
    assert [each.id for each in found.messages] == ["1", "2", "3"]
    assert opening.opened is not None
    assert (await opening.opened.listed()).names == {BOB: "Bob"}
    known.write(NamesKnown({BOB: "Bobby"}))
    assert (await opening.opened.listed()).names == {BOB: "Bobby"}
    await known.aclose()


async def test_who_gives_up_waiting_does_not_stop_it_for_others(known: KnownInAdvance, opening: Opening) -> None:
    opening.may_open.clear()
    impatient = asyncio.ensure_future(known.newer(BOB, None, 50))
    patient = asyncio.ensure_future(known.newer(BOB, None, 50))
    await asyncio.sleep(0)
    impatient.cancel()
    with suppress(asyncio.CancelledError):
        await impatient
    opening.may_open.set()
    assert await patient == Stretch()
    await known.aclose()


async def test_it_is_opened_to_be_searched(known: KnownInAdvance, opening: Opening) -> None:
    known.write(read(1, 2))
    await known.older(BOB, None, 1)  # by then it is written
    hits = (await known.search(Query(), limit=1)).hits
    assert [hit.message.id for hit in hits] == ["2"]
    assert await known.scope(Query(), BOB) == Scope(2, 1, 0)
    assert (await known.known()).conversations == (BOB,)
    day = datetime.fromtimestamp(hits[0].message.time / 1000, UTC).date()
    assert await known.days(BOB, day, UTC) == {day: 2}
    assert opening.count == 1
    await known.aclose()
