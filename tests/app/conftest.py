"""The application over the real store and a service in memory, and text pictures of its screen."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from textual.app import App
from textual.pilot import Pilot

from tests import journals
from tests.app.driving import Backend, Matcher, Running, screen_text, settle
from tests.archives import in_memory
from tests.model_service import ModelService
from tui.app.app import RoamApp
from tui.app.glyphs import UNICODE, Glyphs
from tui.preferences import USUAL, Preferences
from tui.removal.rules import Rules
from tui.store import Store


@pytest.fixture(autouse=True)
def utc(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Draw local times as if the machine were in UTC."""
    with monkeypatch.context() as changed:
        changed.setenv("TZ", "UTC")
        time.tzset()
        yield
    time.tzset()


@pytest.fixture(autouse=True)
def no_desktop(monkeypatch: pytest.MonkeyPatch) -> None:
    """Leave the clipboard and the desktop of whoever runs the tests alone."""
    for name in ("TMUX", "STY", "DISPLAY", "WAYLAND_DISPLAY", "WSL_DISTRO_NAME", "SSH_CONNECTION"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The current directory: keys pressed at random may export something."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture(autouse=True)
def lasting_notices(monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep what the user is told on the screen until it is looked at, however busy the machine is."""
    monkeypatch.setattr(RoamApp, "NOTIFICATION_TIMEOUT", 600)


@pytest.fixture
def service() -> ModelService:
    return ModelService()


@pytest.fixture
def backend(service: ModelService) -> Backend:
    return Backend(service)


@pytest.fixture
def store(backend: Backend) -> Store:
    return Store(backend.open, in_memory, open_journal=journals.in_memory, rules=Rules(grace_seconds=0))


@pytest.fixture
def running(backend: Backend, store: Store) -> Running:
    """Run the application at a size in cells; it has come to rest when the block is entered."""

    @asynccontextmanager
    async def run(
        columns: int = 80, rows: int = 24, glyphs: Glyphs = UNICODE, preferences: Preferences = USUAL
    ) -> AsyncIterator[Pilot[None]]:
        app = RoamApp(store, glyphs, preferences)
        async with app.run_test(size=(columns, rows), notifications=True) as pilot:
            await pilot.pause()
            if backend.may_open.is_set():
                await settle(pilot)
            yield pilot

    return run


@pytest.fixture
def clip(tmp_path: Path) -> Path:
    """The file that is the clipboard with `to_clip`."""
    return tmp_path / "clip"


@pytest.fixture
def to_clip(clip: Path) -> Preferences:
    """What is copied goes through a program to `clip`."""
    return replace(USUAL, copy=("/bin/sh", "-c", 'cat >"$0"', str(clip)))


@pytest.fixture
def matches_picture(request: pytest.FixtureRequest) -> Matcher:
    """Compare the screen with pictures/<test>.txt; `pytest --update-pictures` rewrites it."""
    path = request.path.parent / "pictures" / f"{request.node.name}.txt"

    def check(app: App[Any]) -> None:
        drawn = screen_text(app)
        if request.config.getoption("--update-pictures"):
            path.parent.mkdir(exist_ok=True)
            path.write_text(drawn, encoding="utf-8")
        assert drawn == path.read_text(encoding="utf-8")

    return check
