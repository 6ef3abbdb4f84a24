"""Nothing is destroyed but what the question showed, and only by a decision that cannot happen by accident."""

from __future__ import annotations

import time

import pytest
from textual import events
from textual.pilot import Pilot
from textual.widgets import Button

from tests.app.driving import Matcher, Running, asked, screen_text, settle
from tests.model_service import ModelService, message
from tui.app.screens.confirm import READING, ConfirmDialog
from tui.app.screens.main import MainScreen
from tui.events import MessagesRemoved
from tui.models import Conversation, ConversationKey, ConversationType
from tui.store import Store


def destroyed(service: ModelService) -> list[str]:
    return [call for call in service.calls if call.startswith(("remove ", "delete "))]


async def test_d_asks_about_the_message_under_the_cursor(
    running: Running, service: ModelService, matches_picture: Matcher
) -> None:
    service.talk("bob", [message(1), message(2, text="thanks!\nsee you")])
    async with running() as pilot:
        await pilot.press("l", "d")
        await asked(pilot)
        matches_picture(pilot.app)
        await pilot.press("y")
        await settle(pilot)
        assert destroyed(service) == ["remove bob 2"]
        assert "message 1" in screen_text(pilot.app)
        assert "thanks!" not in screen_text(pilot.app)


@pytest.mark.parametrize("key", ["enter", "n", "escape", "q", "x", "Y", "space"])
async def test_no_other_key_removes_anything(running: Running, service: ModelService, key: str) -> None:
    service.talk("bob", [message(1)])
    async with running() as pilot:
        await pilot.press("l", "d")
        await asked(pilot)
        await pilot.press(key)
        await settle(pilot)
        assert isinstance(pilot.app.screen, MainScreen)
        assert destroyed(service) == []


async def test_a_paste_decides_nothing(running: Running, service: ModelService) -> None:
    service.talk("bob", [message(1)])
    async with running() as pilot:
        await pilot.press("l", "d")
        await asked(pilot)
        pilot.app.post_message(events.Paste("y\ny\n"))
        await pilot.pause()
        assert isinstance(pilot.app.screen, ConfirmDialog)
        assert destroyed(service) == []


async def test_text_that_arrives_as_keys_decides_nothing(running: Running, service: ModelService) -> None:
    service.talk("bob", [message(1)])
    async with running() as pilot:
        await pilot.press("l", *"delay")
        await settle(pilot)
        assert destroyed(service) == []


async def test_going_to_the_button_confirms_with_enter(running: Running, service: ModelService) -> None:
    service.talk("bob", [message(1)])
    async with running() as pilot:
        await pilot.press("l", "d")
        await asked(pilot)
        await pilot.press("down", "enter")
        await settle(pilot)
        assert destroyed(service) == ["remove bob 1"]


async def test_what_goes_is_frozen_when_the_question_is_asked(
    running: Running, service: ModelService, store: Store
) -> None:
    bob = service.talk("bob", [message(1), message(2), message(3)])
    service.talk("ann", [message(10)])
    async with running() as pilot:
        await pilot.press("j")
        await settle(pilot)
        await pilot.press("l", "d")
        await asked(pilot)
        store.apply(MessagesRemoved(bob, frozenset({"2"})))
        await pilot.pause()
        await pilot.press("y")
        await settle(pilot)
        assert destroyed(service) == ["remove bob 3"]


async def test_a_removal_that_fails_is_told(running: Running, service: ModelService) -> None:
    service.talk("bob", [message(1)])
    async with running() as pilot:
        service.fail("[/nope] the service\x1b[2J is busy")
        await pilot.press("l", "d")
        await asked(pilot)
        await pilot.press("y")
        await settle(pilot)
        assert "service␛[2J" in screen_text(pilot.app)


async def test_deleting_a_conversation_offers_to_keep_its_messages(
    running: Running, service: ModelService, matches_picture: Matcher
) -> None:
    service.talk("bob", [message(1)])
    service.talk("ann", [message(0)])
    async with running() as pilot:
        await pilot.press("D")
        await asked(pilot)
        matches_picture(pilot.app)
        await pilot.press("r")
        await settle(pilot)
        assert destroyed(service) == ["delete bob False"]
        assert "ann · direct chat" in screen_text(pilot.app)


