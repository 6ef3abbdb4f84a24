"""Whoever acts, a browser, another one on the same archive or the official SDK: all of them show the same after it."""

from __future__ import annotations

import asyncio
import re
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import pytest

from tests.commands.worlds import USER
from tests.e2e.amy import PAGE_UP, account, browser, numbers, select, stored
from tests.e2e.histories import archive_in, archived, served, unequal, untrue
from tests.e2e.running import ROAM, Server, clean_environment, serving
from tests.e2e.sdk import sdk
from tests.e2e.terminal import Terminal
from tests.server.test_official_sdk import pytestmark as needs_the_sdk

COUNT = 60
FIRST_ID = 1_000_000
"""Of the messages with bob, whose ids count up."""


@dataclass
class Stage:
    """Two browsers of amy's with bob's messages on the screen, on one archive."""

    server: Server
    environment: dict[str, str]
    one: Terminal
    two: Terminal

    def both(self, true: Callable[[str], bool], complaint: str) -> None:
        for terminal in (self.one, self.two):
            terminal.until(partial(_is_true, true, terminal), complaint)

    def shows_pin(self, is_pinned: bool) -> None:
        self.both(lambda screen: ("▴ bob" in screen) == is_pinned, f"bob never pinned: {is_pinned}")

    def shows_newest(self, number: int) -> None:
        self.both(lambda screen: number == max(numbers(screen), default=-1), f"bob {number} never the newest")

    def shows_no_bob(self) -> None:
        self.both(lambda screen: re.search(r"^[│┃].{4}bob ", screen, re.MULTILINE) is None, "bob stays in the list")


def _is_true(true: Callable[[str], bool], terminal: Terminal) -> bool:
    return true(terminal.text)


@pytest.fixture
def stage(tmp_path: Path) -> Iterator[Stage]:
    with serving(stored(tmp_path, COUNT), clean_environment(tmp_path)) as server:
        environment = account(tmp_path / "home", server.rest_url)
        with browser(environment) as one, browser(environment) as two:
            for terminal in (one, two):
                terminal.see("· live")
                select(terminal, "bob")
            stage = Stage(server, environment, one, two)
            stage.shows_newest(COUNT - 1)
            yield stage
            for terminal in (one, two):
                terminal.press("\x03")
                assert terminal.wait() == 0


def remove_newest(terminal: Terminal) -> None:
    terminal.press("d")
    terminal.see(r"Remove 1 message\?")
    terminal.settle()
    terminal.press("y")


def delete_conversation(terminal: Terminal) -> None:
    terminal.press("D")
    terminal.see(r"Delete the conversation bob\?")
    terminal.settle()
    terminal.press("m")
    terminal.see("Type bob and press Enter:")
    terminal.settle()
    terminal.press("bob\r")
    terminal.see("z undoes within")
    terminal.until(lambda: "z undoes within" not in terminal.text, "never sent")


def test_two_browsers_and_sync_on_one_archive(stage: Stage, tmp_path: Path) -> None:
    with subprocess.Popen([*ROAM, "sync"], env=stage.environment, stdout=subprocess.DEVNULL) as sync:
        stage.one.press("p")
        stage.shows_pin(True)
        stage.two.press("p")
        stage.shows_pin(False)
        remove_newest(stage.one)
        stage.shows_newest(COUNT - 2)
        stage.two.press(PAGE_UP)
        stage.two.see("newer below")
        remove_newest(stage.one)
        stage.one.until(lambda: max(numbers(stage.one.text)) == COUNT - 3, "never removed")
        stage.two.press("G")
        stage.shows_newest(COUNT - 3)
        stage.one.press("g")
        stage.one.see(r"bob 0\b")
        stage.two.press("p")
        stage.shows_pin(True)
        assert sync.wait(30) == 0
    held = asyncio.run(archived(archive_in(tmp_path / "home"), USER))
    server = asyncio.run(served(stage.server.rest_url, USER))
    assert unequal(held, server) == []


@needs_the_sdk
def test_two_browsers_and_the_official_sdk_act_in_turn(stage: Stage, tmp_path: Path) -> None:
    single = {"conversationId": "bob", "conversationType": "singleChat"}
    removal = {"targetId": "bob", "chatType": "singleChat"}
    newest = COUNT - 1
    for is_pinned in (True, False):
        sdk(stage.server.rest_url, ("pinConversation", {**single, "isPinned": is_pinned}))
        stage.shows_pin(is_pinned)
        stage.one.press("p")
        stage.shows_pin(not is_pinned)
        assert seen_by_sdk(stage) == (["bob"] if not is_pinned else [], newest)
        stage.two.press("p")
        stage.shows_pin(is_pinned)
        assert seen_by_sdk(stage) == (["bob"] if is_pinned else [], newest)
    sdk(
        stage.server.rest_url,
        ("removeHistoryMessages", {**removal, "messageIds": [str(FIRST_ID + newest), str(FIRST_ID + 50)]}),
    )
    stage.shows_newest(newest - 1)
    stage.both(lambda screen: 50 not in numbers(screen), "bob 50 stays")
    remove_newest(stage.two)
    stage.shows_newest(newest - 2)
    assert seen_by_sdk(stage) == ([], newest - 2)
    sdk(stage.server.rest_url, ("addConversationMark", {"conversations": [single], "mark": 2}))
    held = asyncio.run(archived(archive_in(tmp_path / "home"), USER))
    assert untrue(held, asyncio.run(served(stage.server.rest_url, USER))) == []
    delete_conversation(stage.one)
    stage.shows_no_bob()
    assert seen_by_sdk(stage) == ([], None)
    assert "bob" not in {
        key.id
        for key, each in asyncio.run(archived(archive_in(tmp_path / "home"), USER)).items()
        if each.stretch.messages
    }


def seen_by_sdk(stage: Stage) -> tuple[list[str], int | None]:
    """The pinned conversations, and the number of bob's newest message."""
    pinned, history = sdk(
        stage.server.rest_url,
        ("getServerPinnedConversations", {"pageSize": 50, "cursor": ""}),
        ("getHistoryMessages", {"targetId": "bob", "chatType": "singleChat", "pageSize": 50}),
    )
    names = [each["conversationId"] for each in pinned["data"]["conversations"]]
    return names, max((int(each["id"]) - FIRST_ID for each in history["messages"]), default=None)
