"""Connections are cut, delayed and doubled on their way: when that is over, browser and sync have got it right."""

from __future__ import annotations

import asyncio
import random
from contextlib import closing
from pathlib import Path

from tests.commands.worlds import USER
from tests.e2e.amy import PAGE_UP, account, browser, everything_on_the_screen, select, stored
from tests.e2e.histories import archive_in, archived, assert_coverage, served, unequal, untrue
from tests.e2e.proxy import FAIR, Proxy, proxied, storm
from tests.e2e.running import APP_KEY, clean_environment, roam, serving
from tui.server.service import Service


def test_sync_gets_everything_through_a_bad_network(tmp_path: Path) -> None:
    database = stored(tmp_path)
    with serving(database, clean_environment(tmp_path)) as server, proxied(server.port) as proxy:
        synced_in_a_storm(proxy, tmp_path / "home", random.Random(3), tries=2)
        held = asyncio.run(archived(archive_in(tmp_path / "home"), USER))
        assert unequal(held, asyncio.run(served(proxy.rest_url, USER))) == []


def synced_in_a_storm(proxy: Proxy, home: Path, chance: random.Random, tries: int) -> None:
    environment = account(home, proxy.rest_url)
    proxy.fate = storm(chance)
    for _try in range(tries):
        done = roam("sync", environment=environment)
        assert done.returncode in (0, 1), done.stderr
        assert "Traceback" not in done.stderr
        assert done.returncode == 0 or "roam: " in done.stderr
    proxy.fate = lambda: FAIR
    done = roam("sync", environment=environment)
    assert (done.returncode, done.stderr) == (0, "")


def test_a_browser_gets_over_a_bad_network(tmp_path: Path) -> None:
    database = stored(tmp_path, 120)
    with serving(database, clean_environment(tmp_path)) as server, proxied(server.port) as proxy:
        read_in_a_storm(proxy, database, tmp_path / "home", random.Random(5), acts=12)
        held = asyncio.run(archived(archive_in(tmp_path / "home"), USER))
        now = asyncio.run(served(proxy.rest_url, USER))
        assert untrue(held, now) == []
        (bob,) = (key for key in held if key.id == "bob")
        assert unequal({bob: held[bob]}, {bob: now[bob]}) == []
        assert_coverage(account(tmp_path / "home", proxy.rest_url), held)


def read_in_a_storm(proxy: Proxy, database: str, home: Path, chance: random.Random, acts: int) -> None:
    """Amy reads what bob goes on saying; at the end, in fair weather, she reads all of it."""
    with browser(account(home, proxy.rest_url)) as terminal, closing(Service.create(database, APP_KEY)) as service:
        terminal.see("· live")
        select(terminal, "bob")
        proxy.fate = storm(chance)
        number = 0
        for _act in range(acts):
            match chance.randrange(4):
                case 0:
                    proxy.cut_all()
                case 1:
                    terminal.press(chance.choice([PAGE_UP, "g", "G"]))
                case _:
                    service.say_all(("bob", USER, f"said №{number + each}", "chat") for each in range(5))
                    number += 5
            terminal.watch(chance.random() * 0.3)
        proxy.fate = lambda: FAIR
        proxy.cut_all()
        service.say("bob", USER, f"said №{number}", "chat")
        terminal.see("· live")
        terminal.press("G")
        terminal.see(f"said №{number}")
        assert everything_on_the_screen(terminal) == [*range(120), *range(number + 1)]
        terminal.see("none missing")
        terminal.press("\x03")
        assert terminal.wait() == 0
