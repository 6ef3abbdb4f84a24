"""Times in words, from the same minute to another year."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from tests.model_service import START
from tui.app.widgets.dates import day_and_hour, span_in_words, when

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


@pytest.mark.parametrize(
    ("start", "end", "words"),
    [
        ("2026-11-02T14:02", "2026-11-02T15:10", "14:02 – 15:10"),
        ("2026-11-02T14:02:01", "2026-11-02T14:02:59", "14:02"),
        ("2026-11-02T14:02", "2026-11-03T09:15", "Mon 14:02 – Tue 09:15"),
        ("2026-12-31T23:59", "2027-01-01T00:00", "Thu 23:59 – Fri 00:00"),
        ("2026-11-02T14:02", "2026-11-08T23:59", "Mon 14:02 – Sun 23:59"),
        ("2026-11-02T14:02", "2026-11-09T00:00", "2 Nov – 9 Nov"),
        ("2025-11-02T14:02", "2026-11-02T14:02", "2 Nov 2025 – 2 Nov 2026"),
        ("2026-11-02T14:02", "2026-11-01T14:02", "2 Nov – 1 Nov"),
    ],
)
def test_a_span_is_told_as_exactly_as_it_takes(start: str, end: str, words: str) -> None:
    first, last = (datetime.fromisoformat(text).replace(tzinfo=UTC) for text in (start, end))
    assert span_in_words(first, last) == words
