"""A conversation in two lines of text that are exactly as wide as asked for; pure, without Textual."""

from __future__ import annotations

from datetime import datetime
from enum import Enum, auto
from typing import NamedTuple

from rich.cells import cell_len

from tui.app.glyphs import Glyphs
from tui.app.widgets.cells import LINE_CAP, padded
from tui.i18n import _
from tui.models import ChatMessage, ConversationType
from tui.store.snapshots import ConversationItem
from tui.text import clean_line
from tui.timeline.rows import local_time
from tui.timeline.words import describe

UNREAD_CAP = 99
"""More unread messages than this are shown as this and a plus sign."""

TYPE_SIGNS = {ConversationType.SINGLE: " ", ConversationType.GROUP: "#", ConversationType.ROOM: "%"}
"""One cell before the last message; the same in every character set."""

_PIN_CELLS = 2


class Part(Enum):
    """What a piece of a line is, so that it can be styled."""

    NAME = auto()
    QUIET = auto()
    UNREAD = auto()


class Piece(NamedTuple):
    text: str
    part: Part


Line = tuple[Piece, ...]


def when(at: datetime, now: datetime) -> str:
    """A time in at most five cells: the hour of today, a day of the past week, a day of this year, or a year."""
    days = (now.date() - at.date()).days
    if days == 0:
        return f"{at:%H:%M}"
    if 0 < days < 7:
        return _weekdays()[at.weekday()]
    if at.year == now.year:
        return _("{day} {month}").format(day=at.day, month=_months()[at.month - 1])
    return str(at.year)


def entry_lines(item: ConversationItem, width: int, now: datetime, glyphs: Glyphs) -> tuple[Line, Line]:
    """The name with the time of the last message, and below it the last message in words with the unread count."""
    last = item.last_message
    pin = padded(glyphs.pin if item.is_pinned else "", _PIN_CELLS)
    clock = when(local_time(last.time, now.tzinfo), now) if last else ""
    name = Piece(f"{pin} {clean_line(item.name[:LINE_CAP])}", Part.NAME)
    words = Piece(f" {TYPE_SIGNS[item.key.type]} {_preview(last, item.key.type)}", Part.QUIET)
    state = Piece(_("saving") if item.pending else clock, Part.QUIET)
    count = Piece(_count(item.unread_count), Part.UNREAD)
    return _justified(name, state, width, glyphs.ellipsis), _justified(words, count, width, glyphs.ellipsis)


def _justified(left: Piece, right: Piece, width: int, ellipsis: str) -> Line:
    room = width - cell_len(right.text) - 1
    if not right.text or room < 1:
        return (Piece(padded(left.text, width, ellipsis), left.part),)
    return Piece(padded(left.text, room, ellipsis) + " ", left.part), right


def _preview(last: ChatMessage | None, kind: ConversationType) -> str:
    if last is None:
        return _("no messages")
    words = describe(last, LINE_CAP)
    return words if kind is ConversationType.SINGLE else f"{clean_line(last.sender[:LINE_CAP])}: {words}"


def _count(unread: int) -> str:
    if unread <= 0:
        return ""
    return str(unread) if unread <= UNREAD_CAP else f"{UNREAD_CAP}+"


def _weekdays() -> tuple[str, ...]:
    return _("Mon"), _("Tue"), _("Wed"), _("Thu"), _("Fri"), _("Sat"), _("Sun")


def _months() -> tuple[str, ...]:
    return (
        _("Jan"), _("Feb"), _("Mar"), _("Apr"), _("May"), _("Jun"),
        _("Jul"), _("Aug"), _("Sep"), _("Oct"), _("Nov"), _("Dec"),
    )  # fmt: skip
