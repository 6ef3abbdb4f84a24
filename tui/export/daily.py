"""The forms with a heading a day, which only get longer as messages come."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from tui.export.clock import Clock, Moment
from tui.export.entries import Entry, Subject
from tui.export.telling import Told, missing_here, sender, subtitle, title, told
from tui.lenses import NO_LENSES, Lenses


class Look(Protocol):
    """How such a form writes what it has; all that it is given is clean."""

    def head(self, title: str, subtitle: str) -> str: ...

    def gap(self, words: str) -> str: ...

    def day(self, day: str) -> str: ...

    def message(self, moment: Moment, sender: str, told: Told) -> str: ...


class DailyWriter:
    """Writes messages in order below the heading of their day."""

    def __init__(
        self, look: Look, subject: Subject, clock: Clock, last: int | None = None, lenses: Lenses = NO_LENSES
    ) -> None:
        """`last`: the time (ms since 1970) of the message that was written last, to go on after it."""
        self.left_out = 0
        self._look = look
        self._subject = subject
        self._clock = clock
        self._lenses = lenses
        self._day = "" if last is None else clock.read(last).day

    def begin(self) -> str:
        return self._look.head(title(self._subject), subtitle(self._subject))

    def write(self, entries: Sequence[Entry]) -> str:
        return "".join(map(self._entry, entries))

    def end(self) -> str:
        return ""

    def _entry(self, entry: Entry) -> str:
        moment = self._clock.read(entry.kept.place.time)
        before = self._look.gap(missing_here()) if entry.gap else ""
        if moment.day != self._day:
            self._day = moment.day
            before += self._look.day(moment.day)
        return before + self._look.message(moment, sender(entry.kept.sender), told(entry, self._lenses))
