"""A program killed at any step of a deletion: the next one finishes what was meant, or tells that it was not done."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.commands.worlds import APP_KEY, USER, small_world
from tests.e2e.remover import BEFORE_SENDING, CHOSEN, STEPS, store_at
from tests.e2e.running import PASSWORD, Server, clean_environment, serving
from tui.client import RoamingClient
from tui.models import ConversationKey, ConversationType
from tui.removal.entries import State
from tui.removal.outcome import Outcome
from tui.server.service import Service

ROUNDS = int(os.environ.get("ROAM_KILLS", "1"))
STEPS_OF = {"ids": STEPS, "conversation": ("noted", "sent", "done")}
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


def cases() -> list[tuple[str, str, int]]:
    return [(kind, step, number) for kind, steps in STEPS_OF.items() for step in steps for number in range(ROUNDS)]


def friend(kind: str, step: str, number: int) -> str:
    return f"{kind}-{step}-{number}"


async def left(url: str, name: str) -> int:
    """How many messages with a friend the service has."""
    count, cursor = 0, None
    async with RoamingClient(APP_KEY, USER, rest_url=url, password=PASSWORD) as client:
        while True:
            page = await client.get_history_messages(name, "singleChat", cursor, 50)
            count += len(page.messages)
            if page.is_last or page.cursor is None:
                return count
            cursor = page.cursor


async def next_start(url: str, folder: Path) -> tuple[Outcome, ...]:
    store = store_at(url, folder)
    await store.start()
    outcomes = store.removals.take_outcomes()
    await store.close()
    return outcomes


@pytest.mark.parametrize(("kind", "step", "number"), cases())
def test_killed_at(server: Server, tmp_path: Path, kind: str, step: str, number: int) -> None:
    name = friend(kind, step, number)
    command = [sys.executable, "-m", "tests.e2e.remover", server.rest_url, str(tmp_path), name, kind, step]
    ended = subprocess.run(command, check=False, timeout=60, env=clean_environment(tmp_path))
    assert ended.returncode == -signal.SIGKILL
    outcomes = asyncio.run(next_start(server.rest_url, tmp_path))
    there = asyncio.run(left(server.rest_url, name))
    meant = COUNT - CHOSEN if kind == "ids" else 0
    if step in BEFORE_SENDING:
        assert ([each.state for each in outcomes], there) == ([State.CANCELLED], COUNT)
    elif step == "applied":
        assert (outcomes, there) == ((), meant)
    elif (kind, step) == ("conversation", "noted"):  # it may have been sent, so it is not sent again
        assert ([each.state for each in outcomes], there) == ([State.FAILED], COUNT)
    else:
        assert ([each.state for each in outcomes], there) == ([State.APPLIED], meant)
    assert asyncio.run(next_start(server.rest_url, tmp_path)) == ()
    key = ConversationKey(name, ConversationType.SINGLE)
    assert all(each.removal.key == key for each in outcomes)
