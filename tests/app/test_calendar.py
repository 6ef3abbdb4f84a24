"""The month calendar of the date question: counts from the archive, and Enter goes to the day."""

from __future__ import annotations

import pytest
from textual import events
from textual.pilot import Pilot
from textual.widgets import Input

from tests.app.driving import Running, screen_text, settle, until
from tests.model_service import ModelService, message
from tui.app.screens.date import DatePrompt
from tui.app.widgets.calendar import Calendar
from tui.app.widgets.history_pane import HistoryPane

DAY = 24 * 60


@pytest.fixture
def talks(service: ModelService) -> ModelService:
    """One message on the 10th of June 2024, two on the 11th, and so on until four on the 13th."""
    days = [day for day in range(4) for _each in range(day + 1)]
    service.talk("bob", [message(number, minutes=day * DAY + number) for number, day in enumerate(days, 1)])
    return service


async def ask(pilot: Pilot[None]) -> None:
    await pilot.press("l", "t")
    await until(pilot, lambda: isinstance(pilot.app.screen, DatePrompt) and pilot.app.screen.focused is not None)
    await settle(pilot)


def under_cursor(pilot: Pilot[None]) -> str:
    found = pilot.app.screen.query_one(HistoryPane).cursor_message
    return found.key if found else ""


@pytest.mark.parametrize("size", [(120, 36), (80, 24), (50, 20)])
async def test_each_day_says_how_much_was_said(running: Running, talks: ModelService, size: tuple[int, int]) -> None:
    async with running(*size) as pilot:
        await ask(pilot)
        shown = screen_text(pilot.app)
        for told in ("10 1", "11 2", "12 3", "13 4"):
            assert told in shown
        assert "Thursday 13 June 2024 · 4 messages" in shown


async def test_enter_goes_to_the_first_message_of_the_day(running: Running, talks: ModelService) -> None:
    async with running() as pilot:
        await ask(pilot)
        await pilot.press("up", "h", "h", "enter")
        await settle(pilot)
        assert under_cursor(pilot) == "2"


async def test_months_are_turned_and_days_and_weeks_walked(running: Running, talks: ModelService) -> None:
    async with running() as pilot:
        await ask(pilot)
        calendar = pilot.app.screen.query_one(Calendar)
        await pilot.press("up")
        for key, wanted in (
            ("pageup", "2024-05-13"), ("j", "2024-05-20"), ("l", "2024-05-21"), ("k", "2024-05-14"),
            ("pagedown", "2024-06-14"), ("h", "2024-06-13"),
        ):  # fmt: skip
            await pilot.press(key)
            assert calendar.day.isoformat() == wanted
        await settle(pilot)
        assert "4 messages" in screen_text(pilot.app)


async def test_a_date_can_still_be_typed(running: Running, talks: ModelService) -> None:
    async with running() as pilot:
        await ask(pilot)
        await pilot.press("up", "tab", *"2024-06-12", "enter")
        await settle(pilot)
        assert under_cursor(pilot) == "4"


async def test_a_date_typed_before_the_question_is_there_is_in_it(running: Running, talks: ModelService) -> None:
    async with running() as pilot:
        await pilot.press("l", "t", *"2024-06-12", "enter")
        await settle(pilot)
        assert under_cursor(pilot) == "4"


async def test_a_date_typed_in_one_go_with_its_key_is_in_the_line(running: Running, talks: ModelService) -> None:
    async with running() as pilot:
        await pilot.press("l")
        for key in "tyesterday":
            pilot.app.post_message(events.Key(key, key))
        await until(pilot, lambda: isinstance(pilot.app.screen, DatePrompt))
        await until(pilot, lambda: pilot.app.screen.query_one(Input).value == "yesterday")
