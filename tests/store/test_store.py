"""The store keeps one truth under late answers, refusals, and commands given twice."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from typing import Any

import pytest

from tests import journals
from tests.archives import in_memory
from tests.journals import delete, remove
from tests.model_service import START, ModelService, message
from tui.errors import PartialRemovalError, RoamingError, ServiceError, TransportError
from tui.events import MessagesRemoved, PinChanged
from tui.limits import LARGEST_PAGE
from tui.models import Conversation, ConversationKey, ConversationType, Group, HistoryPage
from tui.store import Account, Opened, Store
from tui.store.history import LOADED_CAP
from tui.store.pages import EMPTY_PAGES
from tui.store.service import Report
from tui.store.snapshots import Phase
from tui.timeline.rows import EdgeRow, GapRow, MessageRow
from tui.timeline.timeline import EdgeState, Side


@pytest.fixture
def service() -> ModelService:
    return ModelService()


@pytest.fixture
async def store(service: ModelService) -> AsyncIterator[Store]:
    async def open_service(report: Report) -> Opened:
        report("connecting", None)
        return Opened(service, Account("amy", "acme#support", "amy@support"), service.aclose)

    store = Store(open_service, in_memory, now=lambda: START, open_journal=journals.in_memory)
    await store.start()
    yield store
    await store.close()


def shown(store: Store, key: ConversationKey) -> list[int]:
    return [int(row.key) for row in store.histories.snapshot(key).rows if isinstance(row, MessageRow)]


def gaps(store: Store, key: ConversationKey) -> list[str]:
    """The keys of the messages before which others may be missing."""
    return [row.message_key for row in store.histories.snapshot(key).rows if isinstance(row, GapRow)]


def names(store: Store) -> list[str]:
    """What the service's list has, as far as it is known here."""
    return [item.name for item in store.conversations.snapshot().items if item.listed]


def edge(store: Store, key: ConversationKey, side: Side) -> EdgeRow:
    rows = [row for row in store.histories.snapshot(key).rows if isinstance(row, EdgeRow) and row.side is side]
    return rows[0]


async def test_the_list_is_read_whole_and_ordered(service: ModelService, store: Store) -> None:
    for number in range(1, LARGEST_PAGE + 11):
        service.talk(f"c{number}", [message(number)])
    first, second = ConversationKey("c3", ConversationType.SINGLE), ConversationKey("c7", ConversationType.SINGLE)
    service.conversations[first] = replace(service.conversations[first], is_pinned=True, pinned_time=5)
    service.conversations[second] = replace(service.conversations[second], is_pinned=True, pinned_time=9)
    await store.conversations.load()
    assert names(store)[:4] == ["c7", "c3", "c60", "c59"]
    assert len(names(store)) == LARGEST_PAGE + 10


async def test_a_list_that_sends_us_round_in_circles_ends(service: ModelService, store: Store) -> None:
    service.talk("bob", [message(1)])
    circle = replace(await service.get_server_conversations(), cursor="0")

    async def always_the_same(**_asked: object) -> object:
        service.calls.append("list")
        return circle

    service.get_server_conversations = always_the_same  # type: ignore[method-assign,assignment]  # a wrong server
    await store.conversations.load()
    assert names(store) == ["bob"]


async def test_a_list_that_fails_says_why_and_keeps_what_it_had(service: ModelService, store: Store) -> None:
    service.talk("bob", [message(1)])
    await store.conversations.load()
    service.fail("no connection to rest.example")
    await store.conversations.load()
    snapshot = store.conversations.snapshot()
    assert (snapshot.phase, snapshot.reason, names(store)) == (Phase.FAILED, "no connection to rest.example", ["bob"])


