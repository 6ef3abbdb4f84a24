"""The Markdown form: a heading a day, each message as a quotation in which no character acts."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from tui.export.clock import Clock
from tui.export.entries import Entry, Subject
from tui.export.telling import missing_here, sender, subtitle, title, told
from tui.timeline.links import addresses

_ACTS = re.compile(r"[\\`*_\[\]<>&|~$^{}!]")
_ACTS_FIRST = re.compile(r"(\d{0,9})([-+#=:.)])")
"""At the beginning of a line these make it a heading, an entry of a list or a line below a heading."""
_SPACES = re.compile(r"^ +| {2,}")


class MarkdownWriter:
    """Writes CommonMark with nothing in it that is not ours but text and links to http and https addresses."""

    def __init__(self, subject: Subject, clock: Clock, last: int | None = None) -> None:
        """`last`: the time (ms since 1970) of the message that was written last, to go on after it."""
        self.left_out = 0
        self._subject = subject
        self._clock = clock
        self._day = "" if last is None else clock.read(last).day

    def begin(self) -> str:
        return f"# {escaped(title(self._subject))}\n\n{escaped(subtitle(self._subject))}\n"

    def write(self, entries: Sequence[Entry]) -> str:
        return "".join(map(self._entry, entries))

    def end(self) -> str:
        return ""

    def _entry(self, entry: Entry) -> str:
        moment = self._clock.read(entry.kept.place.time)
        before = f"\n*{escaped(missing_here())}*\n" if entry.gap else ""
        if moment.day != self._day:
            self._day = moment.day
            before += f"\n## {moment.day}\n"
        words, note = told(entry)
        noted = f" *({escaped(note)})*" if note else ""
        quoted = "\\\n> ".join(map(escaped, words.split("\n")))
        return f"{before}\n**{_sender(entry.kept.sender)}** {moment.time} {moment.offset}{noted}\n\n> {quoted}\n"


def escaped(line: str) -> str:
    """One clean line as Markdown that shows just that line."""
    parts: list[str] = []
    end = 0
    for at, address in addresses(line):
        parts += (_plain(line[end:at]), f"<{address}>")
        end = at + len(address)
    parts.append(_plain(line[end:]))
    first = _ACTS_FIRST.match(line)
    text = "".join(parts)
    return (f"{first[1]}\\{text[first.start(2) :]}" if first else text) or "&nbsp;"


@lru_cache(4096)
def _sender(user: str) -> str:
    return escaped(sender(user))


def _plain(text: str) -> str:
    return _SPACES.sub(lambda found: "&nbsp;" * len(found[0]), _ACTS.sub(r"\\\g<0>", text))
