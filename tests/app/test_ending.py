"""How the program ends: what it leaves behind, and what it tells the shell."""

from __future__ import annotations

import os
import signal

import pytest

from tests.app.driving import Backend, Running, svg_of, until
from tests.archives import in_memory
from tests.model_service import ModelService, message
from tui.store import Store


@pytest.mark.parametrize("key", ["q", "ctrl+c", "ｑ"])
async def test_quitting_lets_go_of_the_service(running: Running, service: ModelService, key: str) -> None:
    async with running() as pilot:
        await pilot.press(key)
        await pilot.pause()
        assert pilot.app.return_code == 0
    assert service.calls[-1] == "close"


async def test_quitting_while_the_service_does_not_answer(running: Running, service: ModelService) -> None:
    service.talk("bob", [message(1)])
    async with running() as pilot:
        service.hold()
        await pilot.press("p")
        await until(pilot, lambda: "pin bob" in service.calls)
        await pilot.press("q")
    assert pilot.app.return_code == 0


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
async def test_signals_end_it_in_order(running: Running, service: ModelService, number: signal.Signals) -> None:
    async with running() as pilot:
        os.kill(os.getpid(), number)
        await until(pilot, lambda: pilot.app.return_code == 128 + number)
    assert service.calls[-1] == "close"


async def test_a_picture_for_the_documentation_loads_nothing(backend: Backend, service: ModelService) -> None:
    service.talk("bob", [message(1, text="hello")])
    picture = await svg_of(Store(backend.open, in_memory), ("l",))
    assert "hello" in picture
    assert "url(http" not in picture
    assert "@font-face" not in picture