async def test_starting_can_be_tried_again(service: ModelService) -> None:
    tries = 0

    async def open_service(report: Report) -> Opened:
        nonlocal tries
        tries += 1
        report("looking up the hosts", None)
        if tries == 1:
            raise TransportError("no connection")
        return Opened(service, Account("amy", "acme#support", "amy@support"), service.aclose)

    store = Store(open_service, in_memory)
    await store.start()
    assert (store.status.phase, store.status.detail, store.account) == (Phase.FAILED, "no connection", None)
    await store.start()
    assert store.status.phase is Phase.READY
    assert store.account == Account("amy", "acme#support", "amy@support")


async def test_a_command_before_the_service_is_there_is_refused() -> None:
    async def never(report: Report) -> Opened:
        raise TransportError("no connection")

    store = Store(never, in_memory, open_journal=journals.in_memory)
    with pytest.raises(RoamingError, match="Not connected"):
        await delete(store, ConversationKey("bob", ConversationType.SINGLE), with_messages=False)


async def test_a_pin_shows_at_once_and_is_taken_back_when_refused(service: ModelService, store: Store) -> None:
    bob = service.talk("bob", [message(1)])
    service.talk("eve", [message(2)])
    await store.conversations.load()
    service.hold()
    pinning = asyncio.create_task(store.conversations.set_pinned(bob, True))
    await service.called(5)
    item = store.conversations.snapshot().items[0]
    assert (item.name, item.is_pinned, item.pending) == ("bob", True, True)
    service.failure = ServiceError("the service refused", status=403, type=17, message="")
    service.release()
    with pytest.raises(ServiceError):
        await pinning
    assert names(store) == ["eve", "bob"]
    assert not store.conversations.snapshot().items[1].is_pinned


async def test_pin_unpin_pin_in_a_hurry_ends_as_the_last_and_sends_no_more_than_needed(
    service: ModelService, store: Store
) -> None:
    bob = service.talk("bob", [message(1)])
    await store.conversations.load()
    before = len(service.calls)
    service.hold()
    first = asyncio.create_task(store.conversations.set_pinned(bob, True))
    await service.called(before + 1)
    await store.conversations.set_pinned(bob, False)
    await store.conversations.set_pinned(bob, True)
    await store.conversations.set_pinned(bob, False)
    service.release()
    await first
    assert service.calls[before:] == ["pin bob", "unpin bob"]
    assert not store.conversations.snapshot().items[0].is_pinned


async def test_a_pin_from_elsewhere_is_the_same_event(service: ModelService, store: Store) -> None:
    bob = service.talk("bob", [message(1)])
    service.talk("eve", [message(2)])
    await store.conversations.load()
    store.apply(PinChanged(bob, True, START))
    store.apply(PinChanged(bob, True, START))
    assert [(item.name, item.is_pinned) for item in store.conversations.snapshot().items] == [
        ("bob", True),
        ("eve", False),
    ]


async def test_history_opens_at_the_newest_and_loads_older_pages(service: ModelService, store: Store) -> None:
    bob = service.talk("bob", [message(n) for n in range(1, 121)])
    await store.histories.open(bob)
    assert shown(store, bob) == list(range(71, 121))
    await store.histories.load(bob, Side.OLDER)
    await store.histories.load(bob, Side.OLDER)
    assert shown(store, bob) == list(range(1, 121))
    assert edge(store, bob, Side.OLDER).state is EdgeState.END
    calls = len(service.calls)
    await store.histories.load(bob, Side.OLDER)
    assert len(service.calls) == calls


async def test_one_request_in_flight_for_a_side(service: ModelService, store: Store) -> None:
    bob = service.talk("bob", [message(n) for n in range(1, 121)])
    await store.histories.open(bob)
    service.hold()
    before = len(service.calls)
    first = asyncio.create_task(store.histories.load(bob, Side.OLDER))
    await service.called(before + 1)
    await store.histories.load(bob, Side.OLDER)
    assert edge(store, bob, Side.OLDER).state is EdgeState.LOADING
    service.release()
    await first
    assert len(service.calls) == before + 1
    assert shown(store, bob) == list(range(21, 121))


