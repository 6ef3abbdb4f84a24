"""Times in words, from the same minute to another year."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from tests.model_service import START
from tui.app.widgets.dates import day_and_hour, when

NOW = datetime.fromtimestamp(START / 1000, UTC)


@pytest.mark.parametrize(
    ("age", "words"),
    [
        (timedelta(0), "06:13"),
        (timedelta(hours=7), "Sun"),
        (timedelta(days=6), "Tue"),
        (timedelta(days=7), "3 Jun"),
        (timedelta(days=200), "2023"),
        (timedelta(days=-2), "12 Jun"),
    ],
)
def test_times_grow_vaguer_with_age(age: timedelta, words: str) -> None:
    assert when(NOW - age, NOW) == words


@pytest.mark.parametrize(
    ("age", "words"),
    [
        (timedelta(0), "Mon 06:13"),
        (timedelta(hours=7), "Sun 23:13"),
        (timedelta(days=6), "Tue 06:13"),
        (timedelta(days=7), "3 Jun 06:13"),
        (timedelta(days=200), "23 Nov 2023"),
        (timedelta(days=-2), "12 Jun 06:13"),
    ],
)
def test_in_a_sentence_the_hour_is_told_with_the_day(age: timedelta, words: str) -> None:
    assert day_and_hour(NOW - age, NOW) == words
