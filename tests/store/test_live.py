"""What other devices do comes by the same path as what is done here, and nothing is missed or shown twice."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace

import pytest

from tests.archives import in_memory, settled
from tests.model_service import START, ModelService, message
from tests.store.world import BOB, Live
from tui import live
from tui.errors import ServiceError
from tui.live import LivePhase, LiveStatus
from tui.models import CommandBody, ConversationKey, ConversationType, Group, Kind, TextBody
from tui.store import Account, Opened, Store
from tui.store.following import LIST_PAUSE
from tui.store.history import LOADED_CAP
from tui.store.service import Report
from tui.timeline.rows import GapRow, MessageRow
from tui.timeline.timeline import Side

OFFLINE = LiveStatus(LivePhase.OFFLINE, START)


@pytest.fixture
def service() -> ModelService:
    service = ModelService()
    service.talk("bob", [message(number) for number in range(1, 4)])
    service.talk("carol", [replace(message(10, "carol"), to="amy")])
    return service


@pytest.fixture
def link(service: ModelService) -> Live:
    return Live(service)


@pytest.fixture
async def store(service: ModelService, link: Live) -> AsyncIterator[Store]:
    async def open_service(report: Report) -> Opened:
        return Opened(service, Account("amy", "acme#support", "amy@support"), service.aclose, link.follow)

    store = Store(open_service, in_memory, now=lambda: link.now)
    await store.start()
    link.connect()
    yield store
    await store.close()


def shown(store: Store, key: ConversationKey = BOB) -> list[int]:
    return [int(row.key) for row in store.histories.snapshot(key).rows if isinstance(row, MessageRow)]


def gaps(store: Store, key: ConversationKey = BOB) -> list[str]:
    """The keys of the messages before which others may be missing."""
    return [row.message_key for row in store.histories.snapshot(key).rows if isinstance(row, GapRow)]


def item(store: Store, name: str) -> tuple[int, str, bool]:
    """A conversation's unread count, the id of its last message, and whether it is pinned."""
    (found,) = (each for each in store.conversations.snapshot().items if each.key.id == name)
    return found.unread_count, found.last_message.id if found.last_message else "", found.is_pinned


def names(store: Store) -> list[str]:
    """What the service's list has, as far as it is known here."""
    return [each.key.id for each in store.conversations.snapshot().items if each.listed]


async def test_a_message_moves_its_conversation_up_and_joins_the_open_history(store: Store, link: Live) -> None:
    await store.histories.open(BOB)
    assert names(store) == ["carol", "bob"]
    link.send(message(20), message(21))
    assert names(store) == ["bob", "carol"]
    assert item(store, "bob") == (2, "21", False)
    assert shown(store) == [1, 2, 3, 20, 21]


async def test_own_messages_are_not_unread_and_repeats_change_nothing(store: Store, link: Live) -> None:
    await store.histories.open(BOB)
    own = replace(message(20, "amy"), to="bob")
    link.send(own)
    link.deliver(live.MessageReceived(own))
    assert (item(store, "bob"), shown(store)) == ((0, "20", False), [1, 2, 3, 20])


async def test_a_command_between_apps_is_not_counted(store: Store, link: Live) -> None:
    command = replace(message(20), body=CommandBody("refresh"))
    assert command.kind is Kind.COMMAND
    link.send(command)
    assert item(store, "bob") == (0, "3", False)


async def test_a_new_conversation_appears_and_gets_its_name(store: Store, link: Live, service: ModelService) -> None:
    service.groups.append(Group("24", "Team"))
    link.send(replace(message(20), conversation_type=ConversationType.GROUP, to="24"))
    await settled()
    assert next(each.name for each in store.conversations.snapshot().items) == "Team"
    assert item(store, "24") == (1, "20", False)


async def test_pins_and_deletions_of_other_devices_show_at_once(store: Store, link: Live) -> None:
    await store.histories.open(BOB)
    link.deliver(live.ConversationPinned(BOB, START))
    assert (names(store), item(store, "bob")[2]) == (["bob", "carol"], True)
    link.deliver(live.ConversationUnpinned(BOB, START))
    assert item(store, "bob")[2] is False
    link.deliver(live.RoamingDeleted(BOB, ("3",)))
    assert (shown(store), item(store, "bob")[1]) == ([1, 2], "2")
    link.deliver(live.RoamingDeleted(BOB, (), until=message(1).time))
    assert shown(store) == [2]
    link.deliver(live.ConversationDeleted(ConversationKey("carol", ConversationType.SINGLE), START))
    assert names(store) == ["bob"]