async def test_a_failed_page_says_why_and_can_be_tried_again(service: ModelService, store: Store) -> None:
    bob = service.talk("bob", [message(n) for n in range(1, 61)])
    await store.histories.open(bob)
    service.fail("no answer from rest.example")
    await store.histories.load(bob, Side.OLDER)
    assert (edge(store, bob, Side.OLDER).state, edge(store, bob, Side.OLDER).reason) == (
        EdgeState.FAILED,
        "no answer from rest.example",
    )
    service.recover()
    await store.histories.load(bob, Side.OLDER)
    assert shown(store, bob) == list(range(1, 61))


async def test_a_cancelled_page_can_be_asked_for_again(service: ModelService, store: Store) -> None:
    bob = service.talk("bob", [message(n) for n in range(1, 61)])
    await store.histories.open(bob)
    service.hold()
    before = len(service.calls)
    loading = asyncio.create_task(store.histories.load(bob, Side.OLDER))
    await service.called(before + 1)
    loading.cancel()
    await asyncio.gather(loading, return_exceptions=True)
    assert edge(store, bob, Side.OLDER).state is EdgeState.MORE
    service.release()
    await store.histories.load(bob, Side.OLDER)
    assert shown(store, bob) == list(range(1, 61))


async def test_memory_is_capped_at_both_ends_and_everything_comes_back(service: ModelService, store: Store) -> None:
    total = LOADED_CAP + 3 * LARGEST_PAGE
    bob = service.talk("bob", [message(n) for n in range(1, total + 1)])
    await store.histories.open(bob)
    while edge(store, bob, Side.OLDER).state is not EdgeState.END:
        await store.histories.load(bob, Side.OLDER)
    assert shown(store, bob) == list(range(1, LOADED_CAP + 1))
    assert not store.histories.snapshot(bob).reaches_newest
    while not store.histories.snapshot(bob).reaches_newest:
        await store.histories.load(bob, Side.NEWER)
    assert shown(store, bob) == list(range(total - LOADED_CAP + 1, total + 1))


async def test_going_to_the_oldest_and_back_to_the_newest(service: ModelService, store: Store) -> None:
    bob = service.talk("bob", [message(n) for n in range(1, 201)])
    await store.histories.open(bob)
    await store.histories.go_to_end(bob, Side.OLDER)
    assert shown(store, bob) == list(range(1, 51))
    await store.histories.go_to_end(bob, Side.NEWER)
    assert shown(store, bob) == list(range(151, 201))


async def test_a_page_that_comes_after_a_jump_is_not_drawn(service: ModelService, store: Store) -> None:
    bob = service.talk("bob", [message(n) for n in range(1, 301)])
    await store.histories.open(bob)
    service.hold()
    before = len(service.calls)
    late = asyncio.create_task(store.histories.load(bob, Side.OLDER))
    await service.called(before + 1)
    jump = asyncio.create_task(store.histories.go_to_end(bob, Side.OLDER))
    await service.called(before + 2)
    service.release()
    await asyncio.gather(late, jump)
    assert shown(store, bob) == list(range(1, 51))


async def test_a_late_page_stays_in_its_own_conversation(service: ModelService, store: Store) -> None:
    bob = service.talk("bob", [message(n) for n in range(1, 101)])
    eve = service.talk("eve", [message(n) for n in range(1001, 1003)])
    await store.histories.open(bob)
    service.hold()
    before = len(service.calls)
    late = asyncio.create_task(store.histories.load(bob, Side.OLDER))
    await service.called(before + 1)
    opening = asyncio.create_task(store.histories.open(eve))
    await service.called(before + 2)
    service.release()
    await asyncio.gather(late, opening)
    assert shown(store, eve) == [1001, 1002]
    assert shown(store, bob) == list(range(1, 101))


