"""Without a valid sign-in the browser asks for the password, and then goes on where one was."""

from __future__ import annotations

import asyncio

import pytest
from textual.widgets import Input

from tests.app.driving import ACCOUNT, Backend, Matcher, Running, screen_text, settle, until
from tests.archives import in_memory
from tests.model_service import ModelService, message
from tui.app.screens.help import HelpScreen
from tui.app.screens.sign_in import SignInScreen
from tui.errors import NotSignedInError, RoamingError, SignInError, TransportError
from tui.store import Opened, SigningIn, Store
from tui.store.snapshots import Phase

PASSWORD = "qr secret"
EXPIRED = NotSignedInError("Your sign-in has expired; sign in again.", type=56, message="expired", status=401)


class Door:
    """Lets in who knows the password, to a service of its own; `tried` are the passwords, `closed` the old ways in."""

    def __init__(self, service: ModelService) -> None:
        self.service = service
        self.tried: list[str] = []
        self.failure: RoamingError | None = None
        self.is_open = asyncio.Event()
        self.is_open.set()

    async def open(self, password: str) -> Opened:
        self.tried.append(password)
        await self.is_open.wait()
        if self.failure:
            raise self.failure
        if password != PASSWORD:
            raise SignInError("Signing in failed: the user id or the password is wrong.")
        self.service.recover()
        return Opened(self.service, ACCOUNT, self.service.aclose)


@pytest.fixture
def door(service: ModelService) -> Door:
    return Door(service)


@pytest.fixture
def store(backend: Backend, door: Door) -> Store:
    return Store(backend.open, in_memory, signing_in=SigningIn(ACCOUNT, door.open))


async def test_at_the_start_the_password_is_asked_for(
    running: Running, backend: Backend, door: Door, service: ModelService, matches_picture: Matcher
) -> None:
    service.talk("bob", [message(1, text="hello")])
    backend.failure = SignInError("You are not signed in yet.")
    async with running() as pilot:
        await until(pilot, lambda: isinstance(pilot.app.screen, SignInScreen))
        await pilot.press(*"wrong")
        matches_picture(pilot.app)
        await pilot.press("enter")
        await until(pilot, lambda: "password is wrong" in screen_text(pilot.app))
        await pilot.press(*"qr", "space", *"secret", "enter")
        await until(pilot, lambda: not isinstance(pilot.app.screen, SignInScreen))
        await settle(pilot)
        assert door.tried == ["wrong", PASSWORD]
        assert "amy@support · ready" in screen_text(pilot.app)
        assert "hello" in screen_text(pilot.app)


async def test_mid_scroll_one_goes_back_to_where_one_was(running: Running, service: ModelService) -> None:
    service.talk("bob", [message(number) for number in range(1, 121)])
    async with running() as pilot:
        await pilot.press("l")
        service.failure = EXPIRED
        await pilot.press("pageup", "pageup", "pageup", "pageup")
        await until(pilot, lambda: isinstance(pilot.app.screen, SignInScreen))
        assert "not signed in" in screen_text(pilot.app)
        before = [line for line in screen_text(pilot.app).splitlines() if "message " in line]
        calls = len(service.calls)
        await pilot.press(*"qr", "space", *"secret", "enter")
        await until(pilot, lambda: not isinstance(pilot.app.screen, SignInScreen))
        await settle(pilot)
        assert "up bob 71" in service.calls[calls:]
        assert "close" in service.calls[calls:]
        assert "bob · direct chat · 100 here, " in screen_text(pilot.app)
        assert "could not load" not in screen_text(pilot.app)
        assert before
        assert all(line in screen_text(pilot.app) for line in before[1:])
        assert "amy@support · ready" in screen_text(pilot.app)


