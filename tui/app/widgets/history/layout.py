"""Rows laid out as lines of toned text, for a given width."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum

from rich.cells import cell_len

from tui.app.glyphs import UNICODE, Glyphs
from tui.app.widgets.cells import LINE_CAP, fit
from tui.app.widgets.history.chrome import (
    day_line,
    edge_line,
    floor_line,
    gap_line,
    hidden_line,
    new_line,
    recall_line,
    visit_line,
)
from tui.app.widgets.history.notes import Note, notes
from tui.app.widgets.history.spread import Find, Spans, between_rows, hits_in_rows, spread
from tui.app.widgets.history.wrap import wrap
from tui.i18n import _
from tui.lenses import NO_LENSES, Lenses
from tui.models import ChatMessage, ImageBody, TextBody
from tui.text import clean_line
from tui.timeline.pieces import Piece, PieceKind, recognise
from tui.timeline.rows import (
    DayRow,
    EdgeRow,
    FloorRow,
    GapRow,
    HiddenRow,
    MessageRow,
    NewRow,
    RecallRow,
    Row,
    VisitRow,
)
from tui.timeline.timeline import EdgeState
from tui.timeline.words import body_text, quoted_line

FOLD = 4_000
"""Characters of a message that are shown before one asks for more."""

FOLD_LINES = 200

UNFOLD_BY = 10
"""Asking for more shows this many times as much."""

HEADING_INDENT = 1
TEXT_INDENT = 3
"""Text stands two cells to the right of every line of ours, so that no message can look like one."""

LEAST_NAME = 8
"""Cells that are left to a sender's name before more than the time is said beside it."""


class Tone(StrEnum):
    """What a piece of text is, and with it how it looks; the stylesheet has a component class for each."""

    PLAIN = "plain"
    SENDER = "sender"
    OWN = "own"
    TIME = "time"
    WORDS = "words"
    CODE = "code"
    QUOTE = "quote"
    LINK = "link"
    MENTION = "mention"
    NOTE = "note"
    LEAVING = "leaving"
    DAY = "day"
    EDGE = "edge"
    GAP = "gap"
    FLOOR = "floor"
    NEW = "new"
    FAILED = "failed"
    NOTICE = "notice"


_OF_TEXT: Mapping[PieceKind, Tone] = {
    PieceKind.PLAIN: Tone.PLAIN,
    PieceKind.CODE: Tone.CODE,
    PieceKind.QUOTE: Tone.QUOTE,
    PieceKind.LINK: Tone.LINK,
    PieceKind.MENTION: Tone.MENTION,
}


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a row: pieces of text with their tones, after `indent` empty cells.

    `hits`: from and until which character of the line is what was looked for. `after`: what stands between its text and
    that of the next line: a line feed or, where a text was only wrapped, what it has there.
    """

    indent: int
    pieces: tuple[tuple[str, Tone], ...]
    hits: Spans = ()
    after: str = "\n"


@dataclass(frozen=True, slots=True)
class Block:
    """The lines of one row, at least one; `lead` of them stand above a message's text.

    `hidden`: so many characters of the text are folded away.
    """

    lines: tuple[Line, ...]
    lead: int = 0
    hidden: int = 0


@dataclass(frozen=True, slots=True)
class Look:
    """What the layout of every row depends on; `own_id` is the signed-in user's.

    `find`: where in a text is what was looked for; None while nothing is. `counts`: how many messages combined ones
    hold, by the addresses of their files, as far as that is known. `picture_hint`: what is said right after a picture.
    """

    width: int
    own_id: str = ""
    glyphs: Glyphs = UNICODE
    lenses: Lenses = NO_LENSES
    find: Find | None = None
    counts: Mapping[str, int] = field(default_factory=dict)
    picture_hint: str = ""


def lay_out(row: Row, look: Look, limit: int = FOLD) -> Block:
    """The lines of `row`; of a message's text no more than `limit` characters are shown."""
    if isinstance(row, MessageRow):
        return _message_block(row, look, limit)
    if isinstance(row, RecallRow):
        words = recall_line(row, _room(look), look.glyphs, is_own=row.who == look.own_id)
        return Block((Line(HEADING_INDENT, ((words, Tone.NOTE),)),))
    return Block((Line(HEADING_INDENT, (_line_of_ours(row, _room(look), look.glyphs),)),))


