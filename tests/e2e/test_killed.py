"""Browser and server are killed while messages stream in: nothing that the archive says is wrong for it."""

from __future__ import annotations

import asyncio
import random
import signal
from contextlib import closing
from pathlib import Path

from tests.commands.worlds import USER
from tests.e2e.amy import account, browser, everything_on_the_screen, select, stored
from tests.e2e.histories import archive_in, archived, assert_coverage, served, unequal, untrue
from tests.e2e.running import APP_KEY, clean_environment, roam, serving
from tui.server.service import Service

KEYS = ("\r", "\x1b[5~", "\x1b[5~", "\x1b[5~", "\x1b[6~", "g", "G", "J", "J", "K", "h", "[", "]")


def test_a_browser_killed_at_any_moment_leaves_an_archive_that_is_right(tmp_path: Path) -> None:
    database = stored(tmp_path)
    with serving(database, clean_environment(tmp_path), 0, "--traffic", "40") as server:
        environment = account(tmp_path / "home", server.rest_url)
        chance = random.Random(8)
        for _round in range(3):
            killed_while_reading(environment, chance)
            held = asyncio.run(archived(archive_in(tmp_path / "home"), USER))
            assert untrue(held, asyncio.run(served(server.rest_url, USER))) == []
            assert_coverage(environment, held)
    with serving(database, clean_environment(tmp_path), server.port):  # now nobody talks
        assert roam("sync", environment=environment).returncode == 0
        held = asyncio.run(archived(archive_in(tmp_path / "home"), USER))
        assert unequal(held, asyncio.run(served(server.rest_url, USER))) == []


def killed_while_reading(environment: dict[str, str], chance: random.Random) -> None:
    with browser(environment) as terminal:
        terminal.see("· live")
        terminal.watch(chance.random() * 0.3)
        for _key in range(chance.randrange(20)):
            terminal.press(chance.choice(KEYS))
            terminal.watch(chance.random() * 0.2)
        terminal.send(signal.SIGKILL)
        assert terminal.wait() == 128 + signal.SIGKILL


def test_a_browser_comes_back_when_the_server_was_killed_and_has_everything_once(tmp_path: Path) -> None:
    database = stored(tmp_path, 120)
    number = 0
    with closing(Service.create(database, APP_KEY)) as service:

        def say(count: int) -> None:
            nonlocal number
            texts = [("bob", USER, f"said №{number + each}", "chat") for each in range(count)]
            number += count
            service.say_all(texts)

        with serving(database, clean_environment(tmp_path)) as first:
            port = first.port
            environment = account(tmp_path / "home", first.rest_url)
            terminal = browser(environment)
            terminal.see("· live")
            say(1)
            select(terminal, "bob")
            terminal.see("said №0")
        with terminal:
            chance = random.Random(9)
            for _round in range(2):
                say(chance.choice([1, 3, 70]))
                terminal.see("offline, again in|connecting")
                with serving(database, clean_environment(tmp_path), port):
                    terminal.see("· live")
                    terminal.see(f"said №{number - 1}")
                    say(chance.randrange(1, 30))
                    if chance.random() < 0.5:
                        terminal.see(f"said №{number - 1}")
            with serving(database, clean_environment(tmp_path), port):
                terminal.see("· live")
                terminal.press("G")
                terminal.see(f"said №{number - 1}")
                assert everything_on_the_screen(terminal) == [*range(120), *range(number)]
                terminal.press("\x03")
                assert terminal.wait() == 0
                held = asyncio.run(archived(archive_in(tmp_path / "home"), USER))
                server = asyncio.run(served(first.rest_url, USER))
                assert untrue(held, server) == []
                (bob,) = (key for key in held if key.id == "bob")
                assert unequal({bob: held[bob]}, {bob: server[bob]}) == []
