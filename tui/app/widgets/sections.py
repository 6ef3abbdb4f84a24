"""Where the entries of the conversation list stand, and the lines that part its sections; pure, without Textual."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tui.app.glyphs import Glyphs
from tui.app.widgets.conversation_lines import Part, Piece
from tui.app.widgets.history.wrap import wrap
from tui.i18n import _
from tui.store.snapshots import ConversationItem

ENTRY_HEIGHT = 2


@dataclass(frozen=True, slots=True)
class Sections:
    """Entries of `ENTRY_HEIGHT` lines from line 0 downwards, each named by its row.

    `dividers`: rows in ascending order, each with the lines that stand above it.
    """

    count: int = 0
    dividers: tuple[tuple[int, tuple[Piece, ...]], ...] = ()

    @property
    def line_count(self) -> int:
        return self.line_of(self.count)

    def line_of(self, row: int) -> int:
        """The first line of an entry; of the row after the last one, the line below all."""
        return row * ENTRY_HEIGHT + sum(len(lines) for at, lines in self.dividers if at <= row)

    def top_of(self, row: int) -> int:
        """The first line of what is to be seen with an entry: of the divider above it, where it begins a section."""
        return self.line_of(row) - sum(len(lines) for at, lines in self.dividers if at == row)

    def row_at(self, line: int) -> int | None:
        """The entry that a line belongs to; None on a divider and below the last entry."""
        above = 0
        for at, lines in self.dividers:
            start = at * ENTRY_HEIGHT + above
            if line < start:
                break
            above += len(lines)
            if line < start + len(lines):
                return None
        row = (line - above) // ENTRY_HEIGHT
        return row if row < self.count else None

    def divider_at(self, line: int) -> Piece | None:
        """What stands in a line of a divider; None in any other line."""
        for at, lines in self.dividers:
            offset = line - self.top_of(at)
            if 0 <= offset < len(lines):
                return lines[offset]
        return None


def sections_of(items: Sequence[ConversationItem], width: int, glyphs: Glyphs) -> Sections:
    """A rule between pinned and other conversations, and a heading above those that are only here.

    `items` are in this order. A rule is left out where there is nothing on one of its sides.
    """
    pinned, listed = sum(item.is_pinned for item in items), sum(item.listed for item in items)
    rule = Piece(glyphs.rule * width, Part.RULE)
    dividers: list[tuple[int, tuple[Piece, ...]]] = []
    if 0 < pinned < listed:
        dividers.append((pinned, (rule,)))
    if listed < len(items):
        heading = _heading(width)
        dividers.append((listed, (rule, *heading) if listed else heading))
    return Sections(len(items), tuple(dividers))


def _heading(width: int) -> tuple[Piece, ...]:
    words = _("only here: not on the server's list any more")
    return tuple(Piece(line, Part.HEADING) for line in wrap(words, width))
