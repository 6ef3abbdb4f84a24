"""Exporting from the browser: exactly what was meant, to a file that was not there before."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from textual.pilot import Pilot
from textual.widgets import Input

from tests.app.driving import Running, screen_text, settle, until
from tests.app.test_filter import filter_by
from tests.model_service import ModelService, message
from tui.app.screens.export import ExportScreen
from tui.app.screens.main import MainScreen


@pytest.fixture
def talks(service: ModelService) -> ModelService:
    service.talk("bob", [message(number, text="tea" if number % 10 == 0 else None) for number in range(1, 41)])
    return service


async def ask(pilot: Pilot[None]) -> None:
    await pilot.press("e")
    await until(pilot, lambda: isinstance(pilot.app.screen, ExportScreen) and pilot.app.screen.focused is not None)


async def write_as_objects(pilot: Pilot[None]) -> None:
    """Choose jsonl, and write."""
    await pilot.press("down", "right", "right", "right", "enter")
    await settle(pilot)


def ids(path: Path) -> list[str]:
    return [json.loads(line)["id"] for line in path.read_text(encoding="utf-8").splitlines()]


def files(folder: Path) -> list[str]:
    return [path.name for path in folder.iterdir()]


async def test_the_whole_conversation_is_written(running: Running, talks: ModelService, folder: Path) -> None:
    async with running() as pilot:
        await ask(pilot)
        await write_as_objects(pilot)
        assert isinstance(pilot.app.screen, MainScreen)
        assert "40 messages written to" in screen_text(pilot.app)
        assert ids(folder / "chat-bob.jsonl") == [str(number) for number in range(1, 41)]


async def test_what_is_marked_is_offered_first(running: Running, talks: ModelService, folder: Path) -> None:
    async with running() as pilot:
        await pilot.press("l", "k", "k", "space", "space")
        await ask(pilot)
        assert "2 marked messages" in screen_text(pilot.app)
        await write_as_objects(pilot)
        assert ids(folder / "chat-bob.jsonl") == ["38", "39"]


async def test_what_a_filter_looks_for_is_written_without_its_context(
    running: Running, talks: ModelService, folder: Path
) -> None:
    async with running() as pilot:
        await pilot.press("l")
        await filter_by(pilot, "tea")
        await ask(pilot)
        await write_as_objects(pilot)
        assert ids(folder / "chat-bob.jsonl") == ["10", "20", "30", "40"]


async def test_nothing_is_ever_written_over(running: Running, talks: ModelService, folder: Path) -> None:
    (folder / "chat-bob.jsonl").write_text("mine", encoding="utf-8")
    async with running() as pilot:
        await ask(pilot)
        await write_as_objects(pilot)
        assert len(ids(folder / "chat-bob-2.jsonl")) == 40
        await ask(pilot)
        pilot.app.screen.query_one(Input).value = str(folder / "chat-bob.jsonl")
        await pilot.press("enter")
        await settle(pilot)
        assert "is there already: choose another name" in " ".join(screen_text(pilot.app).split())
        await pilot.press("escape")
        await settle(pilot)
    assert (folder / "chat-bob.jsonl").read_text(encoding="utf-8") == "mine"
    assert len(files(folder)) == 3


async def test_a_folder_that_is_not_there_is_told(running: Running, talks: ModelService, folder: Path) -> None:
    async with running() as pilot:
        await ask(pilot)
        pilot.app.screen.query_one(Input).value = str(folder / "none" / "chat.txt")
        await pilot.press("enter")
        await settle(pilot)
        assert "cannot be written" in " ".join(screen_text(pilot.app).split())
        assert files(folder) == []


async def test_leaving_writes_nothing(running: Running, talks: ModelService, folder: Path) -> None:
    async with running(50, 20) as pilot:
        await ask(pilot)
        await pilot.press("escape")
        await settle(pilot)
        assert isinstance(pilot.app.screen, MainScreen)
        assert files(folder) == []


async def test_ids_of_strangers_make_no_paths(running: Running, service: ModelService, folder: Path) -> None:
    service.talk("../../bob", [message(1)])
    async with running() as pilot:
        await ask(pilot)
        await write_as_objects(pilot)
        assert ids(folder / "chat.jsonl") == ["1"]
