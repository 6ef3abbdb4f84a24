"""The official SDK looks at the server before and after: what the browser's question announced is what is gone."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from tests.app.graceful import GRACE
from tests.commands.worlds import APP_KEY, small_world
from tests.e2e.observed import Browser, browsing
from tests.e2e.running import PASSWORD, Server, clean_environment, serving
from tests.e2e.sdk import PAGE_SIZE, sdk, seen
from tests.server.test_official_sdk import pytestmark as needs_the_sdk
from tui.models import ConversationKey, ConversationType
from tui.server.service import Service
from tui.timeline.rows import local_time

pytestmark = needs_the_sdk

COUNT = 45
FRIENDS = ("one", "marked", "until", "named", "unlisted", "emptied")
PINS = [("one", ["one"]), ("marked", ["marked", "one"]), ("one", ["marked"]), ("one", ["one", "marked"])]
"""Whose pin is changed, and who is pinned then, the latest first."""


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> str:
    url = f"sqlite:///{tmp_path_factory.mktemp('looked-at') / 'roam.db'}"
    with closing(Service.create(url, APP_KEY, conversations_kept=None)) as service:
        service.load_world(small_world(FRIENDS, COUNT), PASSWORD)
    return url


@pytest.fixture(scope="module")
def server(database: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with serving(database, clean_environment(tmp_path_factory.mktemp("home")), 0, "--keep", "0") as running:
        yield running


async def ask_about_one(browser: Browser) -> None:
    await browser.ask("k", "d")


async def ask_about_marked(browser: Browser) -> None:
    await browser.choose(21)
    await browser.ask("d")


async def ask_up_to(browser: Browser) -> None:
    await browser.load_all(browser.phone.key)
    await browser.ask(*"kkkkk", "X")


ASKING: dict[str, tuple[Callable[[Browser], Awaitable[None]], str]] = {
    "one": (ask_about_one, "y"),
    "marked": (ask_about_marked, "y"),
    "until": (ask_up_to, "y"),
    "named": (ask_up_to, "i"),
}


@pytest.mark.parametrize("friend", ASKING)
async def test_what_was_announced_is_what_is_gone(server: Server, database: str, tmp_path: Path, friend: str) -> None:
    ask, answer = ASKING[friend]
    before, listed = seen(server.rest_url, friend)
    async with browsing(server, database, friend, tmp_path, acts=()) as browser:
        await ask(browser)
        announced = browser.question
        await browser.press(answer)
        assert seen(server.rest_url, friend) == (before, listed)
        await browser.pass_time(GRACE)
    after, still_listed = seen(server.rest_url, friend)
    gone = [each for each in before if each not in after]
    assert after == [each for each in before if each not in gone]
    assert still_listed == listed
    assert announced_count(announced) == len(gone) == {"one": 1, "marked": 21}.get(friend, COUNT - 5)
    if len(gone) == 1:
        assert quoted(gone[0]) in announced
    else:
        assert f"First: {quoted(gone[0])}\n" in announced
        assert f"Last: {quoted(gone[-1])}\n" in announced


def announced_count(question: str) -> int:
    """The number of messages that a question names."""
    return next(int(word) for line in question.splitlines() for word in line.split() if word.isdecimal())


def quoted(message: dict[str, Any]) -> str:
    """A message of the SDK's, as a question shows it."""
    return f"{local_time(message['time'], None):%Y-%m-%d %H:%M}  {message['from']}: {message['msg']}"


@pytest.mark.parametrize(("friend", "answer"), [("unlisted", "r"), ("emptied", "m")])
async def test_a_conversation_goes_as_it_was_announced(
    server: Server, database: str, tmp_path: Path, friend: str, answer: str
) -> None:
    before, listed = seen(server.rest_url, friend)
    async with browsing(server, database, friend, tmp_path, acts=()) as browser:
        await browser.load_all(browser.phone.key)
        await browser.press("h")
        await browser.ask("D")
        assert f"{COUNT} messages are known here." in browser.question
        await browser.pilot.press(answer)
        if answer == "m":
            await browser.ask()
            await browser.pilot.press(*friend, "enter")
        await browser.pass_time(GRACE)
    assert seen(server.rest_url, friend) == (before if answer == "r" else [], listed - {friend})


async def test_what_is_pinned_here_is_pinned_there(server: Server, database: str, tmp_path: Path) -> None:
    async with browsing(server, database, "one", tmp_path, acts=()) as browser:
        for friend, pinned in PINS:
            browser.main.open(ConversationKey(friend, ConversationType.SINGLE))
            await browser.press("p")
            (there,) = sdk(server.rest_url, ("getServerPinnedConversations", {"pageSize": PAGE_SIZE, "cursor": ""}))
            assert [each["conversationId"] for each in there["data"]["conversations"]] == pinned
