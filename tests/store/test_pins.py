"""A pin ends as it was wished last, and where its answer is lost, as the service says: nothing is guessed."""

from __future__ import annotations

import asyncio

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.archives import settled
from tests.model_service import ModelService, message
from tests.store.test_conversations import World as List
from tests.store.test_conversations import key
from tests.store.test_offline import until
from tests.store.world import BOB, Browser, World
from tui.errors import PinUnknownError, ServiceError, TransportError
from tui.events import ConversationRemoved
from tui.store.snapshots import ConversationItem


@pytest.fixture
def service() -> ModelService:
    service = ModelService()
    service.talk("ann", [message(1)])
    service.talk("bob", [message(2)])
    return service


async def loaded(service: ModelService) -> List:
    world = List(service)
    await world.list.load()
    service.calls.clear()
    return world


def pinned(service: ModelService) -> list[str]:
    return [each.id for each in service.conversations.values() if each.is_pinned]


async def test_a_pin_that_was_done_is_no_failure_though_its_answer_is_lost(service: ModelService) -> None:
    world = await loaded(service)
    service.pin_accidents = [True]
    await world.list.set_pinned(key("ann"), True)
    assert (world.drawn, service.calls) == ("ann* bob |", ["pin ann", "pinned "])
    assert world.items["ann"].pending is False


async def test_a_pin_that_was_not_done_is_taken_back_with_the_reason(service: ModelService) -> None:
    world = await loaded(service)
    service.pin_accidents = [False]
    with pytest.raises(TransportError, match=r"^cut$"):
        await world.list.set_pinned(key("ann"), True)
    assert (world.drawn, service.calls) == ("bob ann |", ["pin ann", "pinned "])


async def test_a_refusal_needs_no_second_look(service: ModelService) -> None:
    world = await loaded(service)
    service.failure = ServiceError("50 are pinned", status=403, type=50, message="")
    with pytest.raises(ServiceError, match="50 are pinned"):
        await world.list.set_pinned(key("ann"), True)
    assert (world.drawn, service.calls) == ("bob ann |", ["pin ann"])


@pytest.mark.parametrize("is_done", [True, False])
async def test_what_nobody_knows_is_said_and_looked_up_later(service: ModelService, is_done: bool) -> None:
    world = await loaded(service)
    service.fail_after(1, "no route")
    service.pin_accidents = [is_done]
    with pytest.raises(PinUnknownError, match=r"not known whether .* pinned now \(cut\)"):
        await world.list.set_pinned(key("ann"), True)
    assert world.drawn == "bob ann |"
    await world.list.settle_pins()  # still nobody there
    service.recover()
    await world.list.settle_pins()
    assert world.drawn == ("ann* bob |" if is_done else "bob ann |")
    asked = len(service.calls)
    await world.list.settle_pins()
    assert len(service.calls) == asked


@pytest.mark.parametrize("is_done", [True, False])
async def test_the_newest_wish_is_sent_after_a_lost_answer(service: ModelService, is_done: bool) -> None:
    world = await loaded(service)
    service.hold()
    service.pin_accidents = [is_done]
    pinning = asyncio.create_task(world.list.set_pinned(key("ann"), True))
    await service.called(1)
    await world.list.set_pinned(key("ann"), False)
    assert world.drawn == "bob ann |"
    service.release()
    await pinning
    assert (world.drawn, pinned(service), service.calls[-1]) == ("bob ann |", [], "unpin ann")


async def test_a_lost_pin_of_a_conversation_that_went_meanwhile_ends(service: ModelService) -> None:
    world = await loaded(service)
    service.hold()
    service.pin_accidents = [False]
    pinning = asyncio.create_task(world.list.set_pinned(key("ann"), True))
    await service.called(1)
    await world.list.set_pinned(key("ann"), False)
    world.take(ConversationRemoved(key("ann"), with_messages=True))
    service.release()
    await pinning
    assert "unpin ann" not in service.calls


WISHES = st.lists(st.tuples(st.sampled_from(["ann", "bob"]), st.booleans()), min_size=1, max_size=6)


@settings(max_examples=60)
@given(wishes=WISHES, accidents=st.lists(st.booleans(), max_size=4), outage=st.none() | st.integers(0, 6))
async def test_what_is_shown_is_what_the_service_has(
    wishes: list[tuple[str, bool]], accidents: list[bool], outage: int | None
) -> None:
    service = ModelService()
    service.talk("ann", [message(1)])
    service.talk("bob", [message(2)])
    world = await loaded(service)
    service.pin_accidents = list(accidents)
    if outage is not None:
        service.fail_after(outage, "no route")
    service.hold()
    tasks = [asyncio.create_task(world.list.set_pinned(key(name), wish)) for name, wish in wishes]
    await service.called(1)
    await settled()
    service.release()
    ended = await asyncio.gather(*tasks, return_exceptions=True)
    service.recover()
    await world.list.settle_pins()
    assert [name for name, item in sorted(world.items.items()) if item.is_pinned] == sorted(pinned(service))
    if not any(ended):
        last = dict(wishes)
        assert [name for name in sorted(last) if last[name]] == sorted(pinned(service))


async def test_it_is_looked_up_by_itself_when_somebody_answers_again(world: World) -> None:
    world.talk(1)
    browser = await world.online()
    world.service.fail_after(1, "no route")
    world.service.pin_accidents = [True]
    with pytest.raises(PinUnknownError):
        await browser.store.conversations.set_pinned(BOB, True)
    assert not shown(browser).is_pinned
    world.service.recover()
    await until(browser, lambda: shown(browser).is_pinned)


@pytest.mark.parametrize("is_done", [True, False])
async def test_a_pin_that_an_end_of_the_program_cut_off_is_at_the_next_start_as_the_service_has_it(
    world: World, is_done: bool
) -> None:
    world.talk(1)
    browser = await world.online()
    world.service.hold()
    pinning = asyncio.create_task(browser.store.conversations.set_pinned(BOB, True))
    await world.service.called(len(world.service.calls) + 1)
    assert shown(browser).is_pinned
    pinning.cancel()
    await asyncio.wait([pinning])
    await browser.close()
    world.service.release()
    if is_done:
        await world.service.pin_conversation(BOB.id, BOB.type, True)
    offline = await world.offline()
    assert not shown(offline).is_pinned
    later = await world.online()
    assert shown(later).is_pinned is is_done


def shown(browser: Browser) -> ConversationItem:
    return browser.store.conversations.snapshot().items[0]