async def test_opening_again_drops_what_was_removed_elsewhere(service: ModelService, store: Store) -> None:
    bob = service.talk("bob", [message(n) for n in range(1, 11)])
    await store.histories.open(bob)
    service.messages[bob] = [each for each in service.messages[bob] if each.id not in {"4", "10"}]
    await store.histories.open(bob)
    assert shown(store, bob) == [1, 2, 3, 5, 6, 7, 8, 9]


async def test_removed_messages_go_and_the_list_follows(service: ModelService, store: Store) -> None:
    bob = service.talk("bob", [message(1), message(2)])
    await store.conversations.load()
    await store.histories.open(bob)
    await remove(store, bob, ["2"])
    last = store.conversations.snapshot().items[0].last_message
    assert shown(store, bob) == [1]
    assert last is not None
    assert last.id == "1"
    await remove(store, bob, ["1"])
    assert names(store) == []


async def test_messages_are_hidden_until_the_answer_comes(service: ModelService, store: Store) -> None:
    bob = service.talk("bob", [message(1), message(2)])
    await store.histories.open(bob)
    service.hold()
    removing = asyncio.create_task(remove(store, bob, ["2"]))
    await service.called(4)
    assert shown(store, bob) == [1]
    service.fail("cut")
    service.release()
    with pytest.raises(TransportError):
        await removing
    assert shown(store, bob) == [1, 2]


async def test_a_partial_removal_takes_out_exactly_what_went(service: ModelService, store: Store) -> None:
    bob = service.talk("bob", [message(n) for n in range(1, 6)])
    await store.histories.open(bob)
    service.removal_limit = 2
    with pytest.raises(PartialRemovalError):
        await remove(store, bob, ["1", "3", "5"])
    assert shown(store, bob) == [2, 4, 5]


async def test_what_is_not_loaded_cannot_be_removed(service: ModelService, store: Store) -> None:
    bob = service.talk("bob", [message(1)])
    await store.histories.open(bob)
    before = len(service.calls)
    with pytest.raises(RoamingError, match="no longer here"):
        await remove(store, bob, ["99"])
    assert service.calls[before:] == []


async def test_a_page_asked_for_before_a_removal_does_not_bring_the_message_back(
    service: ModelService, store: Store
) -> None:
    bob = service.talk("bob", [message(n) for n in range(1, 5)])
    await store.histories.open(bob)
    service.hold()
    before = len(service.calls)
    late = asyncio.create_task(store.histories.open(bob))  # its page was read before the removal
    await service.called(before + 1)
    store.apply(MessagesRemoved(bob, frozenset({"3"})))
    service.release()
    await late
    assert shown(store, bob) == [1, 2, 4]


@pytest.mark.parametrize("delete_messages", [True, False])
async def test_a_deleted_conversation_leaves_the_list(
    service: ModelService, store: Store, delete_messages: bool
) -> None:
    bob = service.talk("bob", [message(1)])
    service.talk("eve", [message(2)])
    await store.conversations.load()
    await store.histories.open(bob)
    await delete(store, bob, with_messages=delete_messages)
    assert names(store) == ["eve"]
    assert shown(store, bob) == ([] if delete_messages else [1])
    assert service.calls[-1] == f"delete bob {delete_messages}"


async def test_a_conversation_deleted_while_the_list_is_read_stays_away(service: ModelService, store: Store) -> None:
    bob = service.talk("bob", [message(1)])
    await store.conversations.load()
    kept = Conversation("bob", ConversationType.SINGLE, last_message=message(1))
    service.hold()
    before = len(service.calls)
    reading = asyncio.create_task(store.conversations.load())
    await service.called(before + 1)
    deleting = asyncio.create_task(delete(store, bob, with_messages=False))
    await service.called(before + 2)
    service.release()
    await deleting
    service.conversations[bob] = kept  # the server's list lags behind
    await reading
    assert names(store) == []


