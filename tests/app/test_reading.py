"""From conversation to conversation: what is asked of the service, and what is drawn where."""

from __future__ import annotations

import pytest

from tests.app.driving import Running, screen_text, settle, until
from tests.model_service import ModelService, message
from tui.app.widgets.conversation_list import ConversationList
from tui.events import ConversationRemoved
from tui.store import Store


def opened(service: ModelService) -> list[str]:
    return [call for call in service.calls if call.startswith("up ")]


async def test_hurrying_through_the_list_asks_only_for_the_last(running: Running, service: ModelService) -> None:
    for number, name in enumerate("abcdef"):
        service.talk(name, [message(number)])
    async with running() as pilot:
        for _ in range(4):
            pilot.app.simulate_key("j")  # as fast as a key that is held down
        await settle(pilot)
        assert opened(service) == ["up f None", "up b None"]
        assert "b · direct chat" in screen_text(pilot.app)


async def test_a_late_answer_is_never_drawn_in_another_conversation(running: Running, service: ModelService) -> None:
    service.talk("ann", [message(20, text="ann's words")])
    service.talk("bob", [message(10, text="bob's words")])
    async with running(120) as pilot:
        service.hold()
        await pilot.press("j")
        await until(pilot, lambda: "up bob None" in service.calls)
        await pilot.press("k")
        service.release()
        await settle(pilot)
        right = "".join(line[34:] for line in screen_text(pilot.app).splitlines())
        assert "ann's words" in right
        assert "bob's words" not in right


async def test_older_messages_come_when_the_reader_gets_there(running: Running, service: ModelService) -> None:
    service.talk("bob", [message(number) for number in range(120)])
    async with running() as pilot:
        await pilot.press("l")
        for _ in range(6):
            await pilot.press("pageup")
            await settle(pilot)
        assert "up bob 70" in service.calls


async def test_a_page_that_fails_is_told_at_its_place(running: Running, service: ModelService) -> None:
    service.talk("bob", [message(number) for number in range(60)])
    async with running() as pilot:
        service.fail("the line was cut")
        await pilot.press("l", "g")
        await settle(pilot)
        assert "the line was cut" in screen_text(pilot.app)
        service.recover()
        await pilot.press("r")
        await settle(pilot)
        assert "the line was cut" not in screen_text(pilot.app)


async def test_next_and_previous_conversation_from_the_history(running: Running, service: ModelService) -> None:
    service.talk("ann", [message(2)])
    service.talk("bob", [message(1)])
    async with running() as pilot:
        await pilot.press("l", "J")
        await settle(pilot)
        assert "bob · direct chat" in screen_text(pilot.app)
        await pilot.press("K")
        await settle(pilot)
        assert "ann · direct chat" in screen_text(pilot.app)


async def test_a_conversation_that_goes_makes_room_for_its_neighbour(
    running: Running, service: ModelService, store: Store
) -> None:
    service.talk("ann", [message(3)])
    bob = service.talk("bob", [message(2)])
    cat = service.talk("cat", [message(1)])
    async with running() as pilot:
        await pilot.press("j")
        await settle(pilot)
        store.apply(ConversationRemoved(bob, with_messages=True))
        await settle(pilot)
        assert pilot.app.screen.query_one(ConversationList).cursor_key == cat
        assert "cat · direct chat" in screen_text(pilot.app)


@pytest.mark.parametrize("columns", [50, 80])
async def test_when_the_last_conversation_goes_nothing_of_it_stays(
    running: Running, service: ModelService, store: Store, columns: int
) -> None:
    bob = service.talk("bob", [message(1)])
    async with running(columns) as pilot:
        await pilot.press("enter")
        await settle(pilot)
        store.apply(ConversationRemoved(bob, with_messages=True))
        await settle(pilot)
        assert isinstance(pilot.app.focused, ConversationList)
        drawn = screen_text(pilot.app)
        assert "No conversations." in drawn
        assert "bob" not in drawn
        assert "loading" not in drawn
        await pilot.press("l", "d", "g", "enter", "r", "D")
        await settle(pilot)
        assert "no conversation is open" in screen_text(pilot.app)
        service.talk("ann", [message(2)])
        await store.start()
        await settle(pilot)
        assert "ann · direct chat" in screen_text(pilot.app)


async def test_messages_below_the_screen_are_counted(running: Running, service: ModelService) -> None:
    service.talk("bob", [message(number) for number in range(50)])
    async with running() as pilot:
        assert "newer below" not in screen_text(pilot.app)
        await pilot.press("l", "pageup", "pageup")
        await settle(pilot)
        assert "newer below ↓" in screen_text(pilot.app)