async def test_a_removal_in_a_history_that_is_not_open_asks_for_its_newest_message(
    store: Store, link: Live, service: ModelService
) -> None:
    service.messages[BOB] = [message(1), message(2)]
    link.deliver(live.RoamingDeleted(BOB, ("3",)))
    await settled()
    assert item(store, "bob")[1] == "2"


async def test_a_removal_that_does_not_say_what_went_asks_again(
    store: Store, link: Live, service: ModelService
) -> None:
    await store.histories.open(BOB)
    service.messages[BOB] = [message(2)]
    link.deliver(live.RoamingDeleted(BOB))
    await settled()
    assert (shown(store), item(store, "bob")[1]) == ([2], "2")


@pytest.mark.parametrize(
    ("removal", "left"),
    [
        (live.RoamingDeleted(ConversationKey("24", ConversationType.GROUP), ("3",)), [1, 2]),
        (live.RoamingDeleted(ConversationKey("24", ConversationType.GROUP), (), until=message(2).time), [3]),
        (live.RoamingDeleted(ConversationKey("24", ConversationType.GROUP)), [1]),
    ],
    ids=["by ids", "by time", "unsaid"],
)
async def test_a_removal_reaches_a_chat_room_which_notices_do_not_tell_from_a_group(
    store: Store, link: Live, service: ModelService, removal: live.RoamingDeleted, left: list[int]
) -> None:
    room = ConversationKey("24", ConversationType.ROOM)
    service.messages[room] = [message(number) for number in range(1, 4)]
    await store.histories.open(room)
    service.messages[room] = [message(number) for number in left]
    link.deliver(removal)
    await settled()
    assert shown(store, room) == left


async def test_recalls_and_edits_reach_loaded_messages_and_the_list(store: Store, link: Live) -> None:
    await store.histories.open(BOB)
    link.deliver(live.MessageEdited(replace(message(3), body=TextBody("better"), ext={"a": 1}), keeps_ext=True))
    (row,) = (row for row in store.histories.snapshot(BOB).rows if row.key == "3")
    assert isinstance(row, MessageRow)
    assert (row.message.body, row.message.ext) == (TextBody("better"), {})
    last = store.conversations.last_message(BOB)
    assert last is not None
    assert last.body == TextBody("better")
    link.deliver(live.MessageRecalled(BOB, "3", "bob", "amy"))
    assert (shown(store), item(store, "bob")[1]) == ([1, 2], "2")


async def test_reading_elsewhere_takes_the_count_away_and_reading_by_others_does_not(store: Store, link: Live) -> None:
    link.send(message(20))
    link.deliver(live.ConversationRead(BOB, "bob", "amy", START))
    assert item(store, "bob")[0] == 1
    link.deliver(live.ConversationRead(BOB, "amy", "bob", START))
    assert item(store, "bob")[0] == 0


async def test_what_was_missed_while_offline_is_a_gap_until_it_is_fetched(
    store: Store, link: Live, service: ModelService
) -> None:
    await store.histories.open(BOB)
    link.report(OFFLINE)
    service.messages[BOB].append(message(20))
    service.hold()
    link.connect()
    link.send(message(21))
    assert (shown(store), gaps(store)) == ([1, 2, 3, 21], ["21"])
    service.release()
    await settled()
    assert (shown(store), gaps(store)) == ([1, 2, 3, 20, 21], [])
    link.send(message(22))
    assert shown(store)[-2:] == [21, 22]


async def test_what_is_handed_over_after_an_outage_has_one_gap_before_it(
    store: Store, link: Live, service: ModelService
) -> None:
    await store.histories.open(BOB)
    link.report(OFFLINE)
    service.messages[BOB].extend(message(number) for number in range(4, 300))  # all but the first are handed over
    service.hold()
    link.connect()
    for number in range(100, 150):
        link.deliver(live.MessageReceived(message(number)))
    service.release()
    await settled()
    assert gaps(store) == ["100", "250"]  # the newest page came in the midst of it
    for number in range(150, 300):
        link.deliver(live.MessageReceived(message(number)))
    assert (shown(store), gaps(store)) == ([1, 2, 3, *range(100, 300)], ["100"])


async def test_a_history_out_of_sight_has_a_gap_until_it_is_opened_again(
    store: Store, link: Live, service: ModelService
) -> None:
    carol = ConversationKey("carol", ConversationType.SINGLE)
    await store.histories.open(BOB)
    await store.histories.open(carol)
    service.messages[BOB].append(message(20))
    link.connect()
    await settled()
    link.send(message(21))
    assert (shown(store), gaps(store)) == ([1, 2, 3, 21], ["21"])
    await store.histories.open(BOB)
    assert (shown(store), gaps(store)) == ([1, 2, 3, 20, 21], [])


