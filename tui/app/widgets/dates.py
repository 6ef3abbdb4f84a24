"""Times in as few words as they need, seen from now."""

from __future__ import annotations

from datetime import datetime

from tui.i18n import _


def when(at: datetime, now: datetime) -> str:
    """A time in at most five cells: the hour of today, a day of the past week, a day of this year, or a year."""
    days = _days(at, now)
    if days == 0:
        return f"{at:%H:%M}"
    if 0 < days < 7:
        return _weekday(at)
    return _day(at) if at.year == now.year else str(at.year)


def day_and_hour(at: datetime, now: datetime) -> str:
    """A time to stand in a sentence: `Tue 14:02` within the past week, else `3 Jun 14:02`, or `3 Jun 2023`."""
    if 0 <= _days(at, now) < 7:
        return f"{_weekday(at)} {at:%H:%M}"
    return f"{_day(at)} {at:%H:%M}" if at.year == now.year else f"{_day(at)} {at.year}"


def _days(at: datetime, now: datetime) -> int:
    return (now.date() - at.date()).days


def _weekday(at: datetime) -> str:
    return (_("Mon"), _("Tue"), _("Wed"), _("Thu"), _("Fri"), _("Sat"), _("Sun"))[at.weekday()]


def _day(at: datetime) -> str:
    months = (
        _("Jan"), _("Feb"), _("Mar"), _("Apr"), _("May"), _("Jun"),
        _("Jul"), _("Aug"), _("Sep"), _("Oct"), _("Nov"), _("Dec"),
    )  # fmt: skip
    return _("{day} {month}").format(day=at.day, month=months[at.month - 1])
