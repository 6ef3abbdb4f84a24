"""Days as people call them: today, 昨天, last week, 11-03, nov 3, 11月3日."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date, timedelta
from typing import NamedTuple

_DAY = timedelta(days=1)
_WEEK = timedelta(weeks=1)

_DAYS_AGO = {"today": 0, "今天": 0, "今日": 0, "yesterday": 1, "昨天": 1, "昨日": 1, "前天": 2, "前日": 2}
_WEEKS_AGO = {"this week": 0, "本周": 0, "这周": 0, "本星期": 0, "last week": 1, "上周": 1, "上星期": 1}
_MONTHS_AGO = {"this month": 0, "本月": 0, "这个月": 0, "last month": 1, "上月": 1, "上个月": 1}
_YEARS_AGO = {"this year": 0, "今年": 0, "last year": 1, "去年": 1}
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = (
    "(?P<name>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|"
    "oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
)
_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_WEEKDAY = re.compile(
    "(?P<last>last )?(?P<name>mon|tue|wed|thu|fri|sat|sun)"
    "(?:day|sday|nesday|rsday|urday)?|(?P<before>上)?(?:周|星期|礼拜)(?P<digit>[一二三四五六日天])"
)
_WEEKDAY_DIGITS = "一二三四五六日"

_DATES = tuple(
    map(
        re.compile,
        (
            r"(?P<month>\d{1,2}) (?P<day>\d{1,2})",
            r"(?P<year>\d{4}) (?P<month>\d{2})",
            r"(?P<year>[0-9]{4})(?P<sign>[ /.])(?P<month>[0-9]{1,2})(?P=sign)(?P<day>[0-9]{1,2})",
            rf"{_MONTH}(?: (?P<day>\d{{1,2}})(?:st|nd|rd|th)?)?(?:,? (?P<year>\d{{4}}))?",
            rf"(?P<day>\d{{1,2}})(?:st|nd|rd|th)? {_MONTH}(?: (?P<year>\d{{4}}))?",
            r"(?:(?P<year>\d{4})年)?(?P<month>\d{1,2})月(?:(?P<day>\d{1,2})[日号]?)?",
            r"(?P<year>\d{4})年",
            r"(?P<year>(?:19|20)\d{2})",
        ),
    )
)


class Days(NamedTuple):
    """From the day `first` until the day `end`, which does not belong to them."""

    first: date
    end: date


def days_called(text: str, today: date, since: date | None = None) -> Days | None:
    """The days that `text` names, seen from `today`; None when it names none.

    Case does not matter, and a dash or an underscore is as good as a space. Without a year, the latest such day or
    month that has begun is meant, or the first that does not begin before `since`; weeks begin on Monday, and a weekday
    is its latest one, today included.
    """
    plain = " ".join(re.split(r"[\s_-]+", text.strip().lower()))
    try:
        return _by_name(plain, today) or _weekday(plain, today) or _by_date(plain, today, since)
    except (ValueError, OverflowError):  # a day that no calendar has
        return None


def _by_name(plain: str, today: date) -> Days | None:
    if plain in _DAYS_AGO:
        first = today - _DAYS_AGO[plain] * _DAY
        return Days(first, first + _DAY)
    if plain in _WEEKS_AGO:
        first = today - today.weekday() * _DAY - _WEEKS_AGO[plain] * _WEEK
        return Days(first, first + _WEEK)
    if plain in _MONTHS_AGO:
        years, month = divmod(today.year * 12 + today.month - 1 - _MONTHS_AGO[plain], 12)
        return _month(years, month + 1)
    if plain in _YEARS_AGO:
        return _year(today.year - _YEARS_AGO[plain])
    return None


def _weekday(plain: str, today: date) -> Days | None:
    found = _WEEKDAY.fullmatch(plain)
    if found is None:
        return None
    if found["digit"]:
        number = _WEEKDAY_DIGITS.index(found["digit"].replace("天", "日"))
    else:
        number = _WEEKDAYS.index(found["name"])
    if found["before"]:
        first = today - today.weekday() * _DAY - _WEEK + number * _DAY
    else:
        first = today - (today.weekday() - number) % 7 * _DAY
        first -= _WEEK if found["last"] and first == today else timedelta()
    return Days(first, first + _DAY)


def _by_date(plain: str, today: date, since: date | None) -> Days | None:
    found = next(filter(None, (each.fullmatch(plain) for each in _DATES)), None)
    if found is None:
        return None
    told = found.groupdict()
    name = told.get("name")
    month = _MONTHS.index(name[:3]) + 1 if name else int(told.get("month") or 0)
    day = int(told.get("day") or 0)
    if told.get("year"):
        return _days(int(told["year"]), month, day)
    # 29 February comes at least every eighth year
    years = range(today.year, today.year - 9, -1) if since is None else range(since.year, since.year + 9)
    possible = (_days(year, month, day) for year in years if not day or 1 <= day <= monthrange(year, month)[1])
    return next((days for days in possible if (days.first <= today if since is None else days.first >= since)), None)


def _days(year: int, month: int, day: int) -> Days:
    """The day, or without one the month, or without that the year. Raises ValueError."""
    if not month:
        return _year(year)
    if not day:
        return _month(year, month)
    first = date(year, month, day)
    return Days(first, first + _DAY)


def _month(year: int, month: int) -> Days:
    first = date(year, month, 1)
    return Days(first, first + monthrange(year, month)[1] * _DAY)


def _year(year: int) -> Days:
    return Days(date(year, 1, 1), date(year + 1, 1, 1))
