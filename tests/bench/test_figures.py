"""The arithmetic of the figures, and the driver on a program whose every byte is known."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.bench.archived import KEY, pages, sent, viewpoint
from tests.bench.corpus import lines, reader
from tests.bench.driver import Driven, StuckError
from tests.bench.figures import medians, table
from tests.bench.measures import fetched, keys, quantile
from tests.e2e.running import clean_environment
from tui.archive import open_archive
from tui.protocol.records import parse_record


@given(st.lists(st.integers(0, 10**6), min_size=1), st.floats(0, 1))
def test_a_quantile_lies_among_its_values(values: list[int], share: float) -> None:
    assert min(values) <= quantile(values, share) <= max(values)
    assert quantile(values, 0) == min(values)
    assert quantile(values, 1) == max(values)


def test_a_quantile_between_two_values() -> None:
    assert quantile([4, 1, 3, 2], 0.5) == 2.5


def test_goals_are_ratios_of_medians_and_say_whether_they_hold() -> None:
    floor = [("floor-textual", {"line p50": value}) for value in (2.0, 9.0, 1.0)]
    ours = [("roam-1M", {"line p50": value, "page, bytes": 5_000}) for value in (3.0, 1.0, 8.0)]
    printed = table(medians([*floor, *ours]))
    assert "| a line | ≤ 1.2 | 1.50 | NO | 3.0 / 2.0 (floor-textual) |" in printed
    assert "bytes a page" not in printed  # there is nothing to compare them with
    assert "| page, bytes |  | 5,000.0 |" in printed


def test_records_can_be_imported_and_are_the_same_each_time() -> None:
    made = list(lines(50))
    assert made == list(lines(50))
    records = [parse_record(line, reader(50)) for line in made]
    assert len({record.id for record in records}) == 50
    assert [json.loads(line)["timestamp"] for line in made] == sorted(record.time for record in records)


ECHO = r"""
import os, tty
tty.setraw(0)
os.write(1, b"\x1b[1mready\x1b[0m")
while (key := os.read(0, 1)) != b"q":
    os.write(1, b"\x1b[?2026h" + key * 10 + b"\x1b[?2026l")
"""


PAGES = r"""
import os, tty
tty.setraw(0)
os.write(1, b"ready")
loaded = 150
while os.read(0, 64):
    loaded -= 50
    os.write(1, "№{} one of the next page".format(loaded + 49).encode())
"""


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    return clean_environment(tmp_path, TERM="xterm-256color")


def test_keys_are_answered_by_frames(environment: dict[str, str]) -> None:
    with Driven([sys.executable, "-c", ECHO], environment) as program:
        assert program.until("^ready$") > program.started
        found = keys(program, "line", "x", 3)
        assert found["line, bytes"] == 26
        assert found["line, keys without exactly one frame"] == 0
        assert found["line p50"] > 0
        assert program.memory() > 1e6


def test_a_program_that_ends_is_told(environment: dict[str, str]) -> None:
    with Driven([sys.executable, "-c", ECHO], environment) as program:
        program.until("ready")
        program.press("q")
        with pytest.raises(StuckError, match="has ended"):
            program.until("anything")


async def test_pages_make_an_archive_without_gaps() -> None:
    archive = open_archive(None, viewpoint(120))
    for fact in pages(120):
        archive.write(fact)
    (coverage,) = (await archive.coverages()).values()
    stretch = await archive.older(KEY, None, 120)
    await archive.aclose()
    assert coverage.is_complete
    assert [each.time for each in stretch.messages] == [sent(number) for number in range(120)]


def test_what_was_written_before_it_is_waited_for_counts(environment: dict[str, str]) -> None:
    with Driven([sys.executable, "-c", ECHO], environment) as program:
        program.until("ready")
        program.settle()
        assert program.until("re") == program.output.last


def test_a_page_is_fetched_when_a_message_of_it_is_painted(environment: dict[str, str]) -> None:
    with Driven([sys.executable, "-c", PAGES], environment) as program:
        program.until("ready")
        found = fetched(program, 200, 150)
    assert found["fetched page p95"] >= found["fetched page p50"] >= 0


def test_a_program_that_fetches_nothing_is_told(environment: dict[str, str]) -> None:
    with Driven([sys.executable, "-c", ECHO], environment) as program:
        program.until("ready")
        with pytest.raises(StuckError, match="no older page"):
            fetched(program, 101, 51)
