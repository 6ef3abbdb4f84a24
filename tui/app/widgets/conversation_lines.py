"""A conversation in two lines of text that are exactly as wide as asked for; pure, without Textual."""

from __future__ import annotations

from datetime import datetime
from enum import Enum, auto
from typing import NamedTuple

from rich.cells import cell_len

from tui.app.glyphs import Glyphs
from tui.app.widgets.cells import LINE_CAP, fit_middle, padded
from tui.app.widgets.dates import when
from tui.i18n import _
from tui.lenses import NO_LENSES, Lenses
from tui.models import ChatMessage, ConversationType
from tui.store.snapshots import ConversationItem
from tui.text import clean_line
from tui.timeline.rows import local_time
from tui.timeline.words import describe

UNREAD_CAP = 99
"""More unread messages than this are shown as this and a plus sign."""

TYPE_SIGNS = {ConversationType.SINGLE: " ", ConversationType.GROUP: "#", ConversationType.ROOM: "%"}
"""One cell before the last message; the same in every character set."""


class Part(Enum):
    """What a piece of a line is, so that it can be styled."""

    NAME = auto()
    QUIET = auto()
    UNREAD = auto()
    RULE = auto()
    HEADING = auto()


class Piece(NamedTuple):
    text: str
    part: Part


Line = tuple[Piece, ...]


def entry_lines(
    item: ConversationItem, width: int, now: datetime, glyphs: Glyphs, lenses: Lenses = NO_LENSES
) -> tuple[Line, Line]:
    """The name with the time of the last message, and below it the last message in words with the unread count.

    Before the count stands a sign where messages will expire before they are archived.
    """
    last = item.last_message
    pin = padded(glyphs.pin if item.is_pinned else "", 1)
    clock = when(local_time(last.time, now.tzinfo), now) if last else ""
    words = Piece(f"{TYPE_SIGNS[item.key.type]} {_preview(last, item.key.type, lenses)}", Part.QUIET)
    state = Piece(_state(item) or clock, Part.QUIET)
    name = Piece(f"{pin} {_name(item, width - cell_len(f'{pin}  {state.text}'), glyphs)}", Part.NAME)
    count = Piece(unread_in_words(item.unread_count) if item.unread_count > 0 else "", Part.UNREAD)
    expiring = Piece(glyphs.expiring if item.expiring else "", Part.QUIET)
    return _justified(width, glyphs.ellipsis, name, state), _justified(width, glyphs.ellipsis, words, expiring, count)


def _name(item: ConversationItem, room: int, glyphs: Glyphs) -> str:
    """What the conversation is called. Of an id that is too long for its room both ends are left, which tell most."""
    name = clean_line(item.name[:LINE_CAP])
    return fit_middle(name, room, glyphs.ellipsis) if item.name == item.key.id and room > 0 else name


def _state(item: ConversationItem) -> str:
    """What is being done with it."""
    if item.deadline is not None:
        return _("deleting")
    return _("saving") if item.pending else ""


def _justified(width: int, ellipsis: str, left: Piece, *right: Piece) -> Line:
    """`left` at the left, as much of it as there is room for; the other pieces that have a text at the right."""
    at_right = [Piece(f" {piece.text}", piece.part) for piece in right if piece.text]
    room = width - sum(cell_len(piece.text) for piece in at_right)
    if room < 1:
        return (Piece(padded(left.text, width, ellipsis), left.part),)
    return Piece(padded(left.text, room, ellipsis), left.part), *at_right


def _preview(last: ChatMessage | None, kind: ConversationType, lenses: Lenses) -> str:
    if last is None:
        return _("no messages")
    words = describe(last, LINE_CAP, lenses)
    return words if kind is ConversationType.SINGLE else f"{clean_line(last.sender[:LINE_CAP])}: {words}"


def unread_in_words(unread: int) -> str:
    """So many unread messages, in at most three cells."""
    return str(unread) if unread <= UNREAD_CAP else f"{UNREAD_CAP}+"