async def test_leaving_it_shows_what_is_there_and_r_asks_again(running: Running, backend: Backend, door: Door) -> None:
    backend.failure = EXPIRED
    async with running() as pilot:
        await until(pilot, lambda: isinstance(pilot.app.screen, SignInScreen))
        await pilot.press("escape")
        await until(pilot, lambda: not isinstance(pilot.app.screen, SignInScreen))
        assert "Your sign-in has expired; sign in again. Press r to sign in." in screen_text(pilot.app)
        await pilot.press("r")
        await until(pilot, lambda: isinstance(pilot.app.screen, SignInScreen))
        await pilot.press("escape")
        await pilot.press("question_mark")
        await until(pilot, lambda: isinstance(pilot.app.screen, HelpScreen))
        assert door.tried == []


async def test_r_asks_again_from_a_history_that_failed(running: Running, service: ModelService) -> None:
    service.talk("bob", [message(number) for number in range(1, 121)])
    async with running() as pilot:
        await pilot.press("l")
        service.failure = EXPIRED
        await pilot.press("pageup", "pageup", "pageup", "pageup")
        await until(pilot, lambda: isinstance(pilot.app.screen, SignInScreen))
        await pilot.press("escape")
        await until(pilot, lambda: not isinstance(pilot.app.screen, SignInScreen))
        await settle(pilot)
        calls = len(service.calls)
        await pilot.press("r")
        await settle(pilot)
        assert isinstance(pilot.app.screen, SignInScreen)
        assert service.calls[calls:] == []


async def test_leaving_it_ends_a_try_and_nothing_has_changed(
    running: Running, backend: Backend, door: Door, store: Store
) -> None:
    backend.failure = EXPIRED
    door.is_open.clear()
    async with running() as pilot:
        await until(pilot, lambda: isinstance(pilot.app.screen, SignInScreen))
        await pilot.press("x", "enter")
        await until(pilot, lambda: door.tried == ["x"])
        await pilot.press("escape")
        await until(pilot, lambda: not isinstance(pilot.app.screen, SignInScreen))
        await settle(pilot)
        assert (store.status.phase, store.account) == (Phase.SIGNED_OUT, None)


async def test_what_was_typed_is_neither_shown_nor_copied(running: Running, backend: Backend) -> None:
    backend.failure = EXPIRED
    async with running() as pilot:
        await until(pilot, lambda: isinstance(pilot.app.screen, SignInScreen))
        await pilot.press(*"hunter2")
        field = pilot.app.screen.query_one(Input)
        field.select_all()
        await pilot.press("ctrl+x", "super+c")
        assert field.value == "hunter2"
        assert pilot.app.clipboard == ""
        assert "hunter2" not in screen_text(pilot.app)
        assert "hunter2" not in pilot.app.export_screenshot()


async def test_hostile_words_do_not_reach_the_terminal(running: Running, backend: Backend, door: Door) -> None:
    backend.failure = EXPIRED
    door.failure = SignInError("no\x1b]0;pwned\x07 [/nope] \u202eevil")
    async with running() as pilot:
        await until(pilot, lambda: isinstance(pilot.app.screen, SignInScreen))
        await pilot.press("x", "enter")
        await until(pilot, lambda: "[/nope]" in screen_text(pilot.app))
        assert "\x1b" not in screen_text(pilot.app)


async def test_a_network_that_is_down_asks_for_no_password(running: Running, backend: Backend) -> None:
    backend.failure = SignInError("Signing in failed: no connection", cause=TransportError("no connection"))
    async with running() as pilot:
        assert not isinstance(pilot.app.screen, SignInScreen)
        assert "Press r to try again" in screen_text(pilot.app)


async def test_a_late_refusal_of_the_old_sign_in_is_no_news(service: ModelService, door: Door) -> None:
    bob = service.talk("bob", [message(1)])
    old = ModelService()

    async def open_old(_report: object) -> Opened:
        return Opened(old, ACCOUNT, old.aclose)

    store = Store(open_old, in_memory, signing_in=SigningIn(ACCOUNT, door.open))
    await store.start()
    old.hold()
    opening = asyncio.create_task(store.histories.open(bob))
    await old.called(len(old.calls) + 1)
    old.failure = EXPIRED
    await store.sign_in(PASSWORD)
    old.release()
    await opening
    assert store.status.phase is Phase.READY
