"""Without a network all that is archived can be read, and when there is one again everything catches up by itself."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

import pytest

from tests.archives import in_memory, settled
from tests.journals import remove
from tests.model_service import START, ModelService, message
from tests.store.world import AMY, BOB, Browser, World
from tui import live
from tui.changes import Change
from tui.errors import (
    ArchiveError,
    NotConnectedError,
    PinUnknownError,
    ProtocolError,
    RoamingError,
    ServiceError,
    SignInError,
)
from tui.models import ConversationKey, ConversationType
from tui.runs import Coverage, Position, Stretch
from tui.spots import Visit
from tui.store import Opened, SigningIn, Store
from tui.store.archive import Archive
from tui.store.retrying import Retrying
from tui.store.service import Report
from tui.store.snapshots import Outage, Phase
from tui.timeline.timeline import EdgeState, Side

CAROL = ConversationKey("carol", ConversationType.SINGLE)


async def archived(world: World) -> None:
    """Bob's messages 1 to 100, a gap, and 251 to 300 are archived; carol's last one is known."""
    world.talk(*range(1, 101))
    world.talk(9000, key=CAROL)
    browser = await world.online()
    await browser.open()
    await browser.load_all(Side.OLDER)
    world.talk(*range(101, 301))
    await browser.open()
    await browser.close()


def is_ready(browser: Browser) -> bool:
    return browser.store.status.phase is Phase.READY


async def test_the_whole_archive_is_browsed_both_ways_without_a_service(world: World) -> None:
    await archived(world)
    before = len(world.service.calls)
    browser = await world.offline()
    assert browser.listed() == ["carol", "bob"]
    assert browser.store.read_at > 0
    await browser.open()
    assert (browser.drawn(), browser.edge(Side.NEWER)) == ("251-300", EdgeState.OFFLINE)
    await browser.load_all(Side.OLDER)
    assert browser.drawn() == "1-100 ~ 251-300"
    assert browser.edge(Side.OLDER) is EdgeState.END
    await browser.store.histories.fill(BOB, "251", Side.OLDER)
    assert [gap.state for gap in browser.gaps()] == [EdgeState.OFFLINE]
    await browser.store.histories.go_to_end(BOB, Side.NEWER)
    assert browser.drawn() == "1-100 ~ 251-300"
    assert len(world.service.calls) == before


async def test_ends_are_gone_to_in_the_archive(world: World) -> None:
    world.talk(*range(1, 301))
    browser = await world.online()
    await browser.open()
    await browser.load_all(Side.OLDER)
    await browser.close()
    alone = await world.offline()
    await alone.open()
    await alone.store.histories.go_to_end(BOB, Side.OLDER)
    assert (alone.drawn(), alone.edge(Side.OLDER), alone.edge(Side.NEWER)) == ("1-50", EdgeState.END, EdgeState.MORE)
    assert alone.snapshot().phase is Phase.READY
    await alone.load_all(Side.NEWER)
    assert (alone.drawn(), alone.edge(Side.NEWER)) == ("1-300", EdgeState.OFFLINE)
    await alone.store.histories.go_to_end(BOB, Side.OLDER)
    await alone.store.histories.go_to_end(BOB, Side.NEWER)
    assert alone.drawn() == "1-300"


async def test_the_oldest_that_is_archived_is_the_end_where_older_ones_were_never_read(world: World) -> None:
    world.talk(*range(1, 301))
    browser = await world.online()
    await browser.open()
    await browser.load(Side.OLDER)
    await browser.close()
    alone = await world.offline()
    await alone.open()
    await alone.store.histories.go_to_end(BOB, Side.OLDER)
    assert (alone.drawn(), alone.edge(Side.OLDER)) == ("201-250", EdgeState.OFFLINE)


async def test_no_network_is_told_at_the_edges_and_is_no_failure_of_the_history(world: World) -> None:
    await archived(world)
    browser = await world.offline()
    await browser.open()
    snapshot = browser.snapshot()
    assert (snapshot.phase, snapshot.reason, snapshot.reaches_newest) == (Phase.READY, "", False)
    await browser.open(ConversationKey("who", ConversationType.SINGLE))
    nothing = browser.snapshot(ConversationKey("who", ConversationType.SINGLE))
    assert (nothing.phase, nothing.message_count) == (Phase.READY, 0)
    assert browser.edge(Side.OLDER, nothing.key) is EdgeState.OFFLINE


async def test_the_oldest_archived_message_is_not_taken_for_the_oldest_there_is(world: World) -> None:
    world.talk(*range(1, 201))
    browser = await world.online()
    await browser.open()
    await browser.close()
    alone = await world.offline()
    await alone.open()
    await alone.load(Side.OLDER)
    assert (alone.drawn(), alone.edge(Side.OLDER)) == ("151-200", EdgeState.OFFLINE)


async def test_while_it_connects_for_the_first_time_the_history_is_loading(world: World) -> None:
    await archived(world)
    browser = world.browser()
    browser.gate = asyncio.Event()
    starting = asyncio.create_task(browser.store.start())
    await settled()
    await browser.open()
    assert (browser.snapshot().phase, browser.edge(Side.NEWER)) == (Phase.LOADING, EdgeState.END)
    world.talk(301)
    browser.gate.set()
    await starting
    await settled()
    assert browser.drawn() == "251-300 * 301"
    assert browser.snapshot().phase is Phase.READY


@pytest.mark.parametrize("follows", [True, False], ids=["live", "without a live connection"])
async def test_back_online_all_catches_up_and_the_reader_keeps_what_was_loaded(world: World, follows: bool) -> None:
    await archived(world)
    browser = await world.offline()
    browser.follows = follows
    await browser.open()
    await browser.load_all(Side.OLDER)
    await browser.store.histories.fill(BOB, "251", Side.OLDER)
    world.talk(*range(301, 401))
    world.talk(9001, key=CAROL)
    world.delete(290)
    browser.reachable = True
    await browser.store.start()
    if follows:
        browser.link.connect()
    await settled()
    assert browser.drawn() == ("1-100 ~ 249-289 291-300 ~ * 351-400" if follows else "1-100 ~ 251-300 ~ * 351-400")
    assert [gap.state for gap in browser.gaps()] == [EdgeState.MORE, EdgeState.MORE]
    assert browser.edge(Side.NEWER) is EdgeState.END
    last = browser.store.conversations.last_message(CAROL)
    assert last is not None
    assert last.id == "9001"
    while browser.gaps():
        await browser.store.histories.fill(BOB, browser.gaps()[0].message_key, Side.OLDER)
    assert browser.drawn(new=False) == "1-289 291-400"


async def test_a_reader_in_the_middle_stays_there_when_the_network_comes_back(world: World) -> None:
    world.talk(*range(1, 301))
    browser = await world.online()
    await browser.open()
    await browser.load_all(Side.OLDER)
    await browser.close()
    alone = await world.offline()
    await alone.open()
    await alone.store.histories.go_to_end(BOB, Side.OLDER)
    await alone.load(Side.NEWER)
    alone.reachable = True
    await alone.start()
    assert alone.drawn() == "1-100"
    assert alone.edge(Side.NEWER) is EdgeState.MORE
    await alone.load_all(Side.NEWER)
    assert alone.drawn() == "1-300"


async def test_it_tries_again_by_itself_until_there_is_a_network(world: World, quick: None) -> None:
    await archived(world)
    browser = await world.offline()
    await browser.open()
    assert not is_ready(browser)
    changed = asyncio.Event()
    browser.store.subscribe(changed.set)
    browser.reachable = True
    async with asyncio.timeout(20):
        while browser.snapshot().phase is not Phase.READY or browser.edge(Side.NEWER) is not EdgeState.END:
            changed.clear()
            await changed.wait()
    assert is_ready(browser)


async def test_a_newest_page_that_nobody_answered_is_asked_for_again_by_itself(world: World, quick: None) -> None:
    world.talk(*range(1, 11))
    browser = world.browser()
    browser.follows = False
    await browser.start()
    await browser.open()
    world.talk(11)
    world.service.fail("no answer from rest.example")
    await browser.open()
    snapshot = browser.snapshot()
    assert (snapshot.phase, snapshot.reason) == (Phase.FAILED, "no answer from rest.example")
    changed = asyncio.Event()
    browser.store.subscribe(changed.set)
    world.service.recover()
    async with asyncio.timeout(20):
        while browser.snapshot().phase is not Phase.READY:
            changed.clear()
            await changed.wait()
    assert browser.drawn() == "1-10 * 11"


async def test_an_outage_seen_by_the_live_connection_is_no_failure_of_the_history(world: World) -> None:
    world.talk(*range(1, 11))
    browser = await world.online()
    await browser.open()
    world.service.fail("no answer")
    browser.cut()
    await browser.open()
    assert (browser.snapshot().phase, browser.edge(Side.NEWER)) == (Phase.READY, EdgeState.OFFLINE)
    browser.link.report(live.CONNECTING)
    assert browser.store.is_offline
    assert (browser.snapshot().phase, browser.edge(Side.NEWER)) == (Phase.READY, EdgeState.OFFLINE)
    world.service.recover()
    browser.link.connect()
    await settled()
    assert not browser.store.is_offline
    assert (browser.snapshot().phase, browser.edge(Side.NEWER)) == (Phase.READY, EdgeState.END)


async def until(browser: Browser, true: Callable[[], bool]) -> None:
    changed = asyncio.Event()
    stop = browser.store.subscribe(changed.set)
    async with asyncio.timeout(20):
        while not true():
            changed.clear()
            await changed.wait()
    stop()


async def test_as_soon_as_nobody_tells_of_it_the_newest_may_be_missing(world: World) -> None:
    world.talk(*range(1, 11))
    browser = await world.online()
    await browser.open()
    assert (browser.edge(Side.NEWER), browser.snapshot().reaches_newest) == (EdgeState.END, True)
    browser.cut()
    assert (browser.edge(Side.NEWER), browser.snapshot().reaches_newest) == (EdgeState.OFFLINE, False)
    browser.link.connect()
    await settled()
    assert (browser.edge(Side.NEWER), browser.snapshot().reaches_newest) == (EdgeState.END, True)


async def test_where_only_the_live_connection_is_blocked_all_else_goes_on(world: World, quick: None) -> None:
    world.talk(*range(1, 201))
    first = await world.online()
    await first.open()
    await first.load_all(Side.OLDER)
    await first.close()
    world.delete(20)
    browser = world.browser()
    await browser.start(connect=False)
    await browser.open()
    world.talk(201)
    browser.cut()
    await until(browser, lambda: browser.edge(Side.NEWER) is EdgeState.END)
    assert not browser.store.is_offline
    assert browser.drawn(new=False) == "151-201"
    await browser.load_all(Side.OLDER)
    assert browser.drawn(new=False) == "1-19 21-201"
    browser.link.report(live.CONNECTING)
    browser.cut()
    assert not browser.store.is_offline
    assert browser.edge(Side.NEWER) is EdgeState.END


@pytest.mark.parametrize("opens", [True, False], ids=["a history is open", "no history is open"])
async def test_a_call_that_nobody_answers_is_no_end_of_it(world: World, quick: None, opens: bool) -> None:
    world.talk(*range(1, 11))
    browser = await world.online()
    if opens:
        await browser.open()
    world.service.fail()
    with pytest.raises(PinUnknownError):
        await browser.store.conversations.set_pinned(BOB, True)
    assert browser.store.is_offline
    assert browser.store.outage is None  # what is shown is of this session
    world.service.recover()
    await until(browser, lambda: not browser.store.is_offline)


async def test_a_service_that_says_no_is_not_out_of_reach(world: World) -> None:
    world.talk(1)
    browser = await world.online()
    world.service.failure = ServiceError("forbidden", status=403, type=17, message="")
    with pytest.raises(ServiceError):
        await browser.store.conversations.set_pinned(BOB, True)
    assert not browser.store.is_offline


async def test_a_start_that_asks_nobody_finds_out_by_the_list(world: World, quick: None) -> None:
    await archived(world)
    browser = world.browser()
    world.service.fail("no route to rest.example")
    said = []
    browser.store.subscribe(lambda: said.append(browser.store.outage))
    await browser.start(connect=False)
    await browser.open()
    assert (browser.store.status.phase, browser.store.is_offline) == (Phase.READY, True)
    outage = Outage("no route to rest.example", is_retried=True)
    assert said[-1] == outage
    tries = len(world.service.calls) + 5
    await until(browser, lambda: len(world.service.calls) > tries)
    assert set(said[said.index(outage) :]) == {outage}
    world.service.recover()
    await until(browser, lambda: browser.store.conversations.snapshot().phase is Phase.READY)
    assert (browser.store.outage, browser.store.is_offline) == (None, False)


def refusal(status: int) -> ServiceError:
    return ServiceError("refused", status=status, type=17, message="")


@pytest.mark.parametrize(
    ("failure", "is_retried"),
    [
        (refusal(429), True),
        (refusal(503), True),
        (SignInError("no", cause=refusal(500)), True),
        (refusal(404), False),
        (ProtocolError("what?"), False),
    ],
)
async def test_what_may_pass_is_tried_again(world: World, quick: None, failure: RoamingError, is_retried: bool) -> None:
    browser = world.browser()
    browser.failures = [failure]
    await browser.start(connect=False)
    if is_retried:
        await until(browser, lambda: is_ready(browser))
    else:
        assert browser.store.outage == Outage(str(failure), is_retried=False)


async def test_a_list_that_a_busy_service_refused_is_read_again(world: World, quick: None) -> None:
    world.talk(1)
    world.service.failure = refusal(429)
    browser = world.browser()
    await browser.start(connect=False)
    world.service.recover()
    await until(browser, lambda: browser.store.conversations.snapshot().phase is Phase.READY)


async def test_what_is_beyond_the_newest_archived_message_can_be_asked_for(world: World) -> None:
    world.talk(*range(1, 11))
    browser = await world.online()
    await browser.open()
    world.service.fail("no answer")
    browser.cut()
    await browser.open()
    world.service.recover()
    world.talk(11)
    await browser.load(Side.NEWER)
    assert (browser.drawn(), browser.edge(Side.NEWER)) == ("1-10 * 11", EdgeState.END)


async def test_nothing_is_verified_while_offline(world: World) -> None:
    world.talk(*range(1, 201))
    first = await world.online()
    await first.open()
    await first.load_all(Side.OLDER)
    await first.close()
    browser = await world.online()
    await browser.open()
    browser.cut()
    before = len(world.service.calls)
    await browser.load_all(Side.OLDER)
    assert browser.drawn() == "1-200"
    assert len(world.service.calls) == before
    world.delete(20, 120)
    browser.link.connect()
    await settled()
    assert browser.drawn() == "1-19 21-119 121-200"


async def test_commands_without_a_service_are_refused(world: World) -> None:
    await archived(world)
    browser = await world.offline()
    await browser.open()
    with pytest.raises(NotConnectedError):
        await remove(browser.store, BOB, ["300"])
    assert browser.drawn() == "251-300"


class Broken:
    """An archive whose file can be neither read nor written."""

    reason = "The archive cannot be written: the disk is full."

    def take_notice(self) -> str:
        return ""

    def look_from(self, base: str) -> None:
        pass

    def write(self, fact: object) -> None:
        pass

    def note(self, name: str, value: str) -> None:
        pass

    async def listed(self) -> None:
        raise ArchiveError("broken")

    async def changes(self, limit: int) -> tuple[Change, ...]:
        raise ArchiveError("broken")

    async def older(self, key: ConversationKey, before: Position | None, limit: int) -> Stretch:
        raise ArchiveError("broken")

    async def newer(self, key: ConversationKey, after: Position | None, limit: int) -> Stretch:
        raise ArchiveError("broken")

    async def around(self, key: ConversationKey, time_ms: int, limit: int) -> Stretch:
        raise ArchiveError("broken")

    async def visits(self) -> list[Visit]:
        raise ArchiveError("broken")

    async def coverages(self, keys: object = None) -> dict[ConversationKey, Coverage]:
        raise ArchiveError("broken")

    async def aclose(self) -> None:
        pass


async def test_without_a_readable_archive_all_is_read_from_the_service_and_the_reason_is_told() -> None:
    service = ModelService()
    service.talk("bob", [message(number) for number in range(1, 1301)])

    async def opening() -> Broken:
        return Broken()

    browser = Browser(service, opening)  # type: ignore[arg-type]  # the annotations above say the same
    await browser.start()
    await browser.open()
    await browser.load_all(Side.OLDER)
    assert browser.drawn() == "1-1000"
    assert browser.store.archive_state.reason == Broken.reason
    await browser.store.histories.go_to_end(BOB, Side.NEWER)
    assert browser.drawn() == "1251-1300"
    await browser.store.histories.go_to_end(BOB, Side.OLDER)
    assert browser.drawn() == "1-50"
    await browser.load_all(Side.NEWER)
    assert browser.drawn(new=False) == "301-1300"
    await browser.close()


async def test_ending_while_the_service_is_being_reached_leaves_nothing_behind(world: World) -> None:
    browser = world.browser()
    world.talk(1)
    browser.gate = asyncio.Event()
    starting = asyncio.create_task(browser.store.start())
    await settled()
    await browser.close()
    browser.gate.set()
    await starting
    assert world.service.calls == ["close"]
    assert browser.link.report.__qualname__.endswith("<lambda>")  # nobody follows it


async def test_a_start_that_is_given_up_gives_up_reaching_the_service() -> None:
    given_up = asyncio.Event()

    async def never(report: Report) -> Opened:
        try:
            await asyncio.Event().wait()
        finally:
            given_up.set()
        raise AssertionError

    store = Store(never, in_memory, account=AMY, now=lambda: START)
    starting = asyncio.create_task(store.start())
    await settled()
    starting.cancel()
    await asyncio.gather(starting, return_exceptions=True)
    assert given_up.is_set()
    assert store.status.phase is Phase.WAITING
    await store.close()


async def test_a_start_that_is_given_up_lets_go_of_a_service_that_was_there_already(world: World) -> None:
    gate, opened = asyncio.Event(), []

    async def late() -> Archive:
        await gate.wait()
        opened.append(await in_memory())
        return opened[0]

    browser = Browser(world.service, late)
    starting = asyncio.create_task(browser.store.start())
    await settled()
    starting.cancel()
    await asyncio.gather(starting, return_exceptions=True)
    assert world.service.calls == ["close"]
    gate.set()
    await browser.close()
    with pytest.raises(ArchiveError):
        await opened[0].listed()


async def test_a_password_that_is_accepted_after_the_end_opens_nothing() -> None:
    gate, service = asyncio.Event(), ModelService()

    async def refused(report: Report) -> Opened:
        raise SignInError(AMY.label)

    async def accepted(password: str) -> Opened:
        await gate.wait()
        return Opened(service, AMY, service.aclose)

    store = Store(refused, in_memory, account=AMY, now=lambda: START, signing_in=SigningIn(AMY, accepted))
    await store.start()
    signing_in = asyncio.create_task(store.sign_in("secret"))
    await settled()
    await store.close()
    gate.set()
    await signing_in
    assert service.calls == ["close"]
    assert store.status.phase is Phase.SIGNED_OUT


async def test_after_the_end_nothing_is_looked_at_any_more(world: World) -> None:
    world.talk(*range(1, 4))
    browser = await world.online()
    await browser.open()
    await browser.close()
    tasks = asyncio.all_tasks()
    browser.store.coverages.stale(BOB)
    assert asyncio.all_tasks() == tasks


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is tried again, is so at once."""
    monkeypatch.setattr("tui.store.retrying.FIRST", 0.001)


