"""Looking for messages: what is shown is what the archive finds, and nothing late is ever shown."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.archives import in_file, settled
from tests.model_service import message
from tests.store.world import BOB, Browser, World
from tui.errors import QueryError
from tui.models import ConversationKey, ConversationType
from tui.query import Query, parse
from tui.store.findings import Findings, SearchSnapshot
from tui.store.searching import FIRST, KEPT
from tui.timeline.edges import Side

EVA = ConversationKey("eva", ConversationType.SINGLE)
WORDS = ("tea", "teapot", "green tea", "绿茶", "茶", "cup", "")


def texts(snapshot: SearchSnapshot) -> list[str]:
    return [hit.message.id for hit in snapshot.findings.hits]


async def with_texts(world: World, said: dict[ConversationKey, list[str]]) -> Browser:
    number = 0
    for key, lines in said.items():
        messages = []
        for line in lines:
            number += 1
            messages.append(replace(message(number, text=line), sender=key.id))
        world.service.talk(key.id, messages)
    browser = await world.online()
    for key in said:
        await browser.open(key)
    await settled()
    return browser


async def test_hits_come_newest_first_with_their_scope(world: World) -> None:
    browser = await with_texts(world, {BOB: ["tea", "cup", "green tea"], EVA: ["tea"]})
    searching = browser.store.searching
    await searching.search("tea", BOB)
    found = searching.snapshot().findings
    assert texts(searching.snapshot()) == ["3", "1"]
    assert found.is_all
    assert found.scope is not None
    assert (found.scope.messages, found.scope.gaps) == (3, 0)
    await searching.search("tea")
    assert texts(searching.snapshot()) == ["4", "3", "1"]


@pytest.mark.parametrize("text", ["", "  ", '""'])
async def test_nothing_is_found_for_nothing(world: World, text: str) -> None:
    browser = await with_texts(world, {BOB: ["tea"]})
    await browser.store.searching.search("tea")
    await browser.store.searching.search(text)
    assert browser.store.searching.snapshot().findings == Findings(text)


async def test_a_wrong_query_is_told_with_its_place_and_finds_nothing(world: World) -> None:
    browser = await with_texts(world, {BOB: ["tea"]})
    await browser.store.searching.search("tea")
    await browser.store.searching.search("tea kind:tea")
    snapshot = browser.store.searching.snapshot()
    assert isinstance(snapshot.problem, QueryError)
    assert "tea kind:tea"[snapshot.problem.start : snapshot.problem.end] == "tea"
    assert texts(snapshot) == []


async def test_only_the_query_that_came_last_is_answered(world: World) -> None:
    browser = await with_texts(world, {BOB: [f"tea {number}" for number in range(40)] + ["cup"]})
    searching = browser.store.searching
    shown: list[Findings] = []
    browser.store.subscribe(lambda: shown.append(searching.snapshot().findings))
    await asyncio.gather(*(searching.search(text, BOB) for text in ("t", "te", "tea", "cu", "cup")))
    assert searching.snapshot().text == "cup"
    assert texts(searching.snapshot()) == ["41"]
    assert {each.text for each in shown if each.query is not None} == {"cup"}


async def test_a_cancelled_search_leaves_what_was_found(world: World) -> None:
    browser = await with_texts(world, {BOB: ["tea", "cup"]})
    searching = browser.store.searching
    await searching.search("tea")
    late = asyncio.ensure_future(searching.search("cup"))
    await asyncio.sleep(0)
    late.cancel()
    await asyncio.wait([late])
    await searching.search("cup")
    assert texts(searching.snapshot()) == ["2"]


async def test_many_hits_are_counted_and_more_come_when_they_are_wanted(world: World) -> None:
    count = KEPT + 3 * FIRST
    world.talk(*range(1, count + 1))
    browser = await world.online()
    await browser.open()
    searching = browser.store.searching
    await searching.search("message", BOB)
    await searching.fetch()
    found = searching.snapshot().findings
    assert not found.is_all
    assert KEPT <= len(found.hits) < count
    await searching.more()
    found = searching.snapshot().findings
    assert found.is_all
    assert len(found.hits) == count


async def test_what_was_not_searched_is_fetched_and_found(world: World) -> None:
    world.talk(*range(1, 200))
    world.talk(*range(200, 203), key=EVA)
    browser = await world.online()
    await browser.open()
    searching = browser.store.searching
    await searching.search('"message 7"')
    before = searching.snapshot().findings
    assert before.scope is not None
    assert texts(searching.snapshot()) == []
    assert before.scope.gaps == 2  # older than what was opened, and all of the other conversation
    await searching.fetch()
    after = searching.snapshot()
    assert texts(after) == ["7"]
    assert after.findings.scope is not None
    assert after.findings.scope.gaps == 0
    assert after.fetch is None


async def test_a_fetch_that_is_stopped_keeps_what_came(world: World) -> None:
    world.talk(*range(1, 400))
    browser = await world.online()
    await browser.open()
    searching = browser.store.searching
    await searching.search("message", BOB)
    world.service.hold()
    fetching = asyncio.ensure_future(searching.fetch())
    await world.service.called(len(world.service.calls) + 1)
    assert searching.snapshot().fetch is not None
    fetching.cancel()
    await asyncio.wait([fetching])
    world.service.release()
    await settled()
    assert searching.snapshot().fetch is None
    assert len(searching.snapshot().findings.hits) > 0


async def test_a_fetch_that_fails_says_why(world: World) -> None:
    world.talk(*range(1, 200))
    browser = await world.online()
    await browser.open()
    await browser.store.searching.search("message", BOB)
    world.service.fail("no route to rest.example")
    await browser.store.searching.fetch()
    snapshot = browser.store.searching.snapshot()
    assert snapshot.fetch is None
    assert "no route to rest.example" in str(snapshot.fetch_problem)


async def test_one_walks_from_hit_to_hit(world: World) -> None:
    browser = await with_texts(world, {BOB: ["tea", "cup", "tea"], EVA: ["tea"]})
    searching = browser.store.searching
    await searching.search("tea")
    findings = searching.snapshot().findings
    newest, middle, oldest = findings.hits
    assert await searching.beside(findings, newest.place, Side.OLDER) == middle
    assert await searching.beside(findings, middle.place, Side.OLDER) == oldest
    assert await searching.beside(findings, oldest.place, Side.OLDER) is None
    assert await searching.beside(findings, oldest.place, Side.NEWER) == middle
    assert await searching.beside(findings, newest.place, Side.NEWER) is None


async def test_fields_and_users_are_completed(world: World) -> None:
    browser = await with_texts(world, {BOB: ["tea"], EVA: ["tea"]})
    found = await browser.store.searching.completions("tea fr", 6)
    assert [each.text for each in found.choices] == ["from:"]
    found = await browser.store.searching.completions("from:e", 6)
    assert (found.start, [each.text for each in found.choices]) == (5, ["eva"])


@given(
    said=st.lists(st.sampled_from(WORDS), min_size=1, max_size=12),
    text=st.sampled_from(["tea", "茶", '"tea"', "tea -green", "from:bob tea", "/t.a/", "cup", "kind:text"]),
)
def test_what_is_shown_is_what_the_archive_finds(
    said: list[str], text: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    async def look(path: Path) -> None:
        world = World(path)
        try:
            browser = await with_texts(world, {BOB: said})
            await browser.store.searching.search(text, BOB)
            archive = await in_file(path)()
            query: Query = parse(text, datetime.now(UTC))
            page = await archive.search(query, BOB, limit=100)
            assert browser.store.searching.snapshot().findings.hits == page.hits
            await archive.aclose()
        finally:
            await world.close()

    asyncio.run(look(tmp_path_factory.mktemp("archive") / "archive.db"))
