"""Days, times and spans of time in words."""

from __future__ import annotations

from datetime import date, datetime

from tui.i18n import _, pgettext

_WEEK = 7


def when(at: datetime, now: datetime) -> str:
    """A time in at most five cells: the hour of today, a day of the past week, a day of this year, or a year."""
    days = _days(at, now)
    if days == 0:
        return f"{at:%H:%M}"
    if 0 < days < _WEEK:
        return _weekday(at)
    if at.year != now.year:
        return str(at.year)
    return pgettext("five cells", "{day} {month}").format(day=at.day, month=_month(at))


def day_and_hour(at: datetime, now: datetime) -> str:
    """A time to stand in a sentence: `Tue 14:02` within the past week, else `3 Jun 14:02`, or `3 Jun 2023`."""
    if 0 <= _days(at, now) < _WEEK:
        return f"{_weekday(at)} {at:%H:%M}"
    return f"{_day(at)} {at:%H:%M}" if at.year == now.year else _day_and_year(at)


def day_in_words(day: date) -> str:
    """A day with everything that belongs to it: "Tuesday 3 November 2026"."""
    weekdays = (
        _("Monday"), _("Tuesday"), _("Wednesday"), _("Thursday"), _("Friday"), _("Saturday"), _("Sunday"),
    )  # fmt: skip
    months = (
        _("January"), _("February"), _("March"), _("April"), _("May"), _("June"),
        _("July"), _("August"), _("September"), _("October"), _("November"), _("December"),
    )  # fmt: skip
    return _("{weekday} {day} {month} {year}").format(
        weekday=weekdays[day.weekday()], day=day.day, month=months[day.month - 1], year=day.year
    )


def weekdays() -> tuple[str, ...]:
    """The short names of the days of a week, from Monday on."""
    return _("Mon"), _("Tue"), _("Wed"), _("Thu"), _("Fri"), _("Sat"), _("Sun")


def span_in_words(start: datetime, end: datetime) -> str:
    """A span of time in few words: "14:02 – 15:10", "Mon 14:02 – Tue 09:15", "3 Nov – 14 Nov" or these with years.

    Weekdays only for less than a week, in which each comes once; one time where both ends are told by the same words.
    """
    days = (end.date() - start.date()).days
    if days == 0:
        first, last = f"{start:%H:%M}", f"{end:%H:%M}"
    elif 0 < days < _WEEK:
        first, last = f"{_weekday(start)} {start:%H:%M}", f"{_weekday(end)} {end:%H:%M}"
    elif start.year == end.year:
        first, last = _day(start), _day(end)
    else:
        first, last = _day_and_year(start), _day_and_year(end)
    return first if first == last else _("{start} – {end}").format(start=first, end=last)


def _days(at: datetime, now: datetime) -> int:
    return (now.date() - at.date()).days


def _weekday(at: date) -> str:
    return weekdays()[at.weekday()]


def _day_and_year(at: date) -> str:
    return _("{day} {month} {year}").format(day=at.day, month=_month(at), year=at.year)


def _day(at: date) -> str:
    return _("{day} {month}").format(day=at.day, month=_month(at))


def _month(at: date) -> str:
    months = (
        pgettext("month", "Jan"), pgettext("month", "Feb"), pgettext("month", "Mar"), pgettext("month", "Apr"),
        pgettext("month", "May"), pgettext("month", "Jun"), pgettext("month", "Jul"), pgettext("month", "Aug"),
        pgettext("month", "Sep"), pgettext("month", "Oct"), pgettext("month", "Nov"), pgettext("month", "Dec"),
    )  # fmt: skip
    return months[at.month - 1]
