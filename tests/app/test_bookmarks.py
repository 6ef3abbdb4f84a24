"""Bookmarks, and the way to the message that another one answers."""

from __future__ import annotations

from dataclasses import replace

from tests.app.driving import Running, screen_text, settle
from tests.app.test_going import cursor, notices
from tests.app.test_remembering import Apps, apps
from tests.model_service import ModelService, message
from tui.app.screens.letters import LetterPrompt
from tui.app.screens.main import MainScreen
from tui.store import Store

__all__ = ["apps"]


async def test_a_bookmark_leads_back_after_a_restart_and_from_elsewhere(apps: Apps, service: ModelService) -> None:
    service.talk("ann", [message(number, sender="ann") for number in range(1001, 1011)])
    service.talk("bob", [message(number) for number in range(1, 201)])
    async with apps.begin().run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        await pilot.press("J", "l")
        await settle(pilot)
        await pilot.press("k", "k", "k", "m", "ａ")
        await settle(pilot)
        assert "Bookmark a is set" in notices(pilot)[0]
        await pilot.press("q")
    async with apps.begin().run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        await pilot.press("`")
        await settle(pilot)
        assert "a · bob · 2024-06-10" in screen_text(pilot.app)
        assert "message 197" in screen_text(pilot.app)
        await pilot.press("a")
        await settle(pilot)
        assert cursor(pilot) == "197"
        assert "bob · direct chat" in screen_text(pilot.app)
        await pilot.press("backspace")
        await settle(pilot)
        assert cursor(pilot) == "1010"


async def test_another_letter_is_said_not_to_be_there(running: Running, service: ModelService) -> None:
    service.talk("bob", [message(number) for number in range(1, 11)])
    async with running() as pilot:
        await pilot.press("l", "`")
        await settle(pilot)
        assert notices(pilot) == ["There is no bookmark yet; m and a letter set one."]
        await pilot.press("m", "Z")
        await settle(pilot)
        await pilot.press("`", "b")
        await settle(pilot)
        assert notices(pilot)[-1] == "There is no bookmark b."
        await pilot.press("`", "escape")
        await settle(pilot)
        assert isinstance(pilot.app.screen, MainScreen)
        await pilot.press("m", "5")
        await settle(pilot)
        assert isinstance(pilot.app.screen, LetterPrompt)


async def test_a_letter_typed_at_once_is_not_lost(running: Running, service: ModelService, store: Store) -> None:
    service.talk("bob", [message(number) for number in range(1, 11)])
    async with running() as pilot:
        await pilot.press("l")
        pilot.app.simulate_key("m")
        pilot.app.simulate_key("b")
        await settle(pilot)
        assert list(store.visits.bookmarks) == ["b"]


async def test_the_answered_message_and_back(running: Running, service: ModelService) -> None:
    answer = replace(message(200), ext={"msgQuote": {"msgID": "20", "msgPreview": "message 20"}})
    service.talk("bob", [*(message(number) for number in range(1, 200)), answer])
    async with running() as pilot:
        await pilot.press("l", "'")
        await settle(pilot)
        assert cursor(pilot) == "20"
        await pilot.press("'")
        await settle(pilot)
        assert notices(pilot) == ["This message does not answer another one."]
        await pilot.press("backspace")
        await settle(pilot)
        assert cursor(pilot) == "200"
