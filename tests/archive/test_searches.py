"""Searches beside everything else that an archive does."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
import pytest_asyncio

from tests.archive.samples import BOB, START_TIME, at, message, messages, page_up
from tests.protocol.samples import VIEWPOINT
from tui.archive import Archive, open_archive
from tui.errors import ArchiveError
from tui.events import MessageArrived, NamesKnown
from tui.models import ConversationKey, ConversationType
from tui.query import Known, Query, Scope, parse

NOW = datetime.fromtimestamp(START_TIME / 1000, UTC)
SHANGHAI = ZoneInfo("Asia/Shanghai")


def query(text: str) -> Query:
    return parse(text, NOW, UTC)


@pytest_asyncio.fixture(params=["file", "memory"])
async def archive(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Archive]:
    path = tmp_path / "archive.db" if request.param == "file" else None
    opened = open_archive(path, VIEWPOINT, lambda: START_TIME)
    yield opened
    await opened.aclose()


async def test_what_is_written_is_found(archive: Archive) -> None:
    archive.write(page_up((message(1, "会议 one"), message(2, "two 会议")), last=True))
    await archive.written()
    page = await archive.search(query("会议"), limit=1)
    assert [hit.message.id for hit in page.hits] == ["2"]
    page = await archive.search(query("会议"), before=page.rest)
    assert [hit.message.id for hit in page.hits] == ["1"]
    assert page.rest is None
    assert await archive.scope(query("会议")) == Scope(2, 1, 0)


async def test_the_archive_tells_what_a_query_may_name(archive: Archive) -> None:
    archive.write(page_up(messages(1)))
    archive.write(NamesKnown({BOB: "Bob"}))
    await archive.written()
    assert await archive.known() == Known("alice", {BOB: "Bob"}, (BOB,))


async def test_a_newer_search_ends_an_older_one(archive: Archive) -> None:
    for number in range(300):
        archive.write(MessageArrived(BOB, message(number + 1), is_own=False))
    await archive.written()
    older = [asyncio.ensure_future(archive.search(query("/none/"))) for _turn in range(5)]
    await asyncio.sleep(0)  # by then all of them have begun
    newest = await archive.search(query("message"), limit=1000)
    assert len(newest.hits) == 300
    assert any(page.rest is not None for page in await asyncio.gather(*older))


async def test_a_cancelled_search_makes_room(archive: Archive) -> None:
    archive.write(page_up(messages(1)))
    await archive.written()
    searching = asyncio.ensure_future(archive.search(query("/none/")))
    await asyncio.sleep(0)
    searching.cancel()
    with pytest.raises(asyncio.CancelledError):
        await searching
    assert len((await archive.search(query("message"))).hits) == 1


async def test_a_closed_archive_is_not_searched(archive: Archive) -> None:
    await archive.search(query(""))
    await archive.aclose()
    with pytest.raises(ArchiveError, match="closed"):
        await archive.search(query(""))


async def test_days_are_the_readers(archive: Archive) -> None:
    midnight = round(datetime(2024, 6, 11, tzinfo=SHANGHAI).timestamp() * 1000)
    times = (midnight - 1, midnight, midnight + 1, at(60 * 24 * 40))
    archive.write(page_up(tuple(message(number, time=time) for number, time in enumerate(times, 1)), last=True))
    june = date(2024, 6, 30)
    assert await archive.days(BOB, june, SHANGHAI) == {date(2024, 6, 10): 1, date(2024, 6, 11): 2}
    assert await archive.days(BOB, june, UTC) == {date(2024, 6, 10): 3}
    assert await archive.days(ConversationKey("nobody", ConversationType.GROUP), june, UTC) == {}