async def test_a_message_that_comes_while_its_page_is_on_its_way_is_not_lost(
    store: Store, link: Live, service: ModelService
) -> None:
    service.hold()
    opening = asyncio.create_task(store.histories.open(BOB))
    await service.called(len(service.calls) + 1)
    link.deliver(live.MessageReceived(message(20)))  # the page was made before it
    service.release()
    await opening
    assert shown(store) == [1, 2, 3, 20]


async def test_nothing_is_added_to_a_history_that_does_not_reach_its_newest_message(
    store: Store, link: Live, service: ModelService
) -> None:
    service.messages[BOB] = [message(number) for number in range(1, 200)]
    await store.histories.open(BOB)
    await store.histories.go_to_end(BOB, Side.OLDER)
    link.send(message(300))
    assert shown(store)[-1] < 200
    while not store.histories.snapshot(BOB).reaches_newest:
        await store.histories.load(BOB, Side.NEWER)
    link.send(message(301))
    assert shown(store) == [*range(1, 51), *range(150, 200), 300, 301]
    while gaps(store):
        await store.histories.fill(BOB, gaps(store)[0], Side.NEWER)
    assert shown(store) == [*range(1, 200), 300, 301]


async def test_a_late_message_takes_its_place_in_the_order(store: Store, link: Live) -> None:
    await store.histories.open(BOB)
    link.send(message(30), message(20))
    assert (shown(store), item(store, "bob")[:2]) == ([1, 2, 3, 20, 30], (2, "30"))


async def test_a_flood_keeps_the_loaded_messages_within_bounds(store: Store, link: Live) -> None:
    await store.histories.open(BOB)
    last = 3 * LOADED_CAP
    link.send(*(message(number) for number in range(4, last + 1)))
    loaded = shown(store)
    assert LOADED_CAP <= len(loaded) <= 2 * LOADED_CAP
    assert loaded == list(range(last - len(loaded) + 1, last + 1))


async def test_the_list_is_read_again_after_an_outage_but_not_after_each(
    store: Store, link: Live, service: ModelService
) -> None:
    def reads() -> int:
        return sum("list" in call for call in service.calls)

    before = reads()
    link.connect()
    await settled()
    assert reads() == before
    link.now += LIST_PAUSE
    link.connect()
    await settled()
    assert reads() > before


async def test_the_state_is_told_and_leaving_is_said(store: Store, link: Live) -> None:
    states = []
    stop = store.subscribe(lambda: states.append(store.live))
    link.report(OFFLINE)
    link.report(live.CONNECTING)
    stop()
    assert states == [OFFLINE, live.CONNECTING]
    await store.close()
    assert (link.left, store.live) == (True, live.OFF)


async def test_a_message_during_the_reading_of_the_list_is_not_overwritten(service: ModelService, link: Live) -> None:
    async def open_service(report: Report) -> Opened:
        return Opened(service, Account("amy", "acme#support", "amy@support"), service.aclose, link.follow)

    store = Store(open_service, in_memory, now=lambda: START)
    service.hold()
    starting = asyncio.create_task(store.start())
    await service.called(1)
    link.deliver(live.MessageReceived(message(20)))
    service.release()
    await starting
    assert item(store, "bob") == (1, "20", False)
    await store.close()


async def test_what_comes_just_when_a_fetch_has_ended_is_fetched_too(
    store: Store, link: Live, service: ModelService
) -> None:
    carol = ConversationKey("carol", ConversationType.SINGLE)
    await store.histories.open(carol)
    await store.histories.open(BOB)
    service.failure = ServiceError(
        "no such user", status=404, type=17, message=""
    )  # so that nothing but the service is waited for
    for turns in range(40):
        service.calls.clear()
        link.deliver(live.RoamingDeleted(BOB))
        for _turn in range(turns):
            await asyncio.sleep(0)
        link.deliver(live.RoamingDeleted(carol))
        await settled()
        assert "up carol None" in service.calls, f"after {turns} turns"


async def test_a_flood_leaves_the_messages_around_a_reader_who_is_far_up(store: Store, link: Live) -> None:
    await store.histories.open(BOB)
    store.histories.follow(BOB, False)
    link.send(*(message(number) for number in range(4, 3 * LOADED_CAP + 1)))
    loaded = shown(store)
    assert loaded[:3] == [1, 2, 3]
    assert len(loaded) <= 2 * LOADED_CAP
    assert not store.histories.snapshot(BOB).reaches_newest
    while not store.histories.snapshot(BOB).reaches_newest:
        await store.histories.load(BOB, Side.NEWER)
    assert shown(store)[-1] == 3 * LOADED_CAP
    assert gaps(store) == []
