"""A program killed at any step of a deletion: the next one finishes what was meant, or tells that it was not done."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from tests.commands.worlds import APP_KEY, USER, small_world
from tests.e2e.remover import BEFORE_SENDING, CHOSEN, STEPS, store_at
from tests.e2e.running import PASSWORD, Server, clean_environment, serving
from tests.journals import in_file
from tui.client import RoamingClient
from tui.commands.paging import every_message
from tui.limits import IDS_PER_REQUEST
from tui.models import ConversationKey, ConversationType
from tui.removal.entries import Result, State
from tui.removal.outcome import Outcome
from tui.server.service import Service

ROUNDS = int(os.environ.get("ROAM_KILLS", "1"))
AGAIN = ("noted", "sent", "answered")
"""Those that a second request comes to as well."""

ENDS = [
    *(("ids", step, 1) for step in STEPS),
    *(("ids", step, 2) for step in AGAIN),
    *((kind, step, 1) for kind in ("time", "conversation") for step in ("noted", "sent", "done")),
]
COUNT = 45


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    folder = tmp_path_factory.mktemp("killed")
    url = f"sqlite:///{folder / 'roam.db'}"
    service = Service.create(url, APP_KEY, conversations_kept=None)
    service.load_world(small_world(friend(*each) for each in cases()), PASSWORD)
    service.close()
    with serving(url, clean_environment(folder), 0, "--keep", "0") as running:
        yield running


def cases() -> list[tuple[str, str, int, int]]:
    return [(*end, number) for end in ENDS for number in range(ROUNDS)]


def friend(kind: str, step: str, time: int, number: int) -> str:
    return f"{kind}-{step}-{time}-{number}"


async def left(url: str, name: str) -> list[str]:
    """The ids of the messages with a friend that the service has, oldest first."""
    async with RoamingClient(APP_KEY, USER, rest_url=url, password=PASSWORD) as client:
        key = ConversationKey(name, ConversationType.SINGLE)
        return [message.id async for message in every_message(client, key)][::-1]


async def left_behind(folder: Path) -> tuple[State, list[Result]]:
    """How far the journal says that it has come."""
    with closing(await in_file(folder / "amy.journal")()) as journal:
        (entry,) = journal.entries()
        return entry.state, list(entry.results)


def noted(kind: str, step: str, time: int) -> tuple[State, list[Result]]:
    """What has to be in the journal of a program that was killed there."""
    parts, request = (CHOSEN, IDS_PER_REQUEST) if kind == "ids" else (1, 1)
    before, now = (request, parts - request) if time == 2 else (0, request)
    done, waiting = [Result.DONE] * before, [Result.WAITING] * (parts - before - now)
    match step:
        case "confirmed" | "waiting":
            return State.CONFIRMED, [Result.WAITING] * parts
        case "begun":
            return State.SENDING, [Result.WAITING] * parts
        case "noted" | "sent":
            return State.SENDING, [*done, *[Result.SENDING] * now, *waiting]
        case "answered":
            return State.SENDING, [*done, *[Result.DONE] * now, *waiting]
        case _:
            return State.SENT if step == "done" else State.APPLIED, [Result.DONE] * parts


def gone(kind: str, step: str, time: int) -> int:
    """How many messages the service has removed by then."""
    if step in (*BEFORE_SENDING, "begun"):
        return 0
    if kind != "ids":
        return 0 if step == "noted" else {"time": CHOSEN, "conversation": COUNT}[kind]
    if step in ("done", "applied"):
        return CHOSEN
    return min(CHOSEN, IDS_PER_REQUEST * (time - (step == "noted")))


async def next_start(url: str, folder: Path) -> tuple[Outcome, ...]:
    store = store_at(url, folder)
    await store.start()
    outcomes = store.removals.take_outcomes()
    await store.close()
    return outcomes


@pytest.mark.parametrize(("kind", "step", "time", "number"), cases())
def test_killed_at(server: Server, tmp_path: Path, kind: str, step: str, time: int, number: int) -> None:
    name, url = friend(kind, step, time, number), server.rest_url
    before = asyncio.run(left(url, name))
    command = [sys.executable, "-m", "tests.e2e.remover", url, str(tmp_path), name, kind, step, str(time)]
    ended = subprocess.run(command, check=False, timeout=60, env=clean_environment(tmp_path))
    assert ended.returncode == -signal.SIGKILL
    assert asyncio.run(left_behind(tmp_path)) == noted(kind, step, time)
    assert asyncio.run(left(url, name)) == before[gone(kind, step, time) :]
    outcomes = asyncio.run(next_start(url, tmp_path))
    there = asyncio.run(left(url, name))
    meant = before[COUNT if kind == "conversation" else CHOSEN :]
    if step in BEFORE_SENDING:
        assert ([each.state for each in outcomes], there) == ([State.CANCELLED], before)
    elif step == "applied":
        assert (outcomes, there) == ((), meant)
    elif step == "noted" and kind != "ids":  # it may have been sent, so it is not sent again
        assert ([each.state for each in outcomes], there) == ([State.FAILED], before)
    else:
        assert ([each.state for each in outcomes], there) == ([State.APPLIED], meant)
    assert asyncio.run(next_start(url, tmp_path)) == ()
    key = ConversationKey(name, ConversationType.SINGLE)
    assert all(each.removal.key == key for each in outcomes)