async def test_listeners_hear_of_changes_until_they_leave(service: ModelService, store: Store) -> None:
    bob = service.talk("bob", [message(1)])
    heard: list[int] = []
    leave = store.subscribe(lambda: heard.append(len(shown(store, bob))))
    await store.histories.open(bob)
    leave()
    heard_before = list(heard)
    await remove(store, bob, ["1"])
    assert heard_before[-1] == 1
    assert heard == heard_before


async def test_names_come_later_and_move_nothing(service: ModelService) -> None:
    bob = service.talk("bob", [message(1)])
    team = ConversationKey("240000000000001", ConversationType.GROUP)
    service.conversations[team] = Conversation(team.id, team.type, last_message=message(2))
    service.nicknames["bob"] = "Bob the Builder"
    service.groups = [Group(f"g{number}", f"group {number}") for number in range(700)] + [Group(team.id, "The team")]
    seen: list[list[str]] = []

    async def open_service(report: Report) -> Opened:
        return Opened(service, Account("amy", "acme#support", "amy@support"), service.aclose)

    store = Store(open_service, in_memory)
    store.subscribe(lambda: seen.append(names(store)))
    await store.start()
    assert [team.id, "bob"] in seen
    assert names(store) == ["The team", "Bob the Builder"]
    assert store.histories.snapshot(bob).name == "Bob the Builder"


async def test_a_group_without_a_name_goes_by_its_id(service: ModelService) -> None:
    service.talk("bob", [message(1)])
    service.nicknames["bob"] = "Bob"

    async def refuse(page: int = 0, page_size: int = 500) -> tuple[Group, ...]:
        raise TransportError("not here")

    service.get_joined_groups = refuse  # type: ignore[method-assign]  # an app without that call
    team = ConversationKey("240000000000001", ConversationType.GROUP)
    service.conversations[team] = Conversation(team.id, team.type)

    async def open_service(report: Report) -> Opened:
        return Opened(service, Account("amy", "acme#support", "amy@support"), service.aclose)

    store = Store(open_service, in_memory)
    await store.start()
    assert names(store) == ["Bob", team.id]
    assert store.conversations.snapshot().phase is Phase.READY


async def test_a_jump_that_failed_is_what_is_tried_again(service: ModelService, store: Store) -> None:
    bob = service.talk("bob", [message(n) for n in range(1, 301)])
    await store.histories.go_to_end(bob, Side.OLDER)
    await store.histories.open(bob)
    service.fail("cut")
    await store.histories.go_to_end(bob, Side.NEWER)
    assert (store.histories.snapshot(bob).phase, store.histories.snapshot(bob).reason) == (Phase.FAILED, "cut")
    service.recover()
    await store.histories.open(bob)
    assert (shown(store, bob), gaps(store, bob)) == ([*range(1, 51), *range(251, 301)], ["251"])
    assert store.histories.snapshot(bob).phase is Phase.READY


async def test_reading_on_after_a_failed_jump_ends_the_failure(service: ModelService, store: Store) -> None:
    bob = service.talk("bob", [message(n) for n in range(1, 301)])
    await store.histories.open(bob)
    service.fail("cut")
    await store.histories.go_to_end(bob, Side.OLDER)
    assert store.histories.snapshot(bob).phase is Phase.FAILED
    service.recover()
    await store.histories.load(bob, Side.OLDER)
    assert shown(store, bob) == list(range(201, 301))
    assert store.histories.snapshot(bob).phase is Phase.READY


async def test_a_page_given_up_for_a_jump_that_failed_can_be_asked_for_again(
    service: ModelService, store: Store
) -> None:
    bob = service.talk("bob", [message(n) for n in range(1, 301)])
    await store.histories.open(bob)
    service.hold()
    before = len(service.calls)
    older = asyncio.create_task(store.histories.load(bob, Side.OLDER))
    await service.called(before + 1)
    jump = asyncio.create_task(store.histories.go_to_end(bob, Side.OLDER))
    await service.called(before + 2)
    service.fail("cut")
    service.release()
    await asyncio.gather(older, jump)
    assert edge(store, bob, Side.OLDER).state is EdgeState.MORE
    service.recover()
    await store.histories.load(bob, Side.OLDER)
    assert shown(store, bob) == list(range(201, 301))


