"""Filtering the history by keys: the cursor keeps to its message, and nothing is lost that is left out."""

from __future__ import annotations

import pytest
from textual.pilot import Pilot

from tests.app.driving import Running, screen_text, settle, until
from tests.app.test_search import marked
from tests.model_service import ModelService, message
from tui.app.screens.main import MainScreen
from tui.app.widgets.history_pane import HistoryPane


@pytest.fixture
def talks(service: ModelService) -> ModelService:
    service.talk("bob", [message(number, text="tea" if number % 10 == 0 else None) for number in range(1, 46)])
    service.talk("bob", [])
    return service


def pane_of(pilot: Pilot[None]) -> HistoryPane:
    return pilot.app.screen.query_one(HistoryPane)


def under_cursor(pilot: Pilot[None]) -> str:
    found = pane_of(pilot).cursor_message
    return found.key if found else ""


async def filter_by(pilot: Pilot[None], text: str) -> None:
    await pilot.press("backslash")
    await pilot.pause()
    await pilot.press(*text, "enter")
    await settle(pilot)


async def test_the_nearest_hit_is_chosen_and_the_cursor_stays_on_it(running: Running, talks: ModelService) -> None:
    async with running() as pilot:
        await pilot.press("l", *"kkkkkkk")  # to 38
        await filter_by(pilot, "tea")
        assert under_cursor(pilot) == "40"
        assert "only tea: 4 hits" in screen_text(pilot.app)
        assert "message 35" not in screen_text(pilot.app)
        assert set(marked(pilot)) == {"tea"}
        await pilot.press("-", "k")
        await settle(pilot)
        assert under_cursor(pilot) == "30"
        await pilot.press("escape")
        await settle(pilot)
        assert under_cursor(pilot) == "30"
        assert "message 31" in screen_text(pilot.app)
        assert marked(pilot) == []


async def test_plus_and_minus_change_what_is_around(running: Running, talks: ModelService) -> None:
    async with running() as pilot:
        await pilot.press("l")
        await filter_by(pilot, "tea")
        assert "message 39" in screen_text(pilot.app)
        assert "message 38" not in screen_text(pilot.app)
        await pilot.press("+")
        await settle(pilot)
        assert "message 38" in screen_text(pilot.app)
        await pilot.press("-", "-")
        await settle(pilot)
        assert "message 39" not in screen_text(pilot.app)


async def test_marks_that_are_left_out_stay_marked(running: Running, talks: ModelService) -> None:
    async with running() as pilot:
        await pilot.press("l", "space")
        await filter_by(pilot, "tea")
        assert [each.key for each in pane_of(pilot).marked] == ["45"]
        await pilot.press("backslash")
        await settle(pilot)
        assert [each.key for each in pane_of(pilot).marked] == ["45"]


async def test_a_filter_that_leaves_nothing_is_not_put_on(running: Running, talks: ModelService) -> None:
    async with running() as pilot:
        await pilot.press("l")
        before = under_cursor(pilot)
        await filter_by(pilot, "coffee")
        assert "only coffee" not in screen_text(pilot.app)
        assert under_cursor(pilot) == before
        assert "message 45" in screen_text(pilot.app)


async def test_a_wrong_filter_can_be_corrected(running: Running, talks: ModelService) -> None:
    async with running() as pilot:
        await pilot.press("l")
        await filter_by(pilot, "kind:x")
        assert "kind: wants one or more" in screen_text(pilot.app)
        await pilot.press("escape")
        await settle(pilot)
        assert isinstance(pilot.app.screen, MainScreen)


async def test_what_is_not_archived_is_fetched_and_escape_stops_that(running: Running, service: ModelService) -> None:
    service.talk("bob", [message(number, text="tea" if number % 200 == 0 else None) for number in range(1, 620)])
    async with running(120, 36) as pilot:
        await pilot.press("l")
        await filter_by(pilot, "tea")
        assert "only tea: 1 hit" in screen_text(pilot.app)
        assert "f fetches what is missing" in screen_text(pilot.app)
        service.hold()
        before = len(service.calls)
        await pilot.press("f")
        await service.called(before + 1)
        await until(pilot, lambda: "fetched" in screen_text(pilot.app))
        await pilot.press("escape")
        await until(pilot, lambda: "fetched" not in screen_text(pilot.app))
        assert "only tea: 1 hit" in screen_text(pilot.app)
        service.release()
        await pilot.press("f")
        await until(pilot, lambda: "only tea: 3 hits" in screen_text(pilot.app))
        await settle(pilot)
        assert under_cursor(pilot) == "600"


async def test_fetching_goes_on_as_soon_as_what_was_stopped_has_ended(running: Running, service: ModelService) -> None:
    service.talk("bob", [message(number, text="tea" if number % 200 == 0 else None) for number in range(1, 620)])
    async with running(120, 36) as pilot:
        await pilot.press("l")
        await filter_by(pilot, "tea")
        service.hold()
        before = len(service.calls)
        await pilot.press("f")
        await service.called(before + 1)
        await pilot.press("escape", "f")
        await until(pilot, lambda: "0 messages fetched" in screen_text(pilot.app))
        service.release()
        await until(pilot, lambda: "only tea: 3 hits" in screen_text(pilot.app))


async def test_in_a_narrow_window_the_note_keeps_what_can_be_done(running: Running, service: ModelService) -> None:
    service.talk("bob", [message(number, text="tea" if number % 10 == 0 else None) for number in range(1, 620)])
    async with running(50, 20) as pilot:
        await pilot.press("l")
        await filter_by(pilot, "tea")
        assert "f fetches what is missing" in screen_text(pilot.app)
        await pilot.press(*"kkkkkkkk")
        await settle(pilot)
        bottom = screen_text(pilot.app)
        assert "f fetches what is missing" in bottom
        assert "newer below" in bottom


async def test_hits_of_which_none_is_archived_yet_are_fetched(running: Running, service: ModelService) -> None:
    service.talk("bob", [message(number, text="tea" if number == 100 else None) for number in range(1, 620)])
    async with running(120, 36) as pilot:
        await pilot.press("l")
        before = under_cursor(pilot)
        await filter_by(pilot, "tea")
        assert "No archived message of this conversation matches." in screen_text(pilot.app)
        assert "f fetches what is missing" in screen_text(pilot.app)
        await pilot.press("escape")
        await settle(pilot)
        assert under_cursor(pilot) == before
        await filter_by(pilot, "tea")
        await pilot.press("f")
        await until(pilot, lambda: "only tea: 1 hit" in screen_text(pilot.app))
        await settle(pilot)
        assert set(marked(pilot)) == {"tea"}


async def test_a_far_move_ends_the_filter(running: Running, talks: ModelService) -> None:
    async with running() as pilot:
        await pilot.press("l", "k", "k")
        await pilot.press("m", "a")
        await filter_by(pilot, "tea")
        assert marked(pilot) != []
        await pilot.press("`", "a")
        await settle(pilot)
        assert under_cursor(pilot) == "43"
        assert "only tea" not in screen_text(pilot.app)
        assert "tea" in screen_text(pilot.app)
        assert marked(pilot) == []