@pytest.mark.parametrize("stop", [Retrying.stop, Retrying.succeeded])
async def test_what_is_being_tried_or_succeeded_is_not_tried_again(
    quick: None, stop: Callable[[Retrying], None]
) -> None:
    tries = 0
    tried = asyncio.Event()

    async def again() -> None:
        nonlocal tries
        tries += 1
        tried.set()

    retrying = Retrying(again)
    retrying.failed()
    retrying.failed()
    stop(retrying)
    retrying.failed()
    async with asyncio.timeout(10):
        await tried.wait()
    await retrying.close()
    retrying.failed()
    for _turn in range(1000):
        await asyncio.sleep(0)
    assert tries == 1


async def test_one_try_at_a_time_and_none_after_the_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tui.store.retrying.FIRST", 0.0)
    running = most = 0

    async def again() -> None:
        nonlocal running, most
        running += 1
        most = max(most, running)
        try:
            await asyncio.Event().wait()
        finally:
            running -= 1

    retrying = Retrying(again)
    for _turn in range(3000):  # far more tries than a float has powers of two
        retrying.failed()
        await asyncio.sleep(0)
    assert (running, most) == (1, 1)
    await retrying.close()
    assert running == 0


async def test_a_mistake_in_a_try_is_told(quick: None) -> None:
    told = asyncio.Event()
    asyncio.get_running_loop().set_exception_handler(lambda loop, context: told.set())

    async def again() -> None:
        raise ZeroDivisionError

    retrying = Retrying(again)
    retrying.failed()
    async with asyncio.timeout(20):
        await told.wait()
    await retrying.close()


async def test_a_key_pressed_while_a_try_is_waited_for_takes_its_place(world: World) -> None:
    browser = await world.offline()
    browser.reachable = True
    before = len(world.service.calls)
    await browser.start(connect=False)
    assert browser.store.status.phase is Phase.READY
    assert [call for call in world.service.calls[before:] if call.startswith("pinned")] == ["pinned "]
    assert not browser.store._connection.is_retried
