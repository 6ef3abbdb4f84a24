"""Looking closer at a message: its details, and the messages that a combined one holds."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from textual.pilot import Pilot

from tests.app.driving import Running, copied, screen_text, settle
from tests.model_service import ModelService, message
from tui.app.screens.combined import CombinedScreen
from tui.app.screens.details import DetailScreen
from tui.app.screens.main import MainScreen
from tui.models import Attachment, ChatMessage, CombineBody
from tui.preferences import Preferences
from tui.store.combined import MAX_LEVEL


def combined(number: int, title: str = "Drivers") -> ChatMessage:
    body = CombineBody(Attachment(f"https://example.com/{number}"), title, "bob: hello", 1)
    return replace(message(number), body=body)


async def press(pilot: Pilot[None], *keys: str) -> str:
    for key in keys:
        await pilot.press(key)
        await settle(pilot)
    return screen_text(pilot.app)


@pytest.mark.parametrize("key", ["enter", "i", "ｉ"])
async def test_a_message_opens_in_detail_and_closes(running: Running, service: ModelService, key: str) -> None:
    service.talk("bob", [message(1, text="hello")])
    async with running() as pilot:
        shown = await press(pilot, "l", key)
        assert isinstance(pilot.app.screen, DetailScreen)
        assert "Message · txt · 1" in shown
        assert shown.splitlines()[-1] == " y Copy  Esc Close  ? Help"
        assert "2024-06-10 06:14:20.000+00:00" in shown
        await press(pilot, "escape")
        assert isinstance(pilot.app.screen, MainScreen)


async def test_a_folded_message_unfolds_first(running: Running, service: ModelService) -> None:
    service.talk("bob", [message(1, text="word " * 2_000)])
    async with running() as pilot:
        await press(pilot, "l", "enter")
        assert isinstance(pilot.app.screen, MainScreen)
        await press(pilot, "enter")
        assert isinstance(pilot.app.screen, DetailScreen)


async def test_the_value_under_the_cursor_is_copied(
    running: Running, service: ModelService, to_clip: Preferences, clip: Path
) -> None:
    service.talk("bob", [message(1, text="hello")])
    async with running(preferences=to_clip) as pilot:
        await press(pilot, "l", "i", "y")
        assert copied(clip) == "hello"
        await press(pilot, "j", "j", "y")
        assert copied(clip) == "1"


@pytest.mark.parametrize("size", [(120, 36), (80, 24), (50, 20)])
async def test_every_line_can_be_reached(running: Running, service: ModelService, size: tuple[int, int]) -> None:
    service.talk("bob", [message(1, text="\n".join(f"line {number}." for number in range(100)))])
    async with running(*size) as pilot:
        seen = await press(pilot, "l", "i")
        for _ in range(10):
            seen += await press(pilot, "pagedown")
        assert all(f"line {number}." in seen for number in range(100))
        assert "▌ text" in await press(pilot, "g")


async def test_resizing_keeps_the_field(
    running: Running, service: ModelService, to_clip: Preferences, clip: Path
) -> None:
    service.talk("bob", [message(1, text="hello " * 50)])
    async with running(preferences=to_clip) as pilot:
        await press(pilot, "l", "i", *"jjjjj", "y")
        before = copied(clip)
        await pilot.resize_terminal(50, 20)
        await settle(pilot)
        await press(pilot, "y")
        assert copied(clip) == before == "txt"


async def test_combined_messages_open_within_one_another(running: Running, service: ModelService) -> None:
    service.talk("bob", [combined(1)])
    service.forwarded |= {"1": (message(7, text="first"), combined(2, "Inner")), "2": (message(8, text="inmost"),)}
    async with running() as pilot:
        assert "Enter opens these messages" in await press(pilot, "l")
        shown = await press(pilot, "enter")
        assert "Drivers · 2 messages" in shown
        assert "▌  first" in shown
        assert "D Delete" not in shown
        await press(pilot, "d")
        assert isinstance(pilot.app.screen, CombinedScreen)
        shown = await press(pilot, "j", "enter")
        assert "Inner · 1 message" in shown
        assert "inmost" in shown
        assert isinstance((await press(pilot, "i"), pilot.app.screen)[1], DetailScreen)
        shown = await press(pilot, "escape", "escape")
        assert "Drivers · 2 messages" in shown
        assert "· Enter opens 1 message" in shown
        shown = await press(pilot, "escape")
        assert isinstance(pilot.app.screen, MainScreen)
        assert "· Enter opens 2 messages" in shown


async def test_one_message_may_be_forwarded_twice_and_out_of_order(running: Running, service: ModelService) -> None:
    service.talk("bob", [combined(1)])
    twice = message(7, text="again")
    service.forwarded["1"] = (twice, message(3, text="before"), twice)
    async with running() as pilot:
        shown = await press(pilot, "l", "enter")
        assert shown.count("again") == 2
        assert shown.index("again") < shown.index("before") < shown.rindex("again")


async def test_what_cannot_be_fetched_says_why_and_is_tried_again(running: Running, service: ModelService) -> None:
    service.talk("bob", [combined(1)])
    service.forwarded["1"] = (message(7, text="hello"),)
    async with running() as pilot:
        service.fail("The file has expired.")
        shown = await press(pilot, "l", "enter")
        assert "The file has expired. · r retries" in " ".join(shown.replace("┃", " ").split())
        service.recover()
        assert "hello" in await press(pilot, "r")


async def test_leaving_while_it_loads(running: Running, service: ModelService) -> None:
    service.talk("bob", [combined(1)])
    service.forwarded["1"] = (message(7, text="hello"),)
    async with running() as pilot:
        await press(pilot, "l")
        service.hold()
        await pilot.press("enter")
        await pilot.pause()
        assert "loading messages" in screen_text(pilot.app)
        await pilot.press("escape")
        service.release()
        await settle(pilot)
        assert isinstance(pilot.app.screen, MainScreen)


async def test_no_deeper_than_ten(running: Running, service: ModelService) -> None:
    service.talk("bob", [combined(1)])
    service.forwarded["1"] = (combined(1),)
    async with running() as pilot:
        await press(pilot, "l")
        shown = await press(pilot, *["enter"] * (MAX_LEVEL + 2))
        assert "nested too deep" in shown
        assert sum(isinstance(screen, CombinedScreen) for screen in pilot.app.screen_stack) == MAX_LEVEL