@pytest.mark.parametrize("keys", [["enter"], ["y"], ["m", "escape"], ["m", "tab", "enter"]])
async def test_a_slip_deletes_no_conversation(running: Running, service: ModelService, keys: list[str]) -> None:
    service.talk("bob", [message(1)])
    async with running() as pilot:
        await pilot.press("D")
        await asked(pilot)
        for key in keys:
            await pilot.press(key)
            await pilot.pause()
        await settle(pilot)
        assert isinstance(pilot.app.screen, MainScreen)
        assert destroyed(service) == []


@pytest.mark.parametrize(("typed", "is_taken"), [("bob", True), (" ｂｏｂ ", True), ("bo", False), ("", False)])
async def test_a_conversation_goes_with_its_messages_when_its_name_was_typed(
    running: Running, service: ModelService, typed: str, is_taken: bool
) -> None:
    service.talk("bob", [message(1)])
    async with running() as pilot:
        await pilot.press("D")
        await asked(pilot)
        await pilot.press("m")
        await asked(pilot)
        await pilot.press(*typed, "enter")
        await pilot.pause()
        assert isinstance(pilot.app.screen, MainScreen) == is_taken
        await pilot.press("escape")
        await settle(pilot)
        assert destroyed(service) == (["delete bob True"] if is_taken else [])


async def test_a_pasted_name_is_not_typed(running: Running, service: ModelService) -> None:
    service.talk("bob", [message(1)])
    async with running() as pilot:
        await pilot.press("D")
        await asked(pilot)
        await pilot.press("m")
        await asked(pilot)
        pilot.app.post_message(events.Paste("bob\n"))
        await pilot.press("enter", "escape")
        await settle(pilot)
        assert destroyed(service) == []


async def test_a_name_typed_before_it_was_asked_for_is_no_answer(running: Running, service: ModelService) -> None:
    service.talk("bob", [message(1)])
    async with running() as pilot:
        await pilot.press("D")
        await asked(pilot)
        type_at_once(pilot, "mbob")
        pilot.app.post_message(key_event("enter"))
        await settle(pilot)
        assert isinstance(pilot.app.screen, MainScreen)
        assert destroyed(service) == []


async def test_chat_rooms_cannot_be_deleted(running: Running, service: ModelService) -> None:
    room = ConversationKey("240000000000001", ConversationType.ROOM)
    service.conversations[room] = Conversation(room.id, room.type)
    async with running() as pilot:
        await pilot.press("D")
        await settle(pilot)
        assert "Chat rooms cannot be deleted" in screen_text(pilot.app)


@pytest.mark.parametrize("keys", ["yy", "nn", "xx", "yn", "hello world how are you"])
async def test_keys_at_once_answer_once(running: Running, service: ModelService, keys: str) -> None:
    service.talk("bob", [message(1), message(2)])
    async with running() as pilot:
        await pilot.press("l", "d")
        await asked(pilot)
        type_at_once(pilot, keys)
        await settle(pilot)
        assert isinstance(pilot.app.screen, MainScreen)
        assert destroyed(service) == (["remove bob 2"] if keys.startswith("y") else [])


@pytest.mark.parametrize("keys", ["DDD", "ddd", "dD", "Dd"])
async def test_one_question_at_a_time(running: Running, service: ModelService, keys: str) -> None:
    service.talk("bob", [message(1), message(2)])
    async with running() as pilot:
        await pilot.press("l")
        type_at_once(pilot, keys)
        await pilot.pause()
        await pilot.pause()
        assert len(pilot.app.screen_stack) <= 2
        assert destroyed(service) == []


