"""The panes at every size: what is seen, where the focus is, and that resizing changes neither place nor focus."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest
from textual.widget import Widget

from tests.app.driving import Matcher, Running, screen_text, settle
from tests.model_service import ModelService, message
from tui.app.glyphs import ASCII
from tui.app.widgets.conversation_list import ConversationList
from tui.app.widgets.history_pane import HistoryPane
from tui.models import ConversationKey, ConversationType


def fill(service: ModelService) -> None:
    """Two pinned and three other conversations, in two scripts, of two kinds."""
    texts = ["那部电影的导演是谁？", "see `pandas.read_csv`", "[bold]not bold[/bold]", "好的，明天见", "👩‍👩‍👧 family"]
    for number, (name, text) in enumerate(
        zip(["lan.04", "wiki", "qing.12", "data science", "bob"], texts, strict=True)
    ):
        key = service.talk(name, [message(100 * number + n, text=text if n == 2 else None) for n in range(3)])
        service.conversations[key] = replace(service.conversations[key], unread_count=number)
    for name in ("wiki", "lan.04"):
        key = ConversationKey(name, ConversationType.SINGLE)
        service.pin_clock += 1
        service.conversations[key] = replace(service.conversations[key], is_pinned=True, pinned_time=service.pin_clock)


@pytest.mark.parametrize("size", ["120x36", "80x24", "50x20"])
async def test_the_screen(running: Running, service: ModelService, matches_picture: Matcher, size: str) -> None:
    fill(service)
    async with running(*map(int, size.split("x"))) as pilot:
        matches_picture(pilot.app)


async def test_the_screen_in_ascii(running: Running, service: ModelService, matches_picture: Matcher) -> None:
    service.talk("bob", [message(1), message(2)])
    async with running(80, 12, ASCII) as pilot:
        drawn = screen_text(pilot.app)
        assert drawn.isascii()
        matches_picture(pilot.app)


async def test_one_pane_at_a_time_and_back(running: Running, service: ModelService, matches_picture: Matcher) -> None:
    fill(service)
    async with running(50, 20) as pilot:
        await pilot.press("enter")
        await settle(pilot)
        matches_picture(pilot.app)
        await pilot.press("escape")
        await settle(pilot)
        assert "Conversations" in screen_text(pilot.app)
        assert "lan.04 · direct chat" not in screen_text(pilot.app)


async def test_q_goes_back_before_it_quits(running: Running, service: ModelService) -> None:
    service.talk("bob", [message(1)])
    async with running(50, 20) as pilot:
        await pilot.press("l", "q")
        await settle(pilot)
        assert isinstance(pilot.app.focused, ConversationList)
        await pilot.press("q")
        assert pilot.app.return_code == 0


@pytest.mark.parametrize("reading", [False, True])
async def test_focus_and_cursor_survive_every_size(running: Running, service: ModelService, reading: bool) -> None:
    fill(service)
    async with running(120, 36) as pilot:
        await pilot.press("j", "j")
        await settle(pilot)  # the history is there before keys are meant for it
        if reading:
            await pilot.press("l", "G", "k")  # from the end: the store may remember another place
        await settle(pilot)
        conversations = pilot.app.screen.query_one(ConversationList)
        history = pilot.app.screen.query_one(HistoryPane)
        before = conversations.cursor_key
        sizes = random.Random(7)
        for _ in range(15):
            await pilot.resize_terminal(sizes.randint(30, 140), sizes.randint(10, 40))
            await pilot.pause()
            assert conversations.cursor_key == before
        await pilot.resize_terminal(120, 36)
        await settle(pilot)
        assert pilot.app.focused is (history if reading else conversations)
        resized = screen_text(pilot.app)
    async with running(120, 36) as pilot:
        await pilot.press("j", "j")
        await settle(pilot)  # the history is there before keys are meant for it
        if reading:
            await pilot.press("l", "G", "k")  # from the end: the store may remember another place
        await settle(pilot)
        assert screen_text(pilot.app) == resized


async def test_no_size_is_too_much(running: Running, service: ModelService) -> None:
    fill(service)
    async with running(80, 24) as pilot:
        for columns, rows in [
            (1, 1),
            (2, 2),
            (20, 6),
            (5, 40),
            (300, 3),
            (200, 60),
            (21, 7),
            (59, 6),
            (1, 1),
            (80, 24),
        ]:
            await pilot.resize_terminal(columns, rows)
            await pilot.press("tab", "j")
            await pilot.pause()
            assert len(screen_text(pilot.app).splitlines()) == rows
        assert pilot.app.focused is not None


async def test_a_tiny_window_says_so(running: Running, service: ModelService) -> None:
    service.talk("bob", [message(1)])
    async with running(30, 5) as pilot:
        assert screen_text(pilot.app).strip() == "This window is too small."
        await pilot.resize_terminal(80, 24)
        await settle(pilot)
        assert "too small" not in screen_text(pilot.app)
        assert isinstance(pilot.app.focused, ConversationList)


async def test_every_way_between_the_panes(running: Running, service: ModelService) -> None:
    service.talk("bob", [message(1)])
    async with running() as pilot:
        for there, back in [("tab", "shift+tab"), ("l", "h"), ("right", "left"), ("ｌ", "ｈ"), ("enter", "tab")]:
            await pilot.press(there)
            await pilot.pause()
            assert isinstance(pilot.app.focused, HistoryPane), there
            await pilot.press(back)
            await pilot.pause()
            assert isinstance(pilot.app.focused, ConversationList), back


@pytest.mark.parametrize("reading", [False, True])
async def test_keys_work_again_after_a_window_that_was_too_small(
    running: Running, service: ModelService, reading: bool
) -> None:
    fill(service)
    async with running(80, 24) as pilot:
        if reading:
            await pilot.press("l")
        focused = pilot.app.focused
        await pilot.resize_terminal(18, 5)
        await pilot.pause()
        await pilot.resize_terminal(80, 24)
        await settle(pilot)
        assert pilot.app.focused is focused


@pytest.mark.parametrize("pane", [ConversationList, HistoryPane])
async def test_a_focus_that_is_lost_goes_back_to_its_pane(running: Running, pane: type[Widget]) -> None:
    async with running() as pilot:
        await pilot.press("l" if pane is HistoryPane else "h")
        pilot.app.screen.set_focus(None)  # as Textual does when a click is reported from where nothing is
        await settle(pilot)
        assert isinstance(pilot.app.screen.focused, pane)
