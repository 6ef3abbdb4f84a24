"""Pinning: shown at once, taken back when refused, followed by the cursor."""

from __future__ import annotations

from tests.app.driving import Running, screen_text, settle, until
from tests.model_service import ModelService, message
from tui.app.widgets.conversation_list import ConversationList
from tui.errors import ServiceError
from tui.events import PinChanged
from tui.models import Conversation, ConversationKey, ConversationType
from tui.store import Store


def listed(store: Store) -> list[str]:
    return [item.name for item in store.conversations.snapshot().items]


async def test_p_pins_and_unpins_from_either_pane(running: Running, service: ModelService, store: Store) -> None:
    service.talk("ann", [message(2)])
    service.talk("bob", [message(1)])
    async with running() as pilot:
        await pilot.press("j", "p")
        await settle(pilot)
        assert listed(store) == ["bob", "ann"]
        await pilot.press("enter", "p")
        await settle(pilot)
        assert listed(store) == ["ann", "bob"]
        assert [call for call in service.calls if "pin " in call] == ["pin bob", "unpin bob"]


async def test_the_cursor_stays_on_the_conversation_that_was_pinned(running: Running, service: ModelService) -> None:
    service.talk("ann", [message(2)])
    bob = service.talk("bob", [message(1)])
    async with running() as pilot:
        await pilot.press("j", "p")
        await settle(pilot)
        assert pilot.app.screen.query_one(ConversationList).cursor_key == bob
        assert "bob · direct chat" in screen_text(pilot.app)


async def test_a_pin_is_shown_before_it_is_confirmed(running: Running, service: ModelService) -> None:
    service.talk("ann", [message(2)])
    async with running() as pilot:
        service.hold()
        await pilot.press("p")
        await until(pilot, lambda: "pin ann" in service.calls)
        assert "▴ ann" in screen_text(pilot.app)
        assert "saving" in screen_text(pilot.app)
        service.release()
        await settle(pilot)
        assert "saving" not in screen_text(pilot.app)


async def test_a_refused_pin_is_taken_back_and_explained(running: Running, service: ModelService) -> None:
    service.talk("ann", [message(2)])
    async with running() as pilot:
        sentence = "50 conversations are pinned already; unpin one first"
        service.failure = ServiceError(sentence, status=403, type=50, message="")
        await pilot.press("p")
        await settle(pilot)
        assert "▴" not in screen_text(pilot.app)
        assert "50 conversations are pinned already" in screen_text(pilot.app)


async def test_a_pin_of_which_nobody_knows_is_not_shown_and_said(running: Running, service: ModelService) -> None:
    service.talk("ann", [message(2)])
    async with running() as pilot:
        service.fail("no route")
        await pilot.press("p")
        await settle(pilot)
        assert "▴" not in screen_text(pilot.app)
        assert "it is not known" in screen_text(pilot.app)


async def test_chat_rooms_cannot_be_pinned(running: Running, service: ModelService) -> None:
    room = ConversationKey("240000000000001", ConversationType.ROOM)
    service.conversations[room] = Conversation(room.id, room.type)
    async with running() as pilot:
        await pilot.press("p")
        await settle(pilot)
        assert "Chat rooms cannot be pinned" in screen_text(pilot.app)
        assert not [call for call in service.calls if call.startswith("pin ")]


async def test_a_pin_from_another_device_appears(running: Running, service: ModelService, store: Store) -> None:
    service.talk("ann", [message(2)])
    bob = service.talk("bob", [message(1)])
    async with running() as pilot:
        store.apply(PinChanged(bob, True, 7))
        await settle(pilot)
        assert "▴ bob" in screen_text(pilot.app)
        assert "ann · direct chat" in screen_text(pilot.app)
