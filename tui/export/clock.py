"""Times of messages on the reader's clock, made fast: neighbours in a history share their day and their zone."""

from __future__ import annotations

from datetime import tzinfo
from typing import NamedTuple

from tui.timeline.rows import local_time

_QUARTER = 900_000
"""Ms after which a zone may have another offset: all of them change at a quarter of an hour."""


class Moment(NamedTuple):
    """`2026-11-03`, `09:14:05`, `+08:00`."""

    day: str
    time: str
    offset: str

    @property
    def iso(self) -> str:
        return f"{self.day}T{self.time}{self.offset}"


class Clock:
    """Reads times in a zone (None: the machine's)."""

    def __init__(self, zone: tzinfo | None = None) -> None:
        self._zone = zone
        self._quarter: int | None = None
        self._day, self._offset, self._begin = "", "", 0

    def read(self, ms: int) -> Moment:
        """The moment of a time in ms since 1970, to the second."""
        quarter, rest = divmod(ms, _QUARTER)
        if quarter != self._quarter:
            at = local_time(ms - rest, self._zone)
            self._quarter = quarter
            self._day, offset = f"{at:%Y-%m-%d}", f"{at:%z}"
            self._offset = f"{offset[:3]}:{offset[3:5]}"
            self._begin = at.hour * 3600 + at.minute * 60 + at.second
        minutes, seconds = divmod(self._begin + rest // 1000, 60)
        hours, minutes = divmod(minutes, 60)
        return Moment(self._day, f"{hours:02d}:{minutes:02d}:{seconds:02d}", self._offset)
