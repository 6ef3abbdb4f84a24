"""A month in lines of cells, one a day, with how many messages each day has; pure, without Textual."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from tui.app.widgets.cells import fit, padded
from tui.app.widgets.dates import weekdays

DAYS = 7
WEEKS = 6
"""A month touches at most so many; it always takes their lines, so that nothing moves from month to month."""

MOST_CELLS = 9
_WITH_COUNT = 7
"""Cells that a day takes with its count; in fewer a sign says that there are messages."""


@dataclass(frozen=True, slots=True)
class DayCell:
    """One day in the calendar; `day` None: it belongs to another month."""

    text: str
    day: date | None = None
    has_messages: bool = False


def month_lines(month: date, counts: Mapping[date, int], width: int) -> tuple[tuple[DayCell, ...], ...]:
    """The weekdays, and the weeks of a month of which `month` is any day, in cells of the same width."""
    cells = max(min(width // DAYS, MOST_CELLS), 1)
    head = tuple(DayCell(padded(f" {name}", cells)) for name in weekdays())
    first = month.replace(day=1)
    start = first.toordinal() - first.weekday()
    ordinals = range(start, start + WEEKS * DAYS)
    days = [_cell(each, month, counts, cells) for each in ordinals]
    return (head, *(tuple(days[at : at + DAYS]) for at in range(0, len(days), DAYS)))


def later(day: date, days: int) -> date:
    """The day so many days later (below 0: before), or the last that there is; the service knows none before 1970."""
    try:
        return max(day + timedelta(days=days), date(1970, 1, 1))
    except OverflowError:
        return date.max if days > 0 else date(1970, 1, 1)


def month_later(day: date, months: int) -> date:
    """The same day of another month, or its last one; within the years that there are."""
    number = min(max(day.year * 12 + day.month - 1 + months, 1970 * 12), 9999 * 12 + 11)
    year, month = divmod(number, 12)
    for last in range(day.day, 0, -1):
        try:
            return date(year, month + 1, last)
        except ValueError:
            continue
    return day


def short_count(count: int) -> str:
    """A count in at most four characters: `999`, `1.2k`, `12k`, `1.2M`."""
    for unit, sign in ((1_000_000, "M"), (1_000, "k")):
        if count >= unit:
            tenths = count * 10 // unit
            return f"{tenths // 10}.{tenths % 10}{sign}" if tenths < 100 else f"{tenths // 10}{sign}"
    return str(count)


def _cell(ordinal: int, month: date, counts: Mapping[date, int], cells: int) -> DayCell:
    day = date.fromordinal(ordinal) if date.min.toordinal() <= ordinal <= date.max.toordinal() else None
    if day is None or (day.year, day.month) != (month.year, month.month):
        return DayCell(" " * cells)
    count = counts.get(day, 0)
    told = "" if not count else f" {short_count(count)}" if cells >= _WITH_COUNT else "*"
    return DayCell(padded(fit(f"{day.day:>2}{told}", cells), cells), day, count > 0)