def _line_of_ours(
    row: DayRow | EdgeRow | GapRow | FloorRow | NewRow | VisitRow | HiddenRow, width: int, glyphs: Glyphs
) -> tuple[str, Tone]:
    match row:
        case DayRow():
            return day_line(row.day, width, glyphs), Tone.DAY
        case EdgeRow():
            return edge_line(row, width, glyphs), Tone.FAILED if row.state is EdgeState.FAILED else Tone.EDGE
        case GapRow():
            return gap_line(row, width, glyphs), Tone.FAILED if row.state is EdgeState.FAILED else Tone.GAP
        case FloorRow():
            return floor_line(width, glyphs), Tone.FLOOR
        case NewRow():
            return new_line(width, glyphs), Tone.NEW
        case HiddenRow():
            return hidden_line(width, glyphs), Tone.EDGE
        case VisitRow():
            return visit_line(width, glyphs), Tone.NEW


def _room(look: Look) -> int:
    return max(look.width - HEADING_INDENT, 1)


def _message_block(row: MessageRow, look: Look, limit: int) -> Block:
    text, hidden = _folded(row.message, look.lenses, limit)
    is_text = isinstance(row.message.body, TextBody)
    found = look.find(text) if look.find is not None else ()
    if isinstance(row.message.body, ImageBody) and look.picture_hint:
        text = f"{text} · {look.picture_hint}"
    if not is_text:
        text = look.glyphs.spell(text)
    pieces = recognise(text) if is_text else (Piece(text, PieceKind.PLAIN),)
    tones = _tones(row)
    rows = wrap(text, look.width - TEXT_INDENT)
    hits = hits_in_rows(text, rows, found) if found else [()] * len(rows)
    lines = zip(spread(text, rows, pieces), hits, between_rows(text, rows), strict=True)
    *body, last = (
        Line(TEXT_INDENT, tuple((part, tones[kind]) for part, kind in line), hit, after) for line, hit, after in lines
    )
    body.append(replace(last, after="\n"))
    lead = () if row.continues else (_heading(row, look),)
    answered = quoted_line(row.message)
    above = [_line_beside(f"{look.glyphs.answer} {answered}", Tone.QUOTE, look)] if answered else []
    said = notes(row, hidden, pieces, look.lenses, look.own_id, look.counts)
    below = [_note_line(note, look) for note in said]
    return Block((*lead, *above, *body, *below), lead=len(lead), hidden=hidden)


def _line_beside(words: str, tone: Tone, look: Look) -> Line:
    """What is said beside a text, where headings begin: no message's own text can stand there."""
    return Line(HEADING_INDENT, ((fit(words, _room(look), look.glyphs.ellipsis), tone),))


def _note_line(note: Note, look: Look) -> Line:
    """A note, with what was looked for marked where searches look for it."""
    sign, words = look.glyphs.spell(note.sign), look.glyphs.spell(note.words)
    line = _line_beside(sign + words, Tone.NOTE, look)
    if look.find is None or not note.is_searched:
        return line
    shown = len(line.pieces[0][0]) - len(sign)
    found = ((start + len(sign), min(end, shown) + len(sign)) for start, end in look.find(words) if start < shown)
    return replace(line, hits=tuple(found))


def _folded(message: ChatMessage, lenses: Lenses, limit: int) -> tuple[str, int]:
    text, hidden = body_text(message, limit, lenses)
    lines = text.split("\n")
    allowed = limit * FOLD_LINES // FOLD
    if len(lines) <= allowed:
        return text, hidden
    kept = "\n".join(lines[:allowed])
    return kept, hidden + len(text) - len(kept)


def _tones(row: MessageRow) -> Mapping[PieceKind, Tone]:
    """How each kind of piece looks in this row."""
    if row.leaving:
        return dict.fromkeys(PieceKind, Tone.LEAVING)
    return _OF_TEXT if isinstance(row.message.body, TextBody) else dict.fromkeys(PieceKind, Tone.WORDS)


def _heading(row: MessageRow, look: Look) -> Line:
    is_own = bool(look.own_id) and row.message.sender == look.own_id
    time = f"  {row.at:%H:%M}"
    mark = f" {_('(you)')}" if is_own else ""
    room = _room(look) - cell_len(time) - cell_len(mark)
    note = _heading_note(row, room, look.glyphs)
    sender_name = clean_line(row.message.sender[:LINE_CAP]) or _("(no sender)")
    name = fit(sender_name, max(room - cell_len(note), 1), look.glyphs.ellipsis)
    sender = (fit(name + mark, _room(look), look.glyphs.ellipsis), Tone.OWN if is_own else Tone.SENDER)
    left = _room(look) - cell_len(sender[0])
    return Line(HEADING_INDENT, (sender, (time, Tone.TIME), (note, Tone.NOTE)) if cell_len(time) <= left else (sender,))


def _heading_note(row: MessageRow, room: int, glyphs: Glyphs) -> str:
    """What is said after the time, of `room` cells for it and the name; '' where the name needs them."""
    note = glyphs.spell(f" · {_('only here')}") if row.only_here else ""
    return note if room - cell_len(note) >= LEAST_NAME else ""
