"""What is said below a message: what is folded away, where links really lead, whom it mentions, edits, reactions."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from tui.app.widgets.dates import when
from tui.i18n import _, ngettext
from tui.lenses import NO_LENSES, Lenses
from tui.models import CombineBody
from tui.timeline.beside import is_mentioned
from tui.timeline.pieces import Piece
from tui.timeline.rows import MessageRow, local_time
from tui.timeline.words import edited_note, lens_note, reactions_line, thread_note

MOST_WARNINGS = 3
"""Links of one message that are warned of one by one."""

_DOT = "· "

NO_COUNTS: Mapping[str, int] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Note:
    """One clean sentence, after a `sign`. `is_searched`: searches look for their words in it."""

    words: str
    sign: str = ""
    is_searched: bool = False


def notes(
    row: MessageRow,
    hidden: int,
    pieces: Sequence[Piece],
    lenses: Lenses = NO_LENSES,
    own_id: str = "",
    counts: Mapping[str, int] = NO_COUNTS,
) -> Iterator[Note]:
    """One a line; `hidden` characters of the text are folded away, `pieces` are those that are not.

    `counts`: how many messages combined ones hold, by the addresses of their files, as far as that is known.
    """
    if hidden:
        more = ngettext("… {count} more character · Enter", "… {count} more characters · Enter", hidden)
        yield Note(more.format(count=f"{hidden:,}"))
    if isinstance(row.message.body, CombineBody):
        yield Note(_opening(counts.get(row.message.body.attachment.url, 0)))
    yield from map(Note, _warnings(pieces))
    if line := lens_note(row.message, lenses):
        yield Note(line, _DOT, is_searched=True)
    for said in (_what_became_of(row, own_id), _what_others_said(row)):
        if said:
            yield Note(" · ".join(said), _DOT)


def _opening(count: int) -> str:
    """How to get to the messages that a combined one holds; their `count` is 0 where it is not known."""
    if not count:
        return _("· Enter opens these messages")
    words = ngettext("· Enter opens {count} message", "· Enter opens {count} messages", count)
    return words.format(count=f"{count:,}")


def _warnings(pieces: Sequence[Piece]) -> Iterator[str]:
    """Where links lead that do not look like it."""
    hosts = dict.fromkeys(piece.link.host for piece in pieces if piece.link and piece.link.misleads)
    for host in list(hosts)[:MOST_WARNINGS]:
        yield _("! a link leads to {host}").format(host=host)
    if len(hosts) > MOST_WARNINGS:
        rest = len(hosts) - MOST_WARNINGS
        yield ngettext("! and to {count} other host", "! and to {count} other hosts", rest).format(count=f"{rest:,}")


def _what_became_of(row: MessageRow, own_id: str) -> list[str]:
    mentioned = _("mentions you") if is_mentioned(row.message, own_id) else ""
    edited = edited_note(row.message, _edit_time(row))
    leaving = _("being deleted…") if row.leaving else ""
    return [note for note in (mentioned, edited, leaving) if note]


def _what_others_said(row: MessageRow) -> list[str]:
    return [note for note in (reactions_line(row.message), thread_note(row.message)) if note]


def _edit_time(row: MessageRow) -> str:
    """When the message was changed last, as short as the day of the message allows; '' when that is not known."""
    edit = row.message.edited
    return when(local_time(edit.time, row.at.tzinfo), row.at) if edit and edit.time > 0 else ""
