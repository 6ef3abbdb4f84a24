"""Real processes on one archive: stopped at any moment, and two at once."""

from __future__ import annotations

import random
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.archive.core import Core

ROOT = Path(__file__).parents[2]


@contextmanager
def writing(path: Path, *arguments: str) -> Iterator[subprocess.Popen[str]]:
    """A program that writes; it is killed at the end."""
    command = [sys.executable, "-m", "tests.archive.writing", str(path), *arguments]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        try:
            yield process
        finally:
            process.kill()


def told(process: subprocess.Popen[str]) -> int:
    """The last message that the program says is on the disk."""
    assert process.stdout is not None
    line = process.stdout.readline()
    assert line, "the program has ended"
    return int(line)


def check_whole(archive: Core) -> list[int]:
    """The ids in an archive in which nothing contradicts anything."""
    assert archive.db.pragma("integrity_check") == "ok"
    numbers = archive.db.execute("SELECT number FROM message ORDER BY number").fetchall()
    assert numbers == archive.db.execute("SELECT rowid FROM message_words ORDER BY rowid").fetchall()
    assert archive.coverage().messages == len(numbers)
    archive.db.execute("INSERT INTO message_words (message_words) VALUES ('integrity-check')")
    return [int(each.id) for each in archive.messages()]


@pytest.mark.parametrize("step", ["1", "live"])
def test_killed_at_any_moment_page_and_coverage_agree(tmp_path: Path, step: str) -> None:
    chance = random.Random(step)
    path = tmp_path / "archive.db"
    for attempt in range(6):
        first = attempt * 1_000_000 + 1
        with writing(path, str(first), step) as process:
            for _ in range(chance.randrange(1, 30)):
                acknowledged = told(process)
        archive = Core(path)
        found = [number for number in check_whole(archive) if number >= first]
        assert found == list(range(first, first + len(found)))
        assert found[-1] >= acknowledged
        assert set(map(int, archive.all().gaps)) <= {each * 1_000_000 + 1 for each in range(attempt + 1)}
        archive.close()


def test_two_at_once_lose_nothing_of_each_other(tmp_path: Path) -> None:
    path = tmp_path / "archive.db"
    with writing(path, "1", "2") as odd, writing(path, "2000000", "1") as later:
        last_odd = [told(odd) for _ in range(15)][-1]
        last_later = [told(later) for _ in range(15)][-1]
    archive = Core(path)
    found = check_whole(archive)
    assert set(range(1, last_odd + 1, 2)) | set(range(2_000_000, last_later + 1)) <= set(found)
    assert set(archive.all().gaps) == {"1", "2000000"}
    archive.close()