async def test_pages_that_go_round_in_circles_end_in_words(service: ModelService, store: Store) -> None:
    bob = service.talk("bob", [message(n) for n in range(1, 101)])
    await store.histories.open(bob)
    circle = iter(range(10**6))

    async def circling(*_asked: object, **_options: object) -> HistoryPage:
        service.calls.append("circle")
        return HistoryPage(tuple(service.messages[bob][-50:]), f"cursor {next(circle) % 2}", is_last=False)

    service.get_history_messages = circling  # type: ignore[method-assign]  # a wrong server
    before = len(service.calls)
    await store.histories.load(bob, Side.OLDER)
    assert len(service.calls) == before + EMPTY_PAGES
    assert edge(store, bob, Side.OLDER).state is EdgeState.FAILED


async def test_much_that_came_meanwhile_leaves_a_gap_that_is_filled_from_either_end(
    service: ModelService, store: Store
) -> None:
    bob = service.talk("bob", [message(n) for n in range(1, 101)])
    await store.histories.open(bob)
    service.talk("bob", [message(n) for n in range(101, 301)])
    await store.histories.open(bob)
    assert shown(store, bob) == [*range(51, 101), *range(251, 301)]
    assert gaps(store, bob) == ["251"]
    await store.histories.fill(bob, "251", Side.OLDER)
    assert shown(store, bob) == [*range(51, 101), *range(201, 301)]
    await store.histories.fill(bob, "201", Side.NEWER)
    assert shown(store, bob) == [*range(51, 151), *range(201, 301)]
    await store.histories.fill(bob, "201", Side.OLDER)
    assert shown(store, bob) == list(range(51, 301))
    assert gaps(store, bob) == ["151"]  # two pages that end side by side: nobody has said that nothing is between
    await store.histories.fill(bob, "151", Side.OLDER)
    assert gaps(store, bob) == []


async def test_a_page_that_is_overtaken_by_a_later_one_takes_nothing_away(service: ModelService, store: Store) -> None:
    bob = service.talk("bob", [message(n) for n in range(1, 4)])
    await store.histories.open(bob)
    read, overtaken = service.get_history_messages, asyncio.Event()

    async def slow_at_first(*asked: Any, **options: Any) -> HistoryPage:
        service.get_history_messages = read  # type: ignore[method-assign]  # the next one is quick
        page = await read(*asked, **options)
        await overtaken.wait()
        return page

    service.get_history_messages = slow_at_first  # type: ignore[method-assign]  # a service that dawdles
    late = asyncio.create_task(store.histories.open(bob))
    await service.called(len(service.calls) + 1)
    service.messages[bob].append(message(4))
    await store.histories.refresh(bob)
    assert shown(store, bob) == [1, 2, 3, 4]
    overtaken.set()
    await late
    assert shown(store, bob) == [1, 2, 3, 4]


async def test_reading_the_list_goes_on_where_it_broke_off(service: ModelService, store: Store) -> None:
    for number in range(1, 3 * LARGEST_PAGE + 1):
        service.talk(f"c{number}", [message(number)])
    before = len(service.calls)
    service.fail_after(2, "too many requests")
    await store.conversations.load()
    assert store.conversations.snapshot().phase is Phase.FAILED
    assert len(names(store)) == LARGEST_PAGE
    service.recover()
    await store.conversations.load()
    assert service.calls[before:] == ["pinned ", "list ", "list 50", "list 50", "list 100"]
    assert len(names(store)) == 3 * LARGEST_PAGE
