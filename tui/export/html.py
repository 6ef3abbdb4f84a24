"""The HTML form: one page for a browser without a network, with a search and links to every day."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from functools import lru_cache
from html import escape
from pathlib import PurePosixPath
from urllib.parse import quote
from zlib import crc32

from tui.export.clock import Clock, Moment
from tui.export.entries import Entry, Subject
from tui.export.page import foot, head
from tui.export.telling import Told, missing_here, sender, subtitle, title, told
from tui.i18n import _, ngettext
from tui.lenses import NO_LENSES, Lenses
from tui.models import Kind
from tui.timeline.links import addresses

_SECTION = 100
"""Messages that a browser lays out together, when one comes near them."""
_TOGETHER = 300_000
"""Ms within which messages of one sender stand below one name."""
_COLOURS = 8
_PICTURES = frozenset({".png", ".jpg", ".jpeg", ".gif", ".webp", ".bmp"})


class HtmlWriter:
    """Writes one page. Its days stand at its end, where they are known; it has to be written whole each time."""

    def __init__(self, subject: Subject, clock: Clock, lenses: Lenses = NO_LENSES) -> None:
        self.left_out = 0
        self._subject = subject
        self._clock = clock
        self._lenses = lenses
        self._days: Counter[str] = Counter()
        self._gaps = 0
        self._day = ""
        self._in_section = 0
        self._last: tuple[str, int] = ("", 0)

    def begin(self) -> str:
        found = escape(_("{hits} of {all} messages"))
        attributes = f' class="days" data-found="{found}"'
        return head(title(self._subject), subtitle(self._subject), body=attributes, days=True)

    def write(self, entries: Sequence[Entry]) -> str:
        return "".join(map(self._entry, entries))

    def end(self) -> str:
        closing = "</section>\n" if self._in_section else ""
        return f"{closing}</main>\n{self._navigation()}{foot(scripted=True)}"

    def _entry(self, entry: Entry) -> str:
        kept = entry.kept
        moment = self._clock.read(kept.place.time)
        before = self._before(moment, is_gap=entry.gap)
        begins = before.endswith("\n") or self._last[0] != kept.sender or kept.place.time - self._last[1] > _TOGETHER
        self._last = (kept.sender, kept.place.time)
        self._in_section += 1
        self._days[moment.day] += 1
        return f"{before}{_article(entry, told(entry, self._lenses), moment, begins=begins)}"

    def _before(self, moment: Moment, *, is_gap: bool) -> str:
        """What stands between the last message and one of this moment; it ends with a line where something does."""
        parts = []
        if moment.day != self._day or self._in_section >= _SECTION:
            parts.append("</section>\n<section>\n" if self._in_section else "<section>\n")
            self._in_section = 0
        if is_gap:
            self._gaps += 1
            parts.append(f'<hr><p class="gap">{escape(missing_here())}</p>\n')
        if moment.day != self._day:
            self._day = moment.day
            parts.append(f'<h2 id="d{moment.day}"><a href="#d{moment.day}">{moment.day}</a></h2>\n')
        return "".join(parts)

    def _navigation(self) -> str:
        months: dict[str, list[str]] = {}
        counts: Counter[str] = Counter()
        for day, count in self._days.items():
            link = f'<a href="#d{day}" title="{count:,}">{day[8:]}</a>'
            months.setdefault(day[:7], []).append(link)
            counts[day[:7]] += count
        told = [f"<p>{escape(self._sum())}</p>"]
        for month, days in months.items():
            told.append(
                f"<details><summary>{month} · {counts[month]:,}</summary><div>{''.join(days)}</div></details>\n"
            )
        return f'<nav id="days">{"".join(told)}</nav>\n'

    def _sum(self) -> str:
        count = self._days.total()
        messages = ngettext("{count:,} message", "{count:,} messages", count).format(count=count)
        if not self._gaps:
            return messages
        gaps = ngettext("{count} gap", "{count} gaps", self._gaps).format(count=self._gaps)
        return _("{messages}, {gaps}").format(messages=messages, gaps=gaps)


def _article(entry: Entry, said: Told, moment: Moment, *, begins: bool) -> str:
    kept = entry.kept
    name, colour = _sender(kept.sender)
    anchor = f"m{quote(kept.place.name)}"
    classes, heading = (f"n {colour}", f"<b>{name}</b>") if begins else (colour, "")
    noted = f"<i>{escape(said.note)}</i>" if said.note else ""
    return (
        f'<article id="{anchor}" class="{classes}" data-from="{name}">'
        f'<a href="#{anchor}" title="{moment.iso}">{moment.time[:5]}</a>'
        f'<div>{heading}<p dir="auto">{_linked(said.words)}</p>{_file(entry)}{noted}</div></article>\n'
    )


@lru_cache(4096)
def _sender(user: str) -> tuple[str, str]:
    """The sender as HTML, and the class with a colour of theirs."""
    return escape(sender(user)), f"s{crc32(user.encode('utf-8', 'surrogatepass')) % _COLOURS}"


def _linked(text: str) -> str:
    """A text with its addresses as links that tell nobody where they were followed from."""
    parts: list[str] = []
    end = 0
    for at, found in addresses(text):
        address = escape(found)
        parts.append(escape(text[end:at]))
        parts.append(f'<a href="{address}" rel="noreferrer noopener" target="_blank">{address}</a>')
        end = at + len(found)
    return "".join(parts) + escape(text[end:])


def _file(entry: Entry) -> str:
    """The saved file: a picture is shown, everything else can only be saved, as it might act as a page."""
    if not entry.file:
        return ""
    address, name = escape(quote(entry.file)), escape(PurePosixPath(entry.file).name)
    if entry.kept.kind == Kind.IMAGE and PurePosixPath(entry.file).suffix.lower() in _PICTURES:
        return f'<a href="{address}"><img src="{address}" alt="{name}" loading="lazy"></a>'
    return f'<p><a href="{address}" download>{name}</a></p>'
