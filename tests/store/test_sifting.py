"""Asking the service for what a query can mean: less than all is fetched, and no more is claimed than is known."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.archives import in_memory, settled
from tests.model_service import MINUTE, START, ModelService, message
from tests.store.test_fetching import write_page
from tests.store.world import BOB, World
from tui.archive import Archive
from tui.limits import LARGEST_PAGE
from tui.models import (
    Attachment,
    ChatMessage,
    ConversationKey,
    ConversationType,
    FileBody,
    HistoryPage,
    ImageBody,
    Kind,
    SearchOptions,
)
from tui.query import Judge, Known, parse
from tui.runs import Coverage, Hole
from tui.store.asked import Asked
from tui.store.fetching import Fetched, Fetching, Wanted, wanted_by
from tui.store.fetching.sifting import MOST_PARTS
from tui.store.pages import EMPTY_PAGES

NOW = datetime(2024, 6, 20, tzinfo=UTC)
TEAM = ConversationKey("240000000000001", ConversationType.GROUP)
KNOWN = Known("amy", {ConversationKey("eva", ConversationType.SINGLE): "Eva"}, ())
ALL = Hole(None, None)


def wanted(query: str, known: Known = KNOWN) -> Wanted:
    return wanted_by(parse(query, NOW, UTC), known)


def asked_for(query: str, key: ConversationKey, part: Hole = ALL) -> list[SearchOptions] | None:
    found = wanted(query)
    narrowed = found.part(part)
    options = found.options(key, narrowed) if narrowed else ()
    return None if options is None else list(options)


@pytest.mark.parametrize(
    ("query", "options"),
    [
        ("kind:image,file tea", [SearchOptions((Kind.FILE, Kind.IMAGE))]),
        ("has:image", [SearchOptions((Kind.IMAGE,))]),
        ("has:file kind:text,file", [SearchOptions((Kind.FILE,))]),
        ("kind:image kind:file", []),
        ("from:carol", [SearchOptions(sender="carol")]),
        ("from:eva", [SearchOptions(sender="eva")]),
        ("from:me kind:text", [SearchOptions((Kind.TEXT,), sender=user) for user in ("amy", "me")]),
        ("from:carol from:eva", []),
        ("on:2024-06-10", [SearchOptions((), 1_717_977_600_000, 1_718_063_999_999)]),
        ("after:2024-06-10", [SearchOptions((), 1_717_977_600_000)]),
        ("before:2024-06-10", [SearchOptions((), None, 1_717_977_599_999)]),
        ("tea", None),
        ("-kind:image -from:carol has:link", None),
        ("kind:unreadable", None),
    ],
)
def test_what_a_query_means_to_the_service(query: str, options: list[SearchOptions] | None) -> None:
    assert asked_for(query, TEAM) == options


def test_in_a_direct_chat_only_two_write_and_the_service_does_not_tell_them_apart() -> None:
    assert asked_for("from:bob", BOB) is None
    assert asked_for("from:me", BOB) is None
    assert asked_for("from:bob kind:image", BOB) == [SearchOptions((Kind.IMAGE,))]
    assert asked_for("from:carol", BOB) == []
    assert wanted("from:carol").gaps(Coverage(BOB)) == ()


def test_of_a_gap_only_the_asked_for_time_counts() -> None:
    day = wanted("on:2024-06-10")
    assert day.part(Hole(None, 1_717_977_599_999)) is None
    assert day.part(Hole(1_717_977_600_000, 1_717_990_000_000)) == Hole(1_717_977_600_000, 1_717_990_000_000)
    assert day.part(Hole(1_718_064_000_000, None)) is None


@pytest.fixture
def service() -> ModelService:
    return ModelService()


@pytest.fixture
async def archive() -> AsyncIterator[Archive]:
    archive = await in_memory()
    yield archive
    await archive.aclose()


def said(count: int, key: ConversationKey = TEAM) -> list[ChatMessage]:
    """Messages 1 to `count`: every tenth of carol's (in a direct chat amy's), every fifteenth a picture."""
    other = "amy" if key.type is ConversationType.SINGLE else "carol"
    return [
        replace(
            message(number),
            conversation_type=key.type,
            sender=other if number % 10 == 0 else "bob",
            to=key.id,
            body=ImageBody(Attachment("http://x/y")) if number % 15 == 0 else message(number).body,
        )
        for number in range(1, count + 1)
    ]


async def sift(service: ModelService, archive: Archive, query: str, key: ConversationKey = TEAM) -> Fetched:
    told: list[Fetched] = []
    await Fetching(service, archive, told.append, wanted=wanted(query)).run([key])
    return told[0]


async def archived(archive: Archive, key: ConversationKey = TEAM) -> list[int]:
    return [int(each.id) for each in (await archive.newer(key, None, 10_000)).messages]


async def test_only_what_is_meant_comes_and_no_gap_is_filled(service: ModelService, archive: Archive) -> None:
    service.messages[TEAM] = said(400)
    done = await sift(service, archive, "from:carol")
    assert await archived(archive) == list(range(10, 401, 10))
    assert (done.fetched, done.added) == (40, 40)
    assert not done.coverage.has_oldest
    assert len(done.coverage.gaps) == 39
    assert done.asked == (ALL,)
    assert len(service.calls) == 1


async def test_what_is_archived_is_not_asked_for_again(service: ModelService, archive: Archive) -> None:
    messages = said(300, BOB)
    service.talk("bob", messages)
    write_page(archive, messages, "200", "up", LARGEST_PAGE)  # 150 to 199
    await sift(service, archive, "kind:image", BOB)
    assert await archived(archive, BOB) == sorted({*range(150, 200), *range(15, 301, 15)})
    first, last = START + 150 * MINUTE, START + 199 * MINUTE
    assert service.asked == [SearchOptions(("img",), last), SearchOptions(("img",), None, first)]


async def test_many_gaps_are_asked_for_at_once(service: ModelService, archive: Archive) -> None:
    messages = said(100, BOB)
    service.talk("bob", messages)
    for number in range(5, 5 + 6 * (MOST_PARTS + 1), 6):
        write_page(archive, messages, str(number), "up", 2)
    await sift(service, archive, "kind:image", BOB)
    assert service.asked == [SearchOptions(("img",))]
    assert {15, 30, 45, 60, 75, 90} <= set(await archived(archive, BOB))


class Unfiltered(ModelService):
    """Gives everything, whatever it is asked for."""

    async def get_history_messages(
        self,
        target_id: str,
        chat_type: ConversationType,
        cursor: str | None = None,
        page_size: int = 20,
        search_direction: str = "up",
        search_options: SearchOptions | None = None,
    ) -> HistoryPage:
        return await super().get_history_messages(target_id, chat_type, cursor, page_size, search_direction)


async def test_a_server_that_knows_no_filters_is_not_read_to_its_end(archive: Archive) -> None:
    service = Unfiltered()
    service.messages[TEAM] = [replace(each, time=each.time + int(each.id) * 60 * MINUTE) for each in said(1_000)]
    done = await sift(service, archive, "after:2024-07-18")
    assert done.error is None
    assert len(service.calls) < 10


class Silent(ModelService):
    """Has a cursor for ever, and never a message."""

    async def get_history_messages(
        self,
        target_id: str,
        chat_type: ConversationType,
        cursor: str | None = None,
        page_size: int = 20,
        search_direction: str = "up",
        search_options: SearchOptions | None = None,
    ) -> HistoryPage:
        self.calls.append("page")
        return HistoryPage((), str(len(self.calls)), False)


async def test_one_gives_up_where_nothing_ever_comes(archive: Archive) -> None:
    service = Silent()
    done = await sift(service, archive, "from:carol")
    assert "many pages without a new message" in str(done.error)
    assert len(service.calls) == EMPTY_PAGES
    assert done.asked == ()


def test_what_was_asked_for_is_known_until_something_else_is() -> None:
    carol = wanted("from:carol tea")
    before = Coverage(TEAM, 2, 100, 200, (Hole(100, 200),))
    after = Coverage(TEAM, 3, 100, 250, (Hole(100, 150), Hole(150, 200), Hole(200, 250)))
    asked = Asked()
    assert asked.left(carol, before) == (Hole(None, 100), Hole(100, 200))
    asked.note(carol, Fetched(TEAM, 1, 1, after, asked=(Hole(100, 200), Hole(200, None))))
    assert asked.left(carol, after) == (Hole(None, 100),)
    later = replace(after, newest=900, gaps=(*after.gaps, Hole(250, 900)))
    assert asked.left(carol, later) == (Hole(None, 100), Hole(250, 900))
    assert asked.left(wanted("from:carol"), after) == (Hole(None, 100),)
    assert len(asked.left(wanted("from:eva"), after)) == 4


async def test_hits_come_by_the_filter_first_and_by_everything_then(world: World) -> None:
    world.service.messages[TEAM] = said(400)
    world.talk(*range(1, 120))
    browser = await world.online()
    searching = browser.store.searching
    await searching.search("from:carol", TEAM)
    await searching.fetch()
    found = searching.snapshot().findings
    assert len(found.hits) == 40
    assert found.scope is not None
    assert (found.scope.gaps, found.scope.asked) == (0, 40)
    await searching.fetch()
    found = searching.snapshot().findings
    assert found.scope is not None
    assert (found.scope.messages, found.scope.gaps, found.scope.asked) == (400, 0, 0)


async def test_a_filtered_history_fetches_what_it_lacks(world: World) -> None:
    world.talk(*range(1, 301))
    for number in (7, 150, 299):
        world.service.messages[BOB][number - 1] = replace(
            world.service.messages[BOB][number - 1], body=FileBody(Attachment("http://x/y"))
        )
    browser = await world.online()
    await browser.open()
    filtered = browser.store.filtered
    await filtered.begin(BOB, "kind:file", parse("kind:file", NOW, UTC), 2 * START)
    assert browser.store.history(BOB).filter is not None
    assert await filtered.all_keys() == {"299"}
    told = []
    browser.store.subscribe(lambda: told.append(browser.store.history(BOB).fetched))
    await filtered.fetch()
    assert any(each is not None for each in told)
    async with asyncio.timeout(10):
        while (left := browser.store.history(BOB).filter) is None or left.hits < 3:
            await settled()
    assert await filtered.all_keys() == {"7", "150", "299"}
    assert browser.store.history(BOB).fetched is None
    await filtered.fetch()
    async with asyncio.timeout(10):
        while (coverage := browser.store.history(BOB).coverage) is None or not coverage.is_complete:
            await settled()


async def test_fetching_for_a_filter_ends_with_it(world: World) -> None:
    world.talk(*range(1, 301))
    browser = await world.online()
    await browser.open()
    filtered = browser.store.filtered
    await filtered.begin(BOB, "message", parse("message", NOW, UTC), 2 * START)
    world.service.hold()
    before = len(world.service.calls)
    running = asyncio.ensure_future(filtered.fetch())
    await world.service.called(before + 1)
    assert filtered.is_fetching
    browser.store.show_all()
    await asyncio.wait([running])
    assert running.cancelled()
    assert not filtered.is_fetching
    world.service.release()


QUERIES = ("from:me", "kind:image", "kind:image from:me", "kind:text", "from:bob kind:file", "from:carol kind:text")


@settings(max_examples=40)
@given(
    query=st.sampled_from(QUERIES),
    pages=st.lists(st.tuples(st.integers(1, 120), st.integers(1, 20)), max_size=5),
    count=st.integers(1, 120),
)
def test_everything_that_is_meant_is_there_afterwards(query: str, pages: list[tuple[int, int]], count: int) -> None:
    async def run() -> None:
        service, archive = ModelService(), await in_memory()
        try:
            messages = said(count, BOB)
            service.talk("bob", messages)
            for cursor, size in pages:
                if cursor <= count:
                    write_page(archive, messages, str(cursor), "up", size)
            before = set(await archived(archive, BOB))
            await sift(service, archive, query, BOB)
            judge = Judge(parse(query, NOW, UTC), KNOWN)
            meant = {int(each.id) for each in messages if judge.accepts(BOB, each)}
            after = set(await archived(archive, BOB))
            assert before | meant <= after
            coverage = (await archive.coverages([BOB])).get(BOB) or Coverage(BOB)
            assert not coverage.is_complete or after == set(range(1, count + 1))
        finally:
            await archive.aclose()

    asyncio.run(run())
