"""The days of a month, as a calendar has them."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator
from datetime import date, tzinfo

from tui.timeline.moments import first_of_day


def days_of(month: date, zone: tzinfo | None) -> Iterator[tuple[date, int, int]]:
    """Each day of the month of a date, and when it begins and ends in `zone` (None: here), in ms since 1970."""
    for number in range(1, monthrange(month.year, month.month)[1] + 1):
        day = month.replace(day=number)
        yield day, first_of_day(day, zone), first_of_day(date.fromordinal(day.toordinal() + 1), zone)
