"""Whatever is typed, in whatever window, the application goes on."""

from __future__ import annotations

import random

import pytest

from tests.app.driving import Running, settle
from tests.model_service import ModelService, message

LETTERS = [*"jkgGJKhlpdDrnymz1"]
OTHERS = [
    "escape",
    "enter",
    "tab",
    "shift+tab",
    "pageup",
    "pagedown",
    "ctrl+d",
    "ctrl+u",
    "space",
    "up",
    "down",
    "left",
]
MORE = [
    "right",
    "home",
    "end",
    "left_square_bracket",
    "right_square_bracket",
    "question_mark",
    "f1",
    "ctrl+l",
    "ctrl+p",
]
STEPS = 120


@pytest.mark.parametrize("seed", range(2))
async def test_mashing_keys_and_resizing(running: Running, service: ModelService, seed: int) -> None:
    chance = random.Random(seed)
    for number in range(12):
        service.talk(f"user{number}", [message(1000 * number + each) for each in range(90)])
    async with running() as pilot:
        for _ in range(STEPS):
            await pilot.press(chance.choice([*LETTERS, *OTHERS, *MORE]))
            if chance.random() < 0.08:
                await pilot.resize_terminal(chance.randint(1, 140), chance.randint(1, 45))
        await pilot.resize_terminal(80, 24)
        await settle(pilot)
        assert pilot.app.is_running
