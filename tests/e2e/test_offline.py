"""The browser on a copy of an archive, with no network at all: everything archived is readable, the rest says why."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from tests.commands.worlds import USER
from tests.e2e.amy import account, browser, everything_on_the_screen, select, stored
from tests.e2e.running import APP_KEY, clean_environment, roam, serving
from tests.e2e.terminal import Terminal
from tui.server.service import Service

NEEDS_THE_SERVICE = "Not connected: pins and deletions need the service"


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Amy's environment: bob's history is archived with a gap, all others whole; the server is gone."""
    folder = tmp_path_factory.mktemp("archive")
    database = stored(folder, 120)
    with serving(database, clean_environment(folder)) as server:
        environment = account(folder / "home", server.rest_url)
        assert roam("sync", environment=environment).returncode == 0
        with closing(Service.create(database, APP_KEY)) as service:
            service.say_all(("bob", USER, f"said №{number}", "chat") for number in range(100))
        done = roam("history", "bob", "--type", "singleChat", "--limit", "20", environment=environment)
        assert done.returncode == 0
    return environment


@pytest.fixture
def offline(archive: dict[str, str], tmp_path: Path) -> Iterator[Terminal]:
    shutil.copytree(Path(archive["HOME"]) / "data", tmp_path / "data")
    with browser(account(tmp_path, archive["ROAM_REST_URL"])) as terminal:
        terminal.see("Offline[:,] ")
        yield terminal
        terminal.press("\x03")
        assert terminal.wait() == 0


def test_everything_archived_is_read_to_the_oldest(offline: Terminal) -> None:
    select(offline, "dan")
    offline.see("120 here")
    assert everything_on_the_screen(offline) == list(range(120))


def test_the_oldest_archived_message_is_gone_to_where_there_are_older_ones(tmp_path: Path) -> None:
    database = stored(tmp_path, 120)
    with serving(database, clean_environment(tmp_path)) as server:
        environment = account(tmp_path / "home", server.rest_url)
        arguments = ("history", "bob", "--type", "singleChat", "--limit", "60")
        assert roam("conversations", environment=environment).returncode == 0
        assert roam(*arguments, environment=environment).returncode == 0
    with browser(environment) as terminal:
        terminal.see("Offline[:,] ")
        select(terminal, "bob")
        terminal.see("60 here, older not fetched")
        terminal.press("g")
        terminal.see(r"(?s)older messages not loaded · needs the network.*bob 60\b")


def test_a_gap_says_that_it_needs_the_network(offline: Terminal) -> None:
    select(offline, "bob")
    offline.see("140 here, 1 gap")
    assert everything_on_the_screen(offline) == [*range(120), *range(80, 100)]
    offline.see("gap: .*needs the network")


def test_what_needs_the_service_says_so_and_does_nothing(offline: Terminal) -> None:
    select(offline, "dan")
    offline.see("dan 119")
    for number, key in enumerate("pdD", 1):
        offline.press(key)
        offline.see(NEEDS_THE_SERVICE if number == 1 else rf"(?s){NEEDS_THE_SERVICE}.*×{number}")
    assert "dan 119" in offline.text


def test_commands_read_the_archive(archive: dict[str, str]) -> None:
    done = roam("coverage", "bob", "--type", "singleChat", environment=archive)
    assert (done.returncode, done.stderr) == (0, "")
    assert "140 messages" in done.stdout
    done = roam("sync", environment=archive)
    assert done.returncode == 1
    assert len(done.stderr.splitlines()) == 1