@pytest.mark.parametrize("keys", [["y"], ["down", "enter"], ["tab", "space"]])
async def test_what_was_typed_before_the_question_is_no_answer(
    running: Running, service: ModelService, keys: list[str]
) -> None:
    service.talk("bob", [message(1), message(2)])
    async with running() as pilot:
        early = [key_event(key) for key in keys]
        await pilot.press("l", "d")
        await asked(pilot)
        for event in early:
            pilot.app.post_message(event)
        await settle(pilot)
        assert not isinstance(pilot.app.screen, ConfirmDialog)
        assert destroyed(service) == []


@pytest.mark.parametrize(("seconds", "is_answer"), [(-READING, False), (-0.001, False), (0, True)])
async def test_a_key_that_came_sooner_than_anybody_reads_is_no_answer(
    running: Running, service: ModelService, seconds: float, is_answer: bool
) -> None:
    service.talk("bob", [message(1), message(2)])
    async with running() as pilot:
        await pilot.press("l", "d")
        await asked(pilot)
        dialog = pilot.app.screen
        assert isinstance(dialog, ConfirmDialog)
        answer = key_event("y")
        answer.time = dialog.readable_since + seconds
        pilot.app.post_message(answer)
        await settle(pilot)
        assert not isinstance(pilot.app.screen, ConfirmDialog)
        assert destroyed(service) == (["remove bob 2"] if is_answer else [])
        assert ("Nothing was done" in screen_text(pilot.app)) is not is_answer


async def test_a_question_can_be_answered_once_it_was_on_the_screen_for_long_enough(
    running: Running, service: ModelService
) -> None:
    service.talk("bob", [message(1)])
    async with running() as pilot:
        before = time.monotonic()
        await pilot.press("D")
        await asked(pilot)
        dialog = pilot.app.screen
        assert isinstance(dialog, ConfirmDialog)
        assert before + READING <= dialog.readable_since <= time.monotonic()


async def test_one_can_leave_before_a_question_is_drawn(running: Running, service: ModelService) -> None:
    service.talk("bob", [message(1)])
    async with running() as pilot:
        early = key_event("ctrl+c")
        await pilot.press("D")
        await asked(pilot)
        pilot.app.post_message(early)
        await pilot.pause()
        assert pilot.app.return_code == 0


async def test_a_window_too_small_to_read_a_question_is_not_asked_any(running: Running, service: ModelService) -> None:
    service.talk("bob", [message(1)])
    async with running() as pilot:
        await pilot.press("D")
        await asked(pilot)
        await pilot.resize_terminal(12, 3)
        await pilot.pause()
        assert isinstance(pilot.app.screen, MainScreen)
        await pilot.press("D")
        await pilot.pause()
        assert isinstance(pilot.app.screen, MainScreen)
        assert destroyed(service) == []


def key_event(key: str) -> events.Key:
    return events.Key(key, key if len(key) == 1 else None)


def type_at_once(pilot: Pilot[None], keys: str) -> None:
    """Type faster than anything can be drawn in between."""
    for key in keys:
        pilot.app.post_message(key_event(key))


@pytest.mark.parametrize("size", [(50, 20), (80, 24), (120, 36)])
@pytest.mark.parametrize("keys", [["l", "V", "g", "V", "d"], ["l", "X"], ["D"]])
async def test_a_question_begins_at_its_beginning_and_its_answers_are_in_sight(
    running: Running, service: ModelService, keys: list[str], size: tuple[int, int]
) -> None:
    long = [message(number, sender="b" * 64, text="多读书 " * 40) for number in range(1, 9)]
    service.talk("b" * 64, long)
    async with running(*size) as pilot:
        await pilot.press(*keys)
        await asked(pilot)
        shown = screen_text(pilot.app)
        dialog = pilot.app.screen.query_one("#dialog")
        assert dialog.scroll_y == 0
        assert "2024-06-10" in shown
        for button in pilot.app.screen.query(Button):
            assert str(button.label)[:3] in shown
        await pilot.press("pagedown", "pagedown")
        assert dialog.scroll_y == dialog.max_scroll_y
        assert "undone" in screen_text(pilot.app)
        await pilot.press("pageup", "pageup", "enter")
        await settle(pilot)
        assert destroyed(service) == []
