"""A message put into the database of a running server arrives at who follows it."""

from __future__ import annotations

import asyncio
from pathlib import Path

from tests.e2e.running import APP_KEY, PASSWORD, clean_environment, roam, serving
from tests.server.test_live import Phone
from tests.server.worlds import text, world
from tui import live
from tui.client import RoamingClient
from tui.server.service import Service


async def test_what_is_said_by_command_arrives_over_the_network(tmp_path: Path) -> None:
    database = f"sqlite:///{tmp_path / 'service.db'}"
    service = Service.create(database, APP_KEY)
    service.load_world(world(text(1, "bob", "alice")), PASSWORD)
    service.close()
    environment = clean_environment(tmp_path)
    with serving(database, environment) as server:
        async with RoamingClient(APP_KEY, "alice", rest_url=server.rest_url, password=PASSWORD) as client:
            device = Phone(client)
            following = asyncio.create_task(client.follow(device.deliver, device.report))
            await device.until(lambda: live.LIVE in device.states)
            command = ("say", "alice", "hello", "--as", "bob", "--db", database, "--app-key", APP_KEY)
            done = await asyncio.to_thread(roam, *command, environment=environment)
            assert done.returncode == 0, done.stderr
            (event,) = await device.told(1)
            following.cancel()
            await asyncio.wait([following])
    assert isinstance(event, live.MessageReceived)
    assert event.message.id == done.stdout.strip()


def test_nobody_says_what_cannot_be_said(tmp_path: Path) -> None:
    database = f"sqlite:///{tmp_path / 'service.db'}"
    done = roam("say", "alice", "hello", "--as", "bob", "--db", database, environment=clean_environment(tmp_path))
    assert (done.returncode, done.stdout) == (2, "")
    assert "alice" in done.stderr
