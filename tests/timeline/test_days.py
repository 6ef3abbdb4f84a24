"""Days as people call them, seen from a Monday."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.errors import ConfigError
from tui.timeline.days import days_called
from tui.timeline.moments import first_of_day, read_period
from tui.timeline.months import days_of

TODAY = date(2026, 11, 23)
BERLIN = ZoneInfo("Europe/Berlin")
NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
MINUTE = 60_000


@pytest.mark.parametrize(
    ("text", "first", "days"),
    [
        ("today", (2026, 11, 23), 1),
        ("今天", (2026, 11, 23), 1),
        ("Yesterday", (2026, 11, 22), 1),
        ("昨天", (2026, 11, 22), 1),
        ("前天", (2026, 11, 21), 1),
        ("this week", (2026, 11, 23), 7),
        ("last-week", (2026, 11, 16), 7),
        ("上周", (2026, 11, 16), 7),
        ("上周五", (2026, 11, 20), 1),
        ("周五", (2026, 11, 20), 1),
        ("星期天", (2026, 11, 22), 1),
        ("monday", (2026, 11, 23), 1),
        ("last monday", (2026, 11, 16), 1),
        ("wed", (2026, 11, 18), 1),
        ("Thursday", (2026, 11, 19), 1),
        ("this_month", (2026, 11, 1), 30),
        ("上个月", (2026, 10, 1), 31),
        ("去年", (2025, 1, 1), 365),
        ("2024", (2024, 1, 1), 366),
        ("11-03", (2026, 11, 3), 1),
        ("11-24", (2025, 11, 24), 1),
        ("2-29", (2024, 2, 29), 1),
        ("2026-02", (2026, 2, 1), 28),
        ("nov", (2026, 11, 1), 30),
        ("December", (2025, 12, 1), 31),
        ("Nov 3", (2026, 11, 3), 1),
        ("3 sept 2024", (2024, 9, 3), 1),
        ("may 2020", (2020, 5, 1), 31),
        ("11月", (2026, 11, 1), 30),
        ("11月3日", (2026, 11, 3), 1),
        ("2024年2月29号", (2024, 2, 29), 1),
        ("2024年", (2024, 1, 1), 366),
    ],
)
def test_what_days_are_called(text: str, first: tuple[int, int, int], days: int) -> None:
    assert days_called(f" {text}", TODAY) == (date(*first), date(*first) + timedelta(days=days))


@pytest.mark.parametrize("text", ["", "tomorrow", "13-01", "02-30", "nov 31", "0-1", "last", "周八", "2026-13", "0年"])
def test_what_names_no_day(text: str) -> None:
    assert days_called(text, TODAY) is None


def days_between(first: date, last: date) -> tuple[int, int]:
    return first_of_day(first, BERLIN), first_of_day(last + timedelta(days=1), BERLIN)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("2026-11-03", days_between(date(2026, 11, 3), date(2026, 11, 3))),
        ("11-03..11-05", days_between(date(2026, 11, 3), date(2026, 11, 5))),
        ("11-20..11-25", days_between(date(2026, 11, 20), date(2026, 11, 25))),
        ("12-30..01-02", days_between(date(2025, 12, 30), date(2026, 1, 2))),
        ("last week..yesterday", days_between(date(2026, 11, 16), date(2026, 11, 22))),
        ("11-03 to 11-05", days_between(date(2026, 11, 3), date(2026, 11, 5))),
        ("2026-11-3 – 2026/11/05", days_between(date(2026, 11, 3), date(2026, 11, 5))),
        ("11月3日至11月5日", days_between(date(2026, 11, 3), date(2026, 11, 5))),
        ("november 3rd ~ 5th nov", days_between(date(2026, 11, 3), date(2026, 11, 5))),
        ("2 hours ago", (1_795_435_200_000 - 120 * MINUTE, 1_795_435_200_001)),
        ("2小时前", (1_795_435_200_000 - 120 * MINUTE, 1_795_435_200_001)),
        ("11-03..", (first_of_day(date(2026, 11, 3), BERLIN), None)),
        ("..昨天", (None, first_of_day(TODAY, BERLIN))),
        ("2026-10-25", days_between(date(2026, 10, 25), date(2026, 10, 25))),
        ("2h", (1_795_435_200_000 - 120 * MINUTE, 1_795_435_200_001)),
        ("2026-11-03T09:15Z", (1_793_697_300_000, 1_793_697_300_000 + MINUTE)),
        ("2026-11-03T09:15:20Z", (1_793_697_320_000, 1_793_697_321_000)),
        ("1793697320000", (1_793_697_320_000, 1_793_697_320_001)),
    ],
)
def test_periods_are_whole(text: str, wanted: tuple[int | None, int | None]) -> None:
    assert read_period(text, NOW, BERLIN) == wanted


@pytest.mark.parametrize(
    "text", ["..", "today..yesterday", "x..today", "2026-11-31", "", "today to", "to today", "2026/11.03"]
)
def test_what_is_no_period(text: str) -> None:
    with pytest.raises(ConfigError, match="the time"):
        read_period(text, NOW, BERLIN)


@given(st.dates(date(1971, 1, 1), date(9000, 1, 1)))
def test_the_days_of_a_month_follow_one_another(day: date) -> None:
    days = list(days_of(day, BERLIN))
    assert [each.month for each, _first, _end in days] == [day.month] * len(days)
    assert day in [each for each, _first, _end in days]
    assert [end for _day, _first, end in days[:-1]] == [first for _day, first, _end in days[1:]]
    assert all(end - first in {23 * 60 * MINUTE, 24 * 60 * MINUTE, 25 * 60 * MINUTE} for _day, first, end in days)
