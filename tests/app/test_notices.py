"""What is said over the panes stands there once, however often it is said."""

from __future__ import annotations

from textual.app import App

from tests.app.driving import Running, screen_text, settle, until
from tests.model_service import ModelService, message
from tui.app.app import RoamApp
from tui.app.notices import Notices
from tui.store import Store


async def test_what_is_said_again_is_counted(running: Running, service: ModelService) -> None:
    service.talk("bob", [message(1)])
    async with running() as pilot:
        await pilot.press("l", "o")
        await settle(pilot)
        once = screen_text(pilot.app)
        await pilot.press("o", "o")
        await settle(pilot)
        again = screen_text(pilot.app)
        assert once.count("There is nothing") == again.count("There is nothing") == 1
        assert "(×3)" in " ".join(again.split())
        assert "(×" not in once


async def test_others_stay_and_what_has_gone_is_said_anew() -> None:
    now = [0.0]
    app = App[None]()
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        notices = Notices(app, lambda: now[0])
        for sentence in ("one", "two", "one"):
            notices.say(sentence, "warning")
        await until(pilot, lambda: shown(app) == ["one (×2)", "two"])
        now[0] = 2 * app.NOTIFICATION_TIMEOUT
        app.clear_notifications()
        notices.say("one", "warning")
        await until(pilot, lambda: shown(app) == ["one"])


async def test_what_is_said_at_the_start_stays_when_something_else_is_said_twice(
    store: Store, service: ModelService
) -> None:
    service.talk("bob", [message(1)])
    app = RoamApp(store, notices=["the lens order is wrong"])
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        await settle(pilot)
        await pilot.press("l", "n", "n")
        await settle(pilot)
        words = " ".join(screen_text(pilot.app).split())
        assert "(×2)" in words
        assert "the lens order is wrong" in words


def shown(app: App[None]) -> list[str]:
    return sorted(str(toast.render()) for toast in app.screen.query("Toast"))
