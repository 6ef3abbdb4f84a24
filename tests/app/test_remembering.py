"""Being where one was: after another conversation, and after a restart."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.pilot import Pilot

from tests.app.driving import Backend, screen_text, settle
from tests.app.test_going import cursor, notices
from tests.archives import in_file
from tests.model_service import ModelService, message
from tui.app.app import RoamApp
from tui.errors import TransportError
from tui.store import Store


@pytest.fixture
def apps(tmp_path: Path, backend: Backend) -> Apps:
    return Apps(backend, tmp_path / "amy.db")


class Apps:
    """The application, again and again, over the same archive's file."""

    def __init__(self, backend: Backend, path: Path) -> None:
        self._backend = backend
        self._path = path

    def begin(self, *, offline: bool = False) -> RoamApp:
        self._backend.failure = TransportError("no route to rest.example") if offline else None
        return RoamApp(Store(self._backend.open, in_file(self._path), account=self._backend.account))


def pane_of(pilot: Pilot[None]) -> list[str]:
    """The lines of the history."""
    lines = screen_text(pilot.app).splitlines()
    top = next(at for at, line in enumerate(lines) if "bob · direct chat" in line and "│" not in line)
    return [line[36:-1] for line in lines[top + 1 : -3]]


async def test_the_place_far_from_the_newest_is_there_after_a_restart(apps: Apps, service: ModelService) -> None:
    service.talk("ann", [message(number, sender="ann") for number in range(1001, 1011)])
    service.talk("bob", [message(number) for number in range(1, 401)])
    app = apps.begin()
    async with app.run_test(size=(120, 36)) as pilot:
        await settle(pilot)
        await pilot.press("J", "l")
        await settle(pilot)
        await pilot.press("g")
        await settle(pilot)
        for _page in range(6):
            await pilot.press("pagedown")
            await settle(pilot)
        await pilot.press("k")
        was, drawn = cursor(pilot), pane_of(pilot)
        assert 100 < int(was) < 300
        await pilot.press("q")
    app = apps.begin(offline=True)
    async with app.run_test(size=(120, 36)) as pilot:
        await settle(pilot)
        await pilot.press("J")
        await settle(pilot)
        assert cursor(pilot) == was
        assert pane_of(pilot) == drawn[: len(pane_of(pilot))], "but for the line that says that it is offline"
        assert not [each for each in notices(pilot) if "message" in each]


async def test_the_place_is_there_after_many_other_conversations(apps: Apps, service: ModelService) -> None:
    for number in range(15):
        service.talk(f"user{number}", [message(1000 * number + each, sender=f"user{number}") for each in range(120)])
    async with apps.begin().run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        await pilot.press("l", "g", "j", "j")
        await settle(pilot)
        was = cursor(pilot)
        for key in "J" * 14 + "K" * 14:
            await pilot.press(key)
            await settle(pilot)
        assert cursor(pilot) == was


async def test_a_place_among_the_newest_is_there_after_a_restart(apps: Apps, service: ModelService) -> None:
    service.talk("bob", [message(number) for number in range(1, 101)])
    async with apps.begin().run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        await pilot.press("l", "pageup", "k", "k")
        was = cursor(pilot)
        await pilot.press("q")
    for _restart in range(2):
        async with apps.begin().run_test(size=(80, 24)) as pilot:
            await settle(pilot)
            assert cursor(pilot) == was
            await pilot.press("q")


async def test_at_the_end_one_follows_again_after_a_restart(apps: Apps, service: ModelService) -> None:
    service.talk("bob", [message(number) for number in range(1, 101)])
    async with apps.begin().run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        await pilot.press("l", "q")
    service.talk("bob", [message(number) for number in range(101, 104)])
    async with apps.begin().run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        assert cursor(pilot) == "103"
        assert "new since you last were here" in screen_text(pilot.app)
        await pilot.press("l", "g", "u")
        await settle(pilot)
        assert cursor(pilot) == "101"
        await pilot.press("ctrl+o")
        await settle(pilot)
        assert cursor(pilot) == "1"


async def test_what_is_new_is_fetched_where_it_begins_far_up(apps: Apps, service: ModelService) -> None:
    service.talk("bob", [message(number) for number in range(1, 101)])
    async with apps.begin().run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        await pilot.press("l", "q")
    service.talk("bob", [message(number) for number in range(101, 501)])
    async with apps.begin().run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        assert cursor(pilot) == "500"
        await pilot.press("l", "u")
        await settle(pilot)
        assert cursor(pilot) == "101"
        assert "new since you last were here" in screen_text(pilot.app)


async def test_where_nothing_is_new_that_is_said(apps: Apps, service: ModelService) -> None:
    service.talk("bob", [message(number) for number in range(1, 11)])
    async with apps.begin().run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        await pilot.press("l", "u")
        await settle(pilot)
        assert notices(pilot) == ["Nothing is new here."]
