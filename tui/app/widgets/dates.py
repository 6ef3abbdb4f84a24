"""Days and spans of time in the user's language."""

from __future__ import annotations

from datetime import date, datetime

from tui.i18n import _

_WEEK = 7


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
        first, last = f"{_day(start)} {start.year}", f"{_day(end)} {end.year}"
    return first if first == last else _("{start} – {end}").format(start=first, end=last)


def _weekday(day: date) -> str:
    return (_("Mon"), _("Tue"), _("Wed"), _("Thu"), _("Fri"), _("Sat"), _("Sun"))[day.weekday()]


def _day(day: date) -> str:
    months = (
        _("Jan"), _("Feb"), _("Mar"), _("Apr"), _("May"), _("Jun"),
        _("Jul"), _("Aug"), _("Sep"), _("Oct"), _("Nov"), _("Dec"),
    )  # fmt: skip
    return _("{day} {month}").format(day=day.day, month=months[day.month - 1])
