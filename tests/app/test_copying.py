"""`y` and `Y` in the browser: what arrives in a clipboard, and what is said."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from rich.cells import cell_len

from tests.app.driving import Running, copied, drag, screen_text, settle
from tests.model_service import ModelService, message
from tui.preferences import USUAL, CopyBy, Preferences


async def test_y_copies_the_message_under_the_cursor(
    running: Running, service: ModelService, to_clip: Preferences, clip: Path
) -> None:
    service.talk("bob", [message(1, text="first\x1b[2J"), message(2, text="second")])
    async with running(preferences=to_clip) as pilot:
        await pilot.press("l", "k", "y")
        await settle(pilot)
        assert copied(clip) == "first[2J"
        assert "Copied by sh." in screen_text(pilot.app)


async def test_upper_y_copies_a_citation(
    running: Running, service: ModelService, to_clip: Preferences, clip: Path
) -> None:
    service.talk("bob", [message(1, text="one\ntwo")])
    async with running(preferences=to_clip) as pilot:
        await pilot.press("l", "Y")
        await settle(pilot)
        heading, *lines = copied(clip).splitlines()
        assert heading == "2024-06-10 06:14:20 +0000 · bob · bob · roam://acme%23support/amy/singleChat/bob/1"
        assert lines == ["one", "two"]


async def test_marked_messages_are_copied_together(
    running: Running, service: ModelService, to_clip: Preferences, clip: Path
) -> None:
    service.talk("bob", [message(number) for number in range(1, 5)])
    async with running(preferences=to_clip) as pilot:
        await pilot.press("l", "space", "k", "k", "space", "y")
        await settle(pilot)
        assert copied(clip).splitlines() == ["message 2", "message 4"]
        await pilot.press("Y")
        await settle(pilot)
        assert [line[-1] for line in copied(clip).splitlines() if "roam://" in line] == ["2", "4"]


async def test_in_the_list_nothing_is_copied(
    running: Running, service: ModelService, to_clip: Preferences, clip: Path
) -> None:
    service.talk("bob", [message(1)])
    async with running(preferences=to_clip) as pilot:
        await pilot.press("y", "Y")
        await settle(pilot)
        assert copied(clip) == ""


async def test_where_there_is_no_clipboard_it_is_said(running: Running, service: ModelService) -> None:
    service.talk("bob", [message(1)])
    async with running(preferences=replace(USUAL, copy=CopyBy.FILE)) as pilot:
        await pilot.press("l", "y")
        await settle(pilot)
        assert "There is no clipboard here." in screen_text(pilot.app)


async def test_what_the_mouse_picks_is_copied(
    running: Running, service: ModelService, to_clip: Preferences, clip: Path
) -> None:
    service.talk("bob", [message(1, text="看而已，不留痕迹。")])
    async with running(preferences=to_clip) as pilot:
        line = [number for number, line in enumerate(screen_text(pilot.app).splitlines()) if "不留痕迹" in line][-1]
        column = cell_len(screen_text(pilot.app).splitlines()[line].partition("不留痕迹")[0])
        await drag(pilot, (column, line), (column + 7, line))
        await settle(pilot)
        assert copied(clip) == "不留痕迹"
        assert "Copied by sh." in screen_text(pilot.app)
