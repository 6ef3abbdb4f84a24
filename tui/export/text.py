"""The plain text form: a heading a day, a line a message, further lines of it indented below."""

from __future__ import annotations

from collections.abc import Sequence

from tui.export.clock import Clock
from tui.export.entries import Entry, Subject
from tui.export.telling import missing_here, sender, subtitle, title, told
from tui.lenses import NO_LENSES, Lenses

_INDENT = "\n    "
"""No further line of a text can pass for a message of its own."""


class TextWriter:
    """Writes for people and for what reads lines."""

    def __init__(self, subject: Subject, clock: Clock, last: int | None = None, lenses: Lenses = NO_LENSES) -> None:
        """`last`: the time (ms since 1970) of the message that was written last, to go on after it."""
        self.left_out = 0
        self._subject = subject
        self._clock = clock
        self._lenses = lenses
        self._day = "" if last is None else clock.read(last).day

    def begin(self) -> str:
        return f"{title(self._subject)}\n{subtitle(self._subject)}\n"

    def write(self, entries: Sequence[Entry]) -> str:
        return "".join(map(self._entry, entries))

    def end(self) -> str:
        return ""

    def _entry(self, entry: Entry) -> str:
        moment = self._clock.read(entry.kept.place.time)
        before = f"\n~~~~ {missing_here()} ~~~~\n" if entry.gap else ""
        if moment.day != self._day:
            self._day = moment.day
            before += f"\n==== {moment.day} ====\n\n"
        words, note = told(entry, self._lenses)
        noted = f" ({note})" if note else ""
        text = words.replace("\n", _INDENT)
        return f"{before}{moment.time} {moment.offset}  {sender(entry.kept.sender)}{noted}: {text}\n"
