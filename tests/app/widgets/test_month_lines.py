"""A month in lines: every day once, beneath its weekday, in any width."""

from __future__ import annotations

from calendar import monthrange
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from tui.app.widgets.month_lines import DAYS, WEEKS, later, month_later, month_lines, short_count

days = st.dates(date(1970, 1, 1))


@given(days, st.integers(0, 200))
def test_every_day_of_the_month_is_there_once_beneath_its_weekday(day: date, width: int) -> None:
    head, *weeks = month_lines(day, {day: 1_234}, width)
    assert len(head) == DAYS
    assert len(weeks) == WEEKS
    found = [(cell.day, column) for week in weeks for column, cell in enumerate(week) if cell.day]
    assert [each.day for each, _column in found] == list(range(1, monthrange(day.year, day.month)[1] + 1))
    assert all(each.weekday() == column for each, column in found)
    widths = {cell_len(cell.text) for line in (head, *weeks) for cell in line}
    assert len(widths) == 1
    assert [cell.day for week in weeks for cell in week if cell.has_messages] == [day]


@given(days, st.integers(-2_000_000_000, 2_000_000_000))
def test_one_never_leaves_the_calendar(day: date, step: int) -> None:
    assert later(day, step) >= date(1970, 1, 1)
    assert month_later(day, step) >= date(1970, 1, 1)


@given(days, st.integers(-500, 500))
def test_another_month_is_as_far_as_was_asked_for(day: date, months: int) -> None:
    found = month_later(day, months)
    wanted = min(max(day.year * 12 + day.month + months, 1970 * 12 + 1), 9999 * 12 + 12)
    assert found.year * 12 + found.month == wanted
    assert found.day == min(day.day, monthrange(found.year, found.month)[1])


@pytest.mark.parametrize(
    ("count", "told"),
    [(7, "7"), (999, "999"), (1_000, "1.0k"), (1_999, "1.9k"), (12_345, "12k"), (999_999, "999k"), (2_500_000, "2.5M")],
)
def test_a_count_takes_four_characters_at_most(count: int, told: str) -> None:
    assert short_count(count) == told
