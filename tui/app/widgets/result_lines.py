"""A message that was found, in lines that say whose it is, when and where it was said, with the hit marked; pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from rich.cells import cell_len

from tui.app.glyphs import Glyphs
from tui.app.widgets.cells import LINE_CAP, characters, fit, padded
from tui.app.widgets.history.spread import Find, Spans
from tui.i18n import _
from tui.lenses import NO_LENSES, Lenses
from tui.models import ChatMessage
from tui.text import clean_line
from tui.timeline.rows import local_time
from tui.timeline.words import describe

LEAST_BESIDE = 100
"""Cells from which on everything about a message stands in one line."""

LINES_BELOW = 2
"""Lines that a message takes in fewer cells."""

_SENDER = 16
_CONVERSATION = 20
_INDENT = 2


class Part(StrEnum):
    """What a piece of a line is; the stylesheet has a component class for each."""

    TIME = "time"
    PLACE = "place"
    SENDER = "sender"
    TEXT = "text"
    HIT = "hit"


Pieces = tuple[tuple[str, Part], ...]


@dataclass(frozen=True, slots=True)
class Columns:
    """How results are laid out: cells of a line, the signs, what is looked for, and what shows attached values."""

    width: int
    glyphs: Glyphs
    find: Find
    lenses: Lenses = NO_LENSES

    @property
    def height(self) -> int:
        """Lines of a result."""
        return 1 if self.width >= LEAST_BESIDE else LINES_BELOW


def result_lines(message: ChatMessage, place: str, columns: Columns) -> tuple[Pieces, ...]:
    """The lines of one result, `columns.height` of them, none too wide; `place`: which conversation it is in, or ''."""
    ellipsis = columns.glyphs.ellipsis
    at = f"{local_time(message.time, None):%Y-%m-%d %H:%M}"
    sender = clean_line(message.sender[:LINE_CAP]) or _("(no sender)")
    where = clean_line(place[:LINE_CAP])
    if columns.height == 1:
        head = [(f"{at}  ", Part.TIME)]
        head += [(f"{padded(where, _CONVERSATION, ellipsis)}  ", Part.PLACE)] if place else []
        head.append((f"{padded(sender, _SENDER, ellipsis)}  ", Part.SENDER))
        room = columns.width - sum(cell_len(text) for text, _part in head)
        return ((*head, *_excerpt(message, room, columns)),)
    named = columns.glyphs.spell(f" · {where}") if place else ""
    room = max(columns.width - len(at) - 2, 1)
    name = fit(sender, max(room - cell_len(named), min(room, _SENDER)), ellipsis)
    named = fit(named, room - cell_len(name), ellipsis)
    gap = " " * (room - cell_len(name) - cell_len(named) + 2)
    first = ((name, Part.SENDER), (named, Part.PLACE), (fit(gap + at, room + 2 + len(at)), Part.TIME))
    text = _excerpt(message, columns.width - _INDENT, columns)
    return first, ((" " * _INDENT, Part.TEXT), *text)


def _excerpt(message: ChatMessage, room: int, columns: Columns) -> Pieces:
    """What the message says, from shortly before the first hit where that would be cut off."""
    line = describe(message, lenses=columns.lenses)
    hits = columns.find(line)
    start = 0
    if hits and cell_len(line[: hits[0][1]]) > room:
        start = max(hits[0][0] - room // 4, 0)
    lead = columns.glyphs.ellipsis if start else ""
    return ((lead, Part.TEXT), *_cut(_marked(line, start, hits), room - len(lead), columns.glyphs.ellipsis))


def _marked(line: str, start: int, hits: Spans) -> Iterator[tuple[str, Part]]:
    for begin, end in hits:
        yield line[start : max(begin, start)], Part.TEXT
        yield line[max(begin, start) : end], Part.HIT
        start = max(end, start)
    yield line[start:], Part.TEXT


def _cut(pieces: Iterator[tuple[str, Part]], room: int, ellipsis: str) -> Iterator[tuple[str, Part]]:
    """As much of the pieces as `room` cells hold; the last character says that there is more."""
    for text, part in pieces:
        cells = _cells(text, room)
        if cells > room:
            yield fit(text, room, ellipsis), part
            return
        yield text, part
        room -= cells


def _cells(text: str, enough: int) -> int:
    """The cells of a text; of a long one only that they are more than `enough`."""
    return cell_len(text) if len(text) <= LINE_CAP else max(cell_len("".join(characters(text[:LINE_CAP]))), enough + 1)
