"""Going far away and back, within a conversation and between them."""

from __future__ import annotations

import re

import pytest
from textual.pilot import Pilot

from tests.app.driving import Running, screen_text, settle, until
from tests.model_service import START, ModelService, message
from tui.app.acts.going import Going
from tui.app.screens.main import MainScreen
from tui.app.widgets.conversation_list import ConversationList
from tui.app.widgets.history_pane import HistoryPane
from tui.models import ConversationKey, ConversationType
from tui.runs import position


def going(pilot: Pilot[None]) -> Going:
    screen = pilot.app.screen
    assert isinstance(screen, MainScreen)
    return screen.going


def pane(pilot: Pilot[None]) -> HistoryPane:
    screen = pilot.app.screen
    assert isinstance(screen, MainScreen)
    return screen.panes.history


def cursor(pilot: Pilot[None]) -> str:
    under = pane(pilot).cursor_message
    assert under is not None
    return under.id


def line_of(pilot: Pilot[None], text: str) -> int:
    return next(at for at, line in enumerate(screen_text(pilot.app).splitlines()) if re.search(rf"{text}\b", line))


def notices(pilot: Pilot[None]) -> list[str]:
    # Textual tells of notifications in no other way.
    return [each.message for each in pilot.app._notifications]


@pytest.mark.parametrize(("columns", "rows"), [(120, 36), (80, 24), (50, 20)])
async def test_a_message_of_another_conversation_is_shown_in_its_context(
    running: Running, service: ModelService, columns: int, rows: int
) -> None:
    service.talk("ann", [message(1000 + number, sender="ann") for number in range(5)])
    bob = service.talk("bob", [message(number) for number in range(1, 401)])
    async with running(columns, rows) as pilot:
        going(pilot).go_to(bob, position(message(100)))
        await settle(pilot)
        await until(pilot, lambda: pane(pilot).cursor_message is not None)  # it may have been hidden until now
        assert cursor(pilot) == "100"
        assert abs(line_of(pilot, "message 100") - rows // 2) <= 2
        drawn = screen_text(pilot.app)
        assert "message 99" in drawn
        assert "message 101" in drawn
        assert pilot.app.screen.query_one(ConversationList).cursor_key == bob
        await pilot.press("j")
        assert cursor(pilot) == "101"


async def test_back_is_the_very_place_one_came_from(running: Running, service: ModelService) -> None:
    ann = service.talk("ann", [message(number, sender="ann") for number in range(1001, 1201)])
    bob = service.talk("bob", [message(number) for number in range(1, 401)])
    async with running() as pilot:
        await pilot.press("l", "pageup", "k", "k")
        await settle(pilot)
        before, was = screen_text(pilot.app).splitlines()[1:], cursor(pilot)
        going(pilot).go_to(bob, position(message(100)))
        await settle(pilot)
        going(pilot).go_to(bob, position(message(300)))
        await settle(pilot)
        await pilot.press("ctrl+o")
        await settle(pilot)
        assert cursor(pilot) == "100"
        await pilot.press("<")
        await settle(pilot)
        assert cursor(pilot) == was
        assert pilot.app.screen.query_one(ConversationList).cursor_key == ann
        assert screen_text(pilot.app).splitlines()[1:] == before
        await pilot.press("ctrl+n", ">")
        await settle(pilot)
        assert cursor(pilot) == "300"


async def test_the_ends_and_days_can_be_come_back_from(running: Running, service: ModelService) -> None:
    service.talk("bob", [message(number) for number in range(1, 121)])
    async with running() as pilot:
        await pilot.press("l", "k", "k", "g")
        await settle(pilot)
        assert cursor(pilot) == "1"
        await pilot.press("ctrl+o")
        await settle(pilot)
        assert cursor(pilot) == "118"


@pytest.mark.parametrize("columns", [120, 50])
@pytest.mark.parametrize(("keys", "expected"), [("Gg", "1"), ("GgG", "400"), ("gGg", "1")])
async def test_a_later_key_takes_back_what_an_earlier_one_still_waits_for(
    running: Running, service: ModelService, keys: str, expected: str, columns: int
) -> None:
    service.talk("bob", [message(number) for number in range(1, 401)])
    async with running(columns, 36) as pilot:
        await pilot.press("enter", "g")
        await settle(pilot)
        assert cursor(pilot) == "1"
        for key in keys:  # faster than the archive answers
            pilot.app.simulate_key(key)
        await settle(pilot)
        assert cursor(pilot) == expected
        assert f"message {expected}\n" in re.sub(r"[ ┃│█▌]+\n", "\n", screen_text(pilot.app))


async def test_an_end_can_be_wanted_before_anything_is_there(running: Running, service: ModelService) -> None:
    service.talk("bob", [message(number) for number in range(1, 401)])
    service.talk("ann", [message(1000, sender="ann")])
    async with running() as pilot:
        await pilot.press("J", "enter", "g")
        await settle(pilot)
        assert cursor(pilot) == "1"


async def test_with_nowhere_to_go_back_to_that_is_said(running: Running, service: ModelService) -> None:
    service.talk("bob", [message(1)])
    async with running() as pilot:
        await pilot.press("l", "ctrl+o")
        await settle(pilot)
        assert notices(pilot) == ["There is no other place to go to."]


async def test_a_message_that_has_gone_is_told_of(running: Running, service: ModelService) -> None:
    bob = service.talk("bob", [message(number) for number in range(1, 121) if number != 30])
    async with running() as pilot:
        going(pilot).go_to_message(bob, "30")
        await settle(pilot)
        assert cursor(pilot) == "31"
        assert "This message is not there any more" in notices(pilot)[0]


async def test_a_conversation_that_is_not_listed_opens_as_well(running: Running, service: ModelService) -> None:
    service.talk("ann", [message(1000, sender="ann")])
    bob = ConversationKey("bob", ConversationType.SINGLE)
    service.messages[bob] = [message(number) for number in range(1, 121)]
    async with running() as pilot:
        going(pilot).go_to(bob, position(message(30)))
        await settle(pilot)
        assert cursor(pilot) == "30"
        assert "bob · direct chat" in screen_text(pilot.app)
        await pilot.press("D", "p")
        await settle(pilot)
        assert not [call for call in service.calls if call.startswith(("delete", "pin a", "unpin"))]
        assert isinstance(pilot.app.screen, MainScreen)


async def test_esc_stops_and_what_came_is_kept(running: Running, service: ModelService) -> None:
    bob = service.talk("bob", [message(number) for number in range(1, 401)])
    async with running() as pilot:
        await pilot.press("l")
        service.hold()
        going(pilot).go_to(bob, position(message(100)))
        await until(pilot, lambda: "0 messages fetched · Esc stops" in screen_text(pilot.app))
        await pilot.press("escape")
        service.release()
        await settle(pilot)
        assert cursor(pilot) == "400"
        assert "Esc stops" not in screen_text(pilot.app)


async def test_before_the_oldest_one_lands_on_it_and_is_told(running: Running, service: ModelService) -> None:
    bob = service.talk("bob", [message(number) for number in range(1, 201)])
    async with running() as pilot:
        going(pilot).go_to_time(bob, START - 1_000_000_000)
        await settle(pilot)
        assert cursor(pilot) == "1"
        assert notices(pilot) == ["There is nothing older; this is the oldest message."]


async def test_after_the_newest_one_lands_on_it_and_is_told(running: Running, service: ModelService) -> None:
    bob = service.talk("bob", [message(number) for number in range(1, 201)])
    async with running() as pilot:
        going(pilot).go_to_time(bob, START + 1_000_000_000)
        await settle(pilot)
        assert cursor(pilot) == "200"
        assert notices(pilot) == ["There is nothing newer; this is the newest message."]


async def test_a_date_is_gone_to(running: Running, service: ModelService) -> None:
    service.talk("bob", [message(number, minutes=60 * number) for number in range(1, 401)])
    async with running() as pilot:
        await pilot.press("l", "t", *"2024-06-12", "enter")  # the first message is of 10 June, 07:13
        await settle(pilot)
        assert cursor(pilot) == "42"
        assert "message 41" in screen_text(pilot.app)
        await pilot.press("ctrl+o")
        await settle(pilot)
        assert cursor(pilot) == "400"


async def test_a_date_that_cannot_be_read_can_be_corrected(running: Running, service: ModelService) -> None:
    service.talk("bob", [message(number, minutes=60 * number) for number in range(1, 101)])
    async with running() as pilot:
        await pilot.press("l", "t", *"2024-06-32", "enter")
        await settle(pilot)
        assert "cannot be read from character 9 on" in screen_text(pilot.app)
        await pilot.press("backspace", "backspace", *"12", "enter")
        await settle(pilot)
        assert cursor(pilot) == "42"
        await pilot.press("t", "escape")
        await settle(pilot)
        assert cursor(pilot) == "42"


async def test_the_messages_of_one_sender(running: Running, service: ModelService) -> None:
    service.talk("bob", [message(number, "amy" if number % 4 else "bob") for number in range(1, 41)])
    async with running() as pilot:
        await pilot.press("l", "{")
        assert cursor(pilot) == "36"
        await pilot.press("k", "{")
        assert cursor(pilot) == "34"
        await pilot.press("k", "k", "}", "}")
        assert cursor(pilot) == "40"


async def test_esc_takes_back_marks_before_it_leaves(running: Running, service: ModelService) -> None:
    service.talk("bob", [message(number) for number in range(1, 101)])
    async with running(50, 20) as pilot:
        await pilot.press("l", "g")
        await settle(pilot)
        await pilot.press("space", "V", "j", "pagedown", "pagedown", "pagedown", "pagedown", "pageup")
        drawn = screen_text(pilot.app)
        assert re.search(r"marking a range: \d+ · V ends it", drawn)
        await pilot.press("escape")
        assert "1 marked, 1 off screen" in screen_text(pilot.app)
        await pilot.press("escape")
        assert "marked" not in screen_text(pilot.app)
        await pilot.press("escape")
        assert isinstance(pilot.app.focused, ConversationList)
