"""Going to a place in a history: what is shown around it, and what is asked of the service for that."""

from __future__ import annotations

import asyncio

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.archives import settled
from tests.model_service import message
from tests.store.world import BOB, Browser, World
from tui.errors import RoamingError
from tui.runs import Position, position
from tui.store.landing import Landing
from tui.store.snapshots import Phase
from tui.timeline.timeline import EdgeState, Side


def place(number: int) -> Position:
    return position(message(number))


async def landed(browser: Browser, where: Position) -> Landing:
    landing = await browser.store.histories.go_to(BOB, where)
    await settled()
    assert landing is not None
    return landing


async def test_a_message_that_is_loaded_is_there_at_once(world: World) -> None:
    world.talk(*range(1, 41))
    browser = await world.online()
    await browser.open()
    asked = len(world.service.calls)
    landing = await landed(browser, place(20))
    assert (landing.message.id, landing.is_exact, landing.doubt) == ("20", True, "")
    assert len(world.service.calls) == asked


async def test_an_archived_message_far_from_the_newest_opens_without_a_network(world: World) -> None:
    world.talk(*range(1, 401))
    before = await world.online()
    await before.open()
    await before.load_all(Side.OLDER)
    await before.close()
    browser = await world.offline()
    await browser.open()
    assert browser.shown()[0] > 300
    landing = await landed(browser, place(50))
    assert (landing.message.id, landing.is_exact, landing.doubt) == ("50", True, "")
    assert {1, 50, 99} <= set(browser.shown())
    assert 400 not in browser.shown()
    assert browser.edge(Side.NEWER) is EdgeState.MORE
    assert not browser.snapshot().reaches_newest


async def test_what_the_archive_lacks_is_fetched_from_the_time_on(world: World) -> None:
    world.talk(*range(1, 401))
    browser = await world.online()
    await browser.open()
    asked = len(world.service.calls)
    landing = await landed(browser, Position(message(100).time - 1, 0))
    assert (landing.message.id, landing.is_exact, landing.is_oldest) == ("100", False, False)
    assert world.service.calls[asked:] == ["down bob None", "up bob 100"]
    assert browser.drawn(new=False) == "50-149"


async def test_a_history_is_whole_again_when_one_scrolls_on_from_there(world: World) -> None:
    world.talk(*range(1, 401))
    browser = await world.online()
    await browser.open()
    await landed(browser, place(100))
    await browser.load_all(Side.OLDER)
    await browser.load_all(Side.NEWER)
    for _page in range(10):
        for gap in browser.gaps():
            await browser.store.histories.fill(BOB, gap.message_key, Side.OLDER)
            await settled()
    assert browser.drawn(new=False) == "1-400"


async def test_before_the_oldest_one_lands_on_it_and_is_told(world: World) -> None:
    world.talk(*range(1, 121))
    browser = await world.online()
    await browser.open()
    landing = await landed(browser, Position(message(1).time - 86_400_000, 0))
    assert (landing.message.id, landing.is_oldest, landing.doubt) == ("1", True, "")
    assert browser.edge(Side.OLDER) is EdgeState.END


async def test_after_the_newest_one_lands_on_it(world: World) -> None:
    world.talk(*range(1, 121))
    browser = await world.online()
    await landed(browser, place(10))
    landing = await landed(browser, Position(message(500).time, 0))
    assert (landing.message.id, landing.is_exact, landing.is_oldest) == ("120", False, False)
    assert browser.snapshot().reaches_newest


async def test_a_message_that_has_gone_leads_to_its_neighbour(world: World) -> None:
    world.talk(*range(1, 121))
    world.delete(60)
    browser = await world.online()
    landing = await landed(browser, place(60))
    assert (landing.message.id, landing.is_exact, landing.doubt) == ("61", False, "")


async def test_without_a_network_it_is_said_that_nearer_ones_may_be_missing(world: World) -> None:
    world.talk(*range(1, 121))
    before = await world.online()
    await before.open()
    await before.close()
    browser = await world.offline()
    await browser.open()
    landing = await landed(browser, place(20))
    assert landing.message.id == "71"
    assert "takes the network" in landing.doubt


async def test_with_nothing_at_all_to_land_on_it_is_refused(world: World) -> None:
    world.talk(*range(1, 11))
    browser = await world.offline()
    with pytest.raises(RoamingError, match="network"):
        await browser.store.histories.go_to(BOB, place(5))


async def test_an_empty_conversation_has_nothing_to_go_to(world: World) -> None:
    world.talk()
    browser = await world.online()
    assert await browser.store.histories.go_to(BOB, place(5)) is None


async def test_the_messages_fetched_on_the_way_are_counted(world: World) -> None:
    world.talk(*range(1, 401))
    browser = await world.online()
    await browser.open()
    told: list[int | None] = []
    browser.store.subscribe(lambda: told.append(browser.snapshot().fetched))
    await landed(browser, place(100))
    assert [count for count in dict.fromkeys(told) if count is not None] == [0, 50, 100]
    assert browser.snapshot().fetched is None


