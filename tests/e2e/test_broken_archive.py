"""An archive that cannot be used: browser and commands say so in a sentence and go on, and nothing is lost."""

from __future__ import annotations

import os
import random
import re
import resource
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from tests.e2e.amy import account, browser, select, stored
from tests.e2e.histories import archive_in
from tests.e2e.running import ROAM, Server, clean_environment, roam, serving
from tests.e2e.terminal import Terminal


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    folder = tmp_path_factory.mktemp("server")
    with serving(stored(folder, 60), clean_environment(folder)) as server:
        yield server


@pytest.fixture(scope="module")
def synced(server: Server, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with an archive that is whole."""
    home = tmp_path_factory.mktemp("synced")
    assert roam("sync", environment=account(home, server.rest_url)).returncode == 0
    return home


@pytest.fixture
def home(synced: Path, tmp_path: Path) -> Path:
    shutil.copytree(synced / "data", tmp_path / "data")
    return tmp_path


def garbage(file: Path) -> None:
    file.write_bytes(random.Random(1).randbytes(50_000))


def cut_short(file: Path) -> None:
    os.truncate(file, file.stat().st_size * 2 // 3 + 7)


def cut_in_the_header(file: Path) -> None:
    os.truncate(file, 60)


def overwritten_inside(file: Path) -> None:
    data = bytearray(file.read_bytes())
    for page in range(1, len(data) // 4096):
        data[page * 4096 : page * 4096 + 200] = random.Random(page).randbytes(200)
    file.write_bytes(data)


@pytest.mark.parametrize("damage", [cut_short, overwritten_inside])
def test_a_damaged_file_is_moved_aside_and_everything_goes_on(
    home: Path, server: Server, damage: Callable[[Path], None]
) -> None:
    file = archive_in(home)
    damage(file)
    damaged = file.read_bytes()
    environment = account(home, server.rest_url)
    for _start in range(2):  # damage deep inside shows only when it is read, and the file is moved at the next start
        assert_usable(browser(environment))
    assert damaged in {each.read_bytes() for each in file.parent.glob("*.broken-*")} | {file.read_bytes()}
    assert len([each for each in file.parent.glob("*.broken-*") if each.name[-4:] not in ("-wal", "-shm")]) == 1
    done = roam("sync", environment=environment)
    assert (done.returncode, done.stderr) == (0, "")
    done = roam("coverage", environment=environment)
    assert done.returncode == 0
    assert "gap" not in done.stdout


@pytest.mark.parametrize(
    ("damage", "command"),
    [
        (garbage, "coverage"),
        (cut_short, "sync"),
        (cut_in_the_header, "coverage"),
        (overwritten_inside, "history bob --type singleChat --limit 5"),
    ],
)
def test_commands_say_of_a_damaged_file_what_became_of_it(
    home: Path, server: Server, damage: Callable[[Path], None], command: str
) -> None:
    damage(archive_in(home))
    environment = account(home, server.rest_url)
    told: list[str] = []
    for _time in range(3):
        done = roam(*command.split(), environment=environment)
        assert "Traceback" not in done.stderr
        assert done.returncode in (0, 1), done.stderr
        told += done.stderr.splitlines()
    assert done.returncode == 0
    assert 1 <= len([line for line in told if "damaged" in line]) <= 2, told
    assert not any("damaged" in line for line in done.stderr.splitlines())


def newer(file: Path) -> None:
    with closing(sqlite3.connect(file)) as db, db:
        db.execute("PRAGMA user_version = 99")


def a_directory(file: Path) -> None:
    file.unlink()
    file.mkdir()


def of_another_program(file: Path) -> None:
    file.unlink()
    with closing(sqlite3.connect(file)) as db, db:
        db.execute("CREATE TABLE precious (x)")


@pytest.mark.parametrize(
    ("hinder", "why"),
    [
        (newer, "written by a newer version of roam"),
        (a_directory, "cannot be used"),
        (of_another_program, "belongs to another program"),
    ],
)
def test_a_file_that_may_not_be_used_is_left_alone(
    home: Path, server: Server, hinder: Callable[[Path], None], why: str
) -> None:
    file = archive_in(home)
    hinder(file)
    before = None if file.is_dir() else file.read_bytes()
    environment = account(home, server.rest_url)
    assert_usable(browser(environment), why)
    for command in ("sync", "coverage"):
        done = roam(command, environment=environment)
        assert (done.returncode, len(done.stderr.splitlines())) == (1, 1), done.stderr
        assert why in done.stderr
    done = roam("history", "bob", "--type", "singleChat", "--limit", "2", environment=environment)
    assert done.returncode == 0
    assert "bob 59" in done.stdout
    assert "Traceback" not in done.stderr
    assert file.is_dir() if before is None else file.read_bytes() == before


def test_a_full_disk_is_said_and_the_browser_goes_on(tmp_path: Path, server: Server) -> None:
    def little_room() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (150_000, 150_000))

    environment = account(tmp_path, server.rest_url)
    with Terminal(ROAM, columns=110, rows=30, environment=environment, setup=little_room) as terminal:
        terminal.see("· live")
        for name in ("bob", "dan", "erin"):
            select(terminal, name)
            terminal.press("g")
            terminal.see("server keeps nothing older")
        terminal.see("archive not written")
        terminal.press("\x03")
        assert terminal.wait() == 0
    assert roam("sync", environment=environment).returncode == 0


def assert_usable(terminal: Terminal, *told: str) -> None:
    """It shows conversations and histories, and ends as it should; `told` comes once."""
    with terminal:
        for each in told:
            words = r"[^\w]*\s[^\w]*".join(map(re.escape, each.split()))  # it is broken over lines
            terminal.see(f"(?s){words}")
        terminal.see("· live")
        select(terminal, "dan")
        terminal.see("dan 59")
        terminal.press("g")
        terminal.see(r"dan 0\b")
        terminal.press("\x03")
        assert terminal.wait() == 0
        assert b"Traceback" not in terminal.output
