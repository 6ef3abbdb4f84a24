"""The archive's file: whose it is, and what becomes of one that is broken."""

from __future__ import annotations

import os
import stat
import threading
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.archive.core import Core
from tests.archive.samples import messages, page_up
from tui.archive.opening import mark_damaged, open_file
from tui.errors import ArchiveError

NOW = datetime(2026, 11, 23, 14, 2, 3, tzinfo=UTC)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "data" / "roam" / "amy.db"


def fill(path: Path) -> None:
    archive = Core(path)
    archive.write(page_up(messages(1, 2), last=True))
    archive.close()


def drawn(path: Path) -> str:
    archive = Core(path)
    try:
        return archive.drawn()
    finally:
        archive.close()


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


@pytest.mark.parametrize("umask", [0o000, 0o022, 0o077])
def test_everything_is_for_the_users_eyes_only(path: Path, umask: int) -> None:
    before = os.umask(umask)
    try:
        archive = Core(path)
        archive.write(page_up(messages(1, 2)))
    finally:
        os.umask(before)
    files = list(path.parent.iterdir())
    assert {"amy.db", "amy.db-wal", "amy.db-shm"} <= {each.name for each in files}
    assert {mode(each) for each in files} == {0o600}
    assert mode(path.parent) == mode(path.parent.parent) == 0o700
    archive.close()


def test_a_file_that_others_could_read_is_closed_to_them(path: Path) -> None:
    fill(path)
    path.chmod(0o644)
    assert drawn(path) == "| 1 2"
    assert mode(path) == 0o600


def test_what_was_written_is_there_at_the_next_start(path: Path) -> None:
    fill(path)
    assert drawn(path) == "| 1 2"


@pytest.mark.parametrize("broken", [b"this is not a database at all" * 200, b"\x00" * 8192])
def test_what_is_no_database_is_moved_aside_and_said_once(path: Path, broken: bytes) -> None:
    fill(path)
    path.write_bytes(broken)
    db, notice = open_file(path, NOW)
    db.close()
    aside = path.with_name("amy.db.broken-20261123-140203")
    assert notice == f"The archive was damaged. It is now {aside}, and a new one was begun."
    assert aside.read_bytes() == broken
    db, notice = open_file(path, NOW)
    db.close()
    assert notice == ""
    assert drawn(path) == ""


def test_broken_twice_in_a_second_loses_neither(path: Path) -> None:
    fill(path)
    for broken in (b"first" * 1000, b"second" * 1000):
        path.write_bytes(broken)
        open_file(path, NOW)[0].close()
    kept = {each.read_bytes()[:5] for each in path.parent.iterdir() if "broken" in each.name}
    assert kept == {b"first", b"secon"}


def test_a_schema_that_is_torn_counts_as_broken(path: Path) -> None:
    fill(path)
    with path.open("r+b") as file:
        file.seek(100)
        file.write(b"\xff" * 400)
    db, notice = open_file(path, NOW)
    db.close()
    assert "was damaged" in notice


def test_damage_found_while_reading_is_dealt_with_at_the_next_start(path: Path) -> None:
    fill(path)
    path.with_name("amy.db-wal").write_bytes(b"not yet in the file")
    mark_damaged(path)
    db, notice = open_file(path, NOW)
    db.close()
    assert "was damaged" in notice
    assert drawn(path) == ""
    aside = path.with_name("amy.db.broken-20261123-140203")
    assert aside.with_name(f"{aside.name}-wal").read_bytes() == b"not yet in the file"
    assert drawn(aside) == "| 1 2"


def test_several_that_find_a_broken_file_move_it_once(path: Path) -> None:
    fill(path)
    path.write_bytes(b"broken" * 1000)
    notices: list[str] = []

    def start() -> None:
        db, notice = open_file(path, NOW)
        notices.append(notice)
        db.close()

    threads = [threading.Thread(target=start) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(notices) == 4
    assert sum(notice != "" for notice in notices) == 1
    assert len([each for each in path.parent.iterdir() if "broken" in each.name]) == 1


def test_what_another_program_still_uses_is_not_moved_under_it(path: Path) -> None:
    """It would go on writing, where nobody looks any more."""
    first, second = Core(path), Core(path)
    first.write(page_up(messages(1, 2), last=True))
    mark_damaged(path)
    for user in (first, second):
        with pytest.raises(ArchiveError, match=r"amy\.db is damaged, and another copy of roam still uses it; quit"):
            open_file(path, NOW)
        assert user.drawn() == "| 1 2"
        user.close()
    db, notice = open_file(path, NOW)
    db.close()
    assert "was damaged" in notice
    assert drawn(path.with_name("amy.db.broken-20261123-140203")) == "| 1 2"


def test_what_another_program_uses_and_cannot_be_opened_is_left_alone(path: Path) -> None:
    fill(path)
    first = Core(path)
    path.write_bytes(b"broken" * 1000)
    with pytest.raises(ArchiveError, match="still uses it"):
        open_file(path, NOW)
    assert path.read_bytes() == b"broken" * 1000
    first.db.close(True)
    assert "was damaged" in open_file(path, NOW)[1]


def test_a_directory_in_its_place_is_left_alone(path: Path) -> None:
    path.mkdir(parents=True)
    with pytest.raises(ArchiveError, match=r"The archive .*amy\.db cannot be used: Is a directory\."):
        open_file(path, NOW)
    assert path.is_dir()


def test_a_file_where_a_directory_should_be_is_left_alone(path: Path) -> None:
    path.parent.parent.parent.mkdir(exist_ok=True)
    path.parent.parent.write_text("mine")
    with pytest.raises(ArchiveError, match="cannot be used: "):
        open_file(path, NOW)
    assert path.parent.parent.read_text() == "mine"


@pytest.mark.skipif(os.geteuid() == 0, reason="root may do everything")
def test_a_file_that_may_not_be_read_is_left_alone(path: Path) -> None:
    fill(path)
    path.chmod(0o000)
    with pytest.raises(ArchiveError, match="Permission denied"):
        open_file(path, NOW)
    path.chmod(0o600)
    assert drawn(path) == "| 1 2"
