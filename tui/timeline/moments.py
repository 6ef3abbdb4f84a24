"""Times as a person types them: a date, a clock time, a distance back from now, or milliseconds."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from typing import NamedTuple

from tui.errors import ConfigError
from tui.i18n import _
from tui.timeline.days import days_called
from tui.times import MINUTE, SECOND

EXAMPLES = "2026-11-03, 2026-11-03T09:15, 11-03, today, yesterday, last week, 2h, 3d, 2w"

_AGO = re.compile(r"(\d{1,9}) ?(?:([hdw])|(hour|day|week)s?(?: ago)?|(小时|天|周|星期)前?)", re.IGNORECASE)
_HOUR, _DAY, _WEEK = timedelta(hours=1), timedelta(days=1), timedelta(weeks=1)
_UNITS = {
    "h": _HOUR, "hour": _HOUR, "小时": _HOUR, "d": _DAY, "day": _DAY, "天": _DAY,
    "w": _WEEK, "week": _WEEK, "周": _WEEK, "星期": _WEEK,
}  # fmt: skip
_HAS_SECONDS = re.compile(r"[T ]\d\d:\d\d:\d\d")
_MS_DIGITS = range(12, 16)
"""Digits of ms since 1970 from 1973 on; ten digits would be seconds, eight a date without its dashes."""

_RANGE = re.compile(r"\s*(?:\.\.|…|[–—~至到])\s*|(?<=\S) (?:to|until|-) (?=\S)", re.IGNORECASE)
"""What stands between the two times of a range; words only with a time at either side."""
_LATEST_MS = 253_402_300_799_999
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MS = timedelta(milliseconds=1)


class Period(NamedTuple):
    """From `start` until `end`, which does not belong to it; in ms since 1970, None where it is open."""

    start: int | None
    end: int | None


def read_moment(text: str, now: datetime, zone: tzinfo | None = None) -> int:
    """The moment that `text` names, in ms since 1970.

    A day, a week, a month (`yesterday`, `last week`, `nov`, `11月3日`; see `days_called`) means its first moment; clock
    times without a zone of their own are in `zone` (None: the machine's); `2h`, `3d`, `2w` are hours, days and weeks of
    elapsed time before `now` (an aware time). Raises ConfigError, which says at which character `text` cannot be read.
    """
    days = days_called(text, now.astimezone(zone).date())
    if days is not None:
        return _ms(_midnight(days.first, zone), text)
    plain = text.strip()
    if ago := _AGO.fullmatch(plain):
        return _ago(int(ago[1]), _UNITS[(ago[2] or ago[3] or ago[4]).lower()], now, text)
    if plain.isascii() and plain.isdigit():
        return _given_in_ms(plain, text)
    return _ms(_Reader(text).moment(zone), text)


def read_period(text: str, now: datetime, zone: tzinfo | None = None) -> Period:
    """The time that `text` names as a whole: a day, a week, a month, or `A..B`, from A to B with all of both.

    `A to B`, `A–B`, `A~B` and `A至B` are the same. Either of A and B may be left out of `A..B`. A clock time is the
    minute, second or millisecond it names; `2h`, `3d`, `2w` last from then until `now`. Raises ConfigError as
    `read_moment` does.
    """
    between = _RANGE.search(text)
    if between is None:
        return _whole(text, now, zone)
    first, last = text[: between.start()].strip(), text[between.end() :].strip()
    if not first and not last:
        raise _unreadable(text, len(text), _("a time such as {examples}").format(examples=EXAMPLES))
    start = _whole(first, now, zone).start if first else None
    end = _range_end(last, now, zone, start) if last else None
    if start is not None and end is not None and start >= end:
        raise ConfigError(_('the time "{text}" ends before it begins: write the earlier one first').format(text=text))
    return Period(start, end)


def first_of_day(day: date, zone: tzinfo | None = None) -> int:
    """When a day begins in `zone` (None: the machine's), in ms since 1970."""
    return (_midnight(day, zone) - _EPOCH) // _MS


def _whole(text: str, now: datetime, zone: tzinfo | None) -> Period:
    today = now.astimezone(zone).date()
    start = read_moment(text, now, zone)
    plain = text.strip()
    days = days_called(text, today)
    if days is not None:
        return Period(start, _ms(_midnight(days.end, zone), text))
    if _AGO.fullmatch(plain):
        return Period(start, _ms(now, text) + 1)
    if plain.isdigit() or "." in plain:
        return Period(start, start + 1)
    return Period(start, start + (SECOND if _HAS_SECONDS.search(plain) else MINUTE))


def _range_end(text: str, now: datetime, zone: tzinfo | None, start: int | None) -> int | None:
    """Where a range ends: `11-05` after the 3rd of November is the 5th that follows, even when it has yet to come."""
    since = None if start is None else (_EPOCH + start * _MS).astimezone(zone).date()
    today = now.astimezone(zone).date()
    days = days_called(text, today, since)
    return _whole(text, now, zone).end if days is None else _ms(_midnight(days.end, zone), text)


def _midnight(day: date, zone: tzinfo | None) -> datetime:
    return _placed(datetime.combine(day, time()), zone)


def _ago(count: int, unit: timedelta, now: datetime, text: str) -> int:
    try:
        return _ms(now - count * unit, text)
    except OverflowError:
        raise _unreadable(text, 0, _("a time after 1970")) from None


def _given_in_ms(digits: str, text: str) -> int:
    if len(digits) not in _MS_DIGITS or int(digits) > _LATEST_MS:
        raise _unreadable(text, 0, _("milliseconds since 1970, in 12 to 15 digits"))
    return int(digits)


def _ms(moment: datetime, text: str) -> int:
    ms = (moment - _EPOCH) // _MS
    if not 0 < ms <= _LATEST_MS:
        raise _unreadable(text, 0, _("a time after 1970"))
    return ms


def _placed(clock: datetime, zone: tzinfo | None) -> datetime:
    """A clock time in its zone. Of an hour that comes twice, the first."""
    try:
        return clock.replace(tzinfo=zone) if zone else clock.astimezone()
    except (OverflowError, ValueError):  # the machine's zone is not known for the first and last year
        return clock.replace(tzinfo=UTC)


class _Reader:
    """Reads a date and time from left to right, so that an error can say where."""

    def __init__(self, text: str) -> None:
        self._text = text.rstrip()
        self._at = len(text) - len(text.lstrip())

    def moment(self, zone: tzinfo | None) -> datetime:
        day = self._date()
        if self._ended():
            return _placed(day, zone)
        self._take("[T ]", _("T and a time of day, or nothing"))
        clock = day.replace(hour=self._number(2, 0, 23))
        self._take(":", _("a colon"))
        clock = clock.replace(minute=self._number(2, 0, 59))
        if self._optional(":"):
            clock = clock.replace(second=self._number(2, 0, 59))
            if self._optional(r"\."):
                clock = clock.replace(microsecond=1000 * self._number(3, 0, 999))
        if self._ended():
            return _placed(clock, zone)
        own = self._zone()
        if not self._ended():
            raise self._error(_("nothing more"))
        return clock.replace(tzinfo=own)

    def _date(self) -> datetime:
        if not self._match("[0-9]"):
            raise self._error(_("a time such as {examples}").format(examples=EXAMPLES))
        year = self._number(4, 1970, 9999)
        self._take("-", _("a dash"))
        month = self._number(2, 1, 12)
        self._take("-", _("a dash"))
        day = date(year, month, self._number(2, 1, monthrange(year, month)[1]))
        return datetime.combine(day, time())

    def _zone(self) -> timezone:
        if self._optional("[Zz]"):
            return UTC
        sign = -1 if self._take("[+-]", _("Z, +08:00 or nothing")) == "-" else 1
        hours = self._number(2, 0, 23)
        self._optional(":")
        return timezone(sign * timedelta(hours=hours, minutes=self._number(2, 0, 59)))

    def _number(self, digits: int, least: int, most: int) -> int:
        found = self._match(f"[0-9]{{{digits}}}")
        if found is None or not least <= int(found[0]) <= most:
            raise self._error(f"{least:0{digits}d}–{most:0{digits}d}")
        self._at = found.end()
        return int(found[0])

    def _take(self, pattern: str, wanted: str) -> str:
        found = self._match(pattern)
        if found is None:
            raise self._error(wanted)
        self._at = found.end()
        return found[0]

    def _optional(self, pattern: str) -> bool:
        found = self._match(pattern)
        self._at = found.end() if found else self._at
        return found is not None

    def _match(self, pattern: str) -> re.Match[str] | None:
        return re.compile(pattern).match(self._text, self._at)

    def _ended(self) -> bool:
        return self._at == len(self._text)

    def _error(self, wanted: str) -> ConfigError:
        return _unreadable(self._text, self._at, wanted)


def _unreadable(text: str, at: int, wanted: str) -> ConfigError:
    return ConfigError(
        _('the time "{text}" cannot be read from character {place} on: {wanted} is expected there').format(
            text=text, place=at + 1, wanted=wanted
        )
    )
