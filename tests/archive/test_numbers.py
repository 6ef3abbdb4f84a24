"""Numbers of messages: in the order of time, and never one twice."""

from __future__ import annotations

import apsw
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.archive.numbers import free_numbers
from tui.archive.opening import open_memory
from tui.query.hits import PLACES_PER_MS, place_of

TIMES = st.lists(st.integers(-1, 3) | st.integers(-(2**63), 2**63 - 1), max_size=40)

_INSERT = "INSERT INTO message (number, conversation, time, rank, mark, sender, kind) VALUES (?, 1, 0, ?, '', '', '')"


def archive_with(*numbers: int) -> apsw.Connection:
    db = open_memory()
    db.executemany(_INSERT, [(number, number) for number in numbers])
    return db


@given(TIMES, TIMES)
def test_numbers_are_free_and_in_the_order_of_time(there: list[int], times: list[int]) -> None:
    db = archive_with()
    before = free_numbers(db, there)
    db.executemany(_INSERT, [(number, number) for number in before])
    numbers = free_numbers(db, times)
    assert len({*before, *numbers}) == len(there) + len(times)
    for time, number in zip((*there, *times), (*before, *numbers), strict=True):
        assert 0 <= number - place_of(time) < PLACES_PER_MS


def test_messages_of_one_time_follow_one_another_also_together() -> None:
    first = place_of(5)
    assert free_numbers(archive_with(first, first + 7), [5, 6, 5]) == [first + 8, place_of(6), first + 9]


def test_more_messages_of_one_time_than_it_has_places_take_later_ones() -> None:
    db = archive_with(*range(place_of(5), place_of(6)))
    assert free_numbers(db, [5, 6]) == [place_of(6), place_of(6) + 1]


@pytest.mark.parametrize("count", [PLACES_PER_MS - 1, PLACES_PER_MS + 1])
def test_a_great_many_at_once_have_numbers_of_their_own(count: int) -> None:
    assert free_numbers(archive_with(), [5] * count) == list(range(place_of(5), place_of(5) + count))