async def test_only_what_is_fetched_for_the_latest_place_is_counted(world: World) -> None:
    world.talk(*range(1, 401))
    browser = await world.online()
    await browser.open()
    world.service.hold()
    first = asyncio.create_task(browser.store.histories.go_to(BOB, place(50)))
    await settled()
    second = asyncio.create_task(browser.store.histories.go_to(BOB, place(200)))
    await settled()
    first.cancel()
    await settled()
    assert browser.snapshot().fetched == 0
    going = asyncio.create_task(browser.store.histories.go_to_end(BOB, Side.NEWER))
    await settled()
    assert browser.snapshot().fetched is None
    world.service.release()
    await asyncio.wait([first, second, going])
    assert browser.snapshot().fetched is None


async def test_what_is_not_new_is_not_marked_as_new(world: World) -> None:
    world.talk(*range(1, 401))
    browser = await world.online()
    await landed(browser, place(100))
    await browser.open()
    assert "*" not in browser.drawn()


@pytest.mark.parametrize("wanted", ["1", "77", "200"])
async def test_the_place_of_a_message_is_found_by_its_id_alone(world: World, wanted: str) -> None:
    world.talk(*range(1, 201))
    browser = await world.online()
    assert await browser.store.histories.place_of(BOB, wanted) == place(int(wanted))
    await landed(browser, place(int(wanted)))
    await browser.close()
    offline = await world.offline()
    assert await offline.store.histories.place_of(BOB, wanted) == place(int(wanted))


@pytest.mark.parametrize("wanted", ["9" * 5000, str(2**64), "no id"])
async def test_what_is_no_id_of_the_service_is_not_asked_for(world: World, wanted: str) -> None:
    world.talk(1, 2)
    browser = await world.online()
    asked = len(world.service.calls)
    assert await browser.store.histories.place_of(BOB, wanted) is None
    assert len(world.service.calls) == asked


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    opened=st.lists(st.integers(1, 300), max_size=3),
    deleted=st.sets(st.integers(1, 300), max_size=20),
    target=st.integers(-5, 310),
    reaches_service=st.booleans(),
)
async def test_one_lands_on_the_first_message_from_the_place_on(
    tmp_path_factory: pytest.TempPathFactory,
    opened: list[int],
    deleted: set[int],
    target: int,
    reaches_service: bool,
) -> None:
    world = World(tmp_path_factory.mktemp("going") / "amy.db")
    world.talk(*range(1, 301))
    world.delete(*deleted)
    browser = await world.online()
    try:
        await browser.open()
        for number in opened:
            await landed(browser, place(number))
        if not reaches_service:
            await browser.close()
            browser = await world.offline()
            await browser.open()
        there = sorted(set(range(1, 301)) - deleted)
        nearest = next((number for number in there if number >= target), there[-1])
        landing = await landed(browser, place(target))
        assert landing.message.key in {str(number) for number in browser.shown()}
        assert landing.doubt == "" or not reaches_service
        if not landing.doubt:
            assert int(landing.message.id) == nearest
        assert not set(browser.shown()) & deleted
    finally:
        await world.close()


@pytest.mark.parametrize(
    ("last", "asked"), [(Side.OLDER, ["down bob None"]), (Side.NEWER, ["down bob None", "up bob None"])]
)
async def test_of_two_ends_the_one_that_was_wanted_last_is_gone_to(world: World, last: Side, asked: list[str]) -> None:
    world.talk(*range(1, 301))
    browser = await world.online()
    await browser.open()
    await browser.store.histories.go_to_end(BOB, Side.OLDER)
    await landed(browser, place(150))
    assert {browser.edge(Side.OLDER), browser.edge(Side.NEWER)} == {EdgeState.MORE}
    world.service.hold()
    before = len(world.service.calls)
    ends = [asyncio.create_task(browser.store.histories.go_to_end(BOB, side)) for side in (last.opposite, last)]
    await settled()  # the first waits for the archive or the service still when the second began
    assert world.service.calls[before:] == asked
    world.service.release()
    await asyncio.wait(ends)
    assert browser.edge(last) is EdgeState.END


async def test_an_end_that_is_not_wanted_any_more_takes_the_place_of_nothing(world: World) -> None:
    world.talk(*range(1, 301))
    browser = await world.online()
    await landed(browser, place(150))
    assert browser.drawn() == "100-199"
    world.service.hold()
    going = asyncio.create_task(browser.store.histories.go_to_end(BOB, Side.OLDER))
    await settled()
    browser.store.histories.stay(BOB)
    world.service.release()
    await going
    assert browser.drawn() == "1-50 ~ 100-199"
    assert browser.snapshot().phase is Phase.READY
