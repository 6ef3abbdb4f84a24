"""From the empty screen to the first conversation, and every way this may go wrong."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.app.driving import Backend, Matcher, Running, screen_text, settle
from tests.model_service import ModelService, message
from tui.app.app import RoamApp
from tui.errors import HostLookupError
from tui.store import Store

HEAVY = {"httpx", "pydantic_core", "google.protobuf", "starlette", "sqlalchemy", "uvicorn", "websockets", "apsw"}


async def test_what_is_going_on_is_said_at_the_top(running: Running, backend: Backend) -> None:
    backend.may_open.clear()
    backend.reports = [("importing", 0.43)]
    async with running() as pilot:
        assert screen_text(pilot.app).splitlines()[0] == " roam · importing 43 %"
        backend.may_open.set()
        await settle(pilot)
        assert screen_text(pilot.app).splitlines()[0] == " roam · amy@support · ready"


async def test_a_notice_comes_up_once_and_clean(store: Store) -> None:
    app = RoamApp(store, notices=["user ids are lower case:\n[b]using[/nope] \x1b[2Jamy"])
    async with app.run_test(notifications=True) as pilot:
        await pilot.pause()
        await settle(pilot)
        assert screen_text(app).count("[b]using[/nope] ␛[2Jamy") == 1


async def test_the_first_conversation_is_opened(running: Running, service: ModelService) -> None:
    service.talk("bob", [message(1, text="hello"), message(2, text="goodbye")])
    async with running() as pilot:
        assert service.calls[:2] == ["pinned ", "list "]
        assert service.calls.count("up bob None") == 1
        assert "bob · direct chat · 2 here, none missing" in screen_text(pilot.app)
        assert "hello" in screen_text(pilot.app)


async def test_starting_fails_and_r_tries_again(running: Running, backend: Backend, matches_picture: Matcher) -> None:
    backend.failure = HostLookupError("no server of acme#support could be found")
    async with running() as pilot:
        matches_picture(pilot.app)
        backend.failure = None
        await pilot.press("r")
        await settle(pilot)
        assert "Could not start" not in screen_text(pilot.app)
        assert "ready" in screen_text(pilot.app)


async def test_the_list_cannot_be_read_and_r_tries_again(running: Running, service: ModelService) -> None:
    service.talk("bob", [message(1)])
    service.fail("no connection to rest.example")
    async with running(120) as pilot:
        drawn = screen_text(pilot.app)
        assert "Could not read the" in drawn
        assert "not connected" in drawn
        service.recover()
        await pilot.press("r")
        await settle(pilot)
        assert "bob" in screen_text(pilot.app)


async def test_a_list_that_is_not_up_to_date_says_so(running: Running, service: ModelService, store: Store) -> None:
    service.talk("bob", [message(1)])
    async with running() as pilot:
        service.fail()
        await store.conversations.load()
        await settle(pilot)
        assert "not up to date" in screen_text(pilot.app)
        assert "bob" in screen_text(pilot.app)


async def test_an_empty_list_tells_of_lower_case(running: Running, matches_picture: Matcher) -> None:
    async with running() as pilot:
        matches_picture(pilot.app)


FIRST_FRAME = """
import asyncio, os, sys
import tui.command_line
from tui.commands.parser import parse
from tui.config import configured
from tui.demo import open_demo, open_known_archive
from tui.opening import open_connection, signing_in
from tui.app.app import RoamApp
from tui.store import Store

profile = parse(sys.argv[1:]).profile
connection = configured(os.environ, profile) if profile else None
made = (open_connection(connection), signing_in(connection)) if connection else (open_demo(None, 0), None)

async def main():
    begun = asyncio.Event()
    async def begin(*report):
        begun.set()
        await asyncio.Event().wait()
    open_archive = begin if connection else open_known_archive(1_800_000_000_000)
    async with RoamApp(Store(begin, open_archive, signing_in=made[1])).run_test() as pilot:
        await begun.wait()
        print(*sys.modules)
        from tests.app.driving import screen_text
        print(screen_text(pilot.app))

asyncio.run(main())
"""
"""Prints what is imported when a profile's archive is to be opened, or the demo's service; and what is shown."""

CONFIG = """
[profile.work]
app_key = "acme#support"
user = "amy"
token_file = "work.token"
"""


@pytest.mark.parametrize("arguments", [["demo"], ["--profile", "work"]], ids=["demo", "profile"])
def test_nothing_heavy_is_imported_before_the_first_frame(arguments: list[str], tmp_path: Path) -> None:
    config = tmp_path / "config.toml"
    config.write_text(CONFIG, encoding="utf-8")
    command = [sys.executable, "-c", FIRST_FRAME, *arguments]
    environment = {**os.environ, "ROAM_CONFIG": str(config)}
    printed = subprocess.run(command, env=environment, capture_output=True, text=True, check=True).stdout
    modules, _, shown = printed.partition("\n")
    loaded = modules.split()
    assert "tui.app.screens.main" in loaded
    assert "tui.command_line" in loaded
    assert not HEAVY & set(loaded)
    assert ("Reading changes nothing: no read receipts" in shown) is (arguments == ["demo"])
