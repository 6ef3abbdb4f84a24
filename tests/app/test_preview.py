"""Pictures in the terminal: two pixels a cell, and a word about why there is none."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from tests.app.driving import Running, drawn, screen_text, settle
from tests.model_service import ModelService, message
from tui.app.screens.details import DetailScreen
from tui.app.screens.main import MainScreen
from tui.app.screens.preview import PreviewScreen, picture_room
from tui.images.decoding import Pixels, can_decode
from tui.models import Attachment, ImageBody
from tui.preferences import USUAL, Images

RED, GREEN, BLUE = b"\xff\0\0", b"\0\xff\0", b"\0\0\xff"
FLAG = Pixels(2, 3, RED + GREEN + BLUE + RED + GREEN + BLUE)


@pytest.mark.parametrize(("columns", "rows"), [(120, 36), (80, 24), (50, 20)])
async def test_a_picture_is_drawn_two_pixels_a_cell(
    running: Running, service: ModelService, columns: int, rows: int
) -> None:
    service.talk("bob", [message(1)])
    async with running(columns, rows) as pilot:
        results: list[bool | None] = []
        pilot.app.push_screen(PreviewScreen("a\x1b.png", FLAG), results.append)
        await settle(pilot)
        shown = screen_text(pilot.app)
        assert "a␛.png" in shown
        cells = [segment for strip in drawn(pilot.app) for segment in strip if "▀" in segment.text]
        colours = [(each.style.color, each.style.bgcolor) for each in cells if each.style]
        triplets = [(up and up.triplet, down and down.triplet) for up, down in colours]
        assert triplets[:2] == [((255, 0, 0), (0, 0, 255)), ((0, 255, 0), (255, 0, 0))]
        assert [up for up, _down in triplets[2:]] == [(0, 255, 0), (0, 0, 255)]
        await pilot.press("o")
        await settle(pilot)
        assert results == [True]


async def test_a_large_picture_fits_its_room(running: Running, service: ModelService) -> None:
    service.talk("bob", [message(1)])
    async with running(50, 20) as pilot:
        columns, rows = picture_room(pilot.app.size)
        pilot.app.push_screen(PreviewScreen("a.png", Pixels(columns, rows, RED * (columns * rows))))
        await settle(pilot)
        lines = [line for line in screen_text(pilot.app).splitlines() if "▀" in line]
        assert [line.count("▀") for line in lines] == [columns] * (rows // 2)
        await pilot.resize_terminal(30, 12)
        await settle(pilot)
        await pilot.press("escape")
        await settle(pilot)
        assert isinstance(pilot.app.screen, MainScreen)


@pytest.mark.skipif(can_decode(), reason="only without the extra images")
@pytest.mark.parametrize(
    ("images", "told"), [(Images.ON, "roamtui[images]"), (Images.AUTO, "Saved as"), (Images.OFF, "Saved as")]
)
async def test_without_the_extra_it_is_said_how_to_see_it(
    running: Running, service: ModelService, tmp_path: Path, images: Images, told: str
) -> None:
    attachment = Attachment("http://127.0.0.1/a/b/chatfiles/1", filename="a.png", size=7)
    service.talk("bob", [replace(message(1), body=ImageBody(attachment))])
    service.files = {attachment.url: b"content"}
    preferences = replace(USUAL, images=images, download_directory=tmp_path / "saved")
    async with running(120, preferences=preferences) as pilot:
        await pilot.press("l", "o")
        await settle(pilot)
        assert told in screen_text(pilot.app)


@pytest.mark.skipif(can_decode(), reason="only without the extra images")
@pytest.mark.parametrize(
    ("images", "program", "hint"),
    [
        (Images.ON, (), "· Enter shows it"),
        (Images.AUTO, ("viewer",), "· o opens it"),
        (Images.OFF, (), "· s saves it"),
    ],
)
async def test_a_picture_says_how_to_see_it(
    running: Running, service: ModelService, images: Images, program: tuple[str, ...], hint: str
) -> None:
    attachment = Attachment("http://127.0.0.1/a/b/chatfiles/1", filename="a.png", size=7)
    service.talk("bob", [replace(message(1), body=ImageBody(attachment))])
    service.files = {attachment.url: b"content"}
    async with running(120, preferences=replace(USUAL, images=images, open_command=program)) as pilot:
        assert f"[image a.png, 7 B] {hint}" in screen_text(pilot.app)
        await pilot.press("l", "enter")
        await settle(pilot)
        assert isinstance(pilot.app.screen, MainScreen if images is Images.ON else DetailScreen)
        assert ("roamtui[images]" in screen_text(pilot.app)) is (images is Images.ON)
