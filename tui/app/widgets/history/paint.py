"""Laid-out rows as strips for the terminal, remembered as long as they are likely to be shown again."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass, field

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from tui.app.widgets.history.chrome import standing_line
from tui.app.widgets.history.frame import Frame
from tui.app.widgets.history.layout import (
    FOLD,
    HEADING_INDENT,
    TEXT_INDENT,
    UNFOLD_BY,
    Block,
    Line,
    Look,
    Tone,
    lay_out,
)
from tui.app.widgets.history.picked import Picked, part_of
from tui.app.widgets.history.spread import cut_at
from tui.app.widgets.history.wrap import wrap
from tui.timeline.rows import MessageRow, Row

ROWS_KEPT = 1_000
"""Laid-out rows to remember: as many as there are messages loaded. Each keeps its message, which may be so no more."""

LINES_KEPT = 4_000
"""Lines of those rows to remember: some are long."""

STRIPS_KEPT = 250
"""Strips to remember: they are quickly made again, and each weighs some kilobytes with what Textual keeps in it."""

CURSOR = "cursor"
UNDER_CURSOR = "under-cursor"
MARKED = "marked"
HIT = "hit"
PICKED = "picked"
STYLE_NAMES = (*(tone.value for tone in Tone), CURSOR, UNDER_CURSOR, MARKED, HIT, PICKED)
"""A style for each tone and for the cursor's bar; two that are added to all of the cursor's and a marked message, and
two that are added to what was looked for and what was picked with the mouse."""


@dataclass(frozen=True, slots=True)
class Standing:
    """How a message stands out."""

    under_cursor: bool = False
    marked: bool = False


PLAIN = Standing()

_REVERSE = Style(reverse=True)


@dataclass(slots=True)
class _Painted:
    row: Row
    limit: int
    block: Block
    strips: dict[tuple[int, Standing], Strip] = field(default_factory=dict)


class Painter:
    """Lays rows out and paints them for one look; a row is done anew only when its value or the look has changed."""

    def __init__(self, look: Look) -> None:
        self._look = look
        self._styles: Mapping[str, Style] = {}
        self._limits: dict[str, int] = {}
        self._done: OrderedDict[str, _Painted] = OrderedDict()
        self._kept = 0
        self._strips = 0

    @property
    def look(self) -> Look:
        return self._look

    @look.setter
    def look(self, look: Look) -> None:
        self._look = look
        self._forget()

    def restyle(self, styles: Mapping[str, Style]) -> None:
        """Go on with other styles, by the names of `STYLE_NAMES`; one that is missing means plain."""
        self._styles = styles
        self._forget_strips()

    def block(self, row: Row) -> Block:
        """The lines of `row`."""
        return self._painted(row).block

    def unfold(self, row: Row) -> bool:
        """Show more of a message whose text is folded; False when there is no more of it."""
        painted = self._painted(row)
        if not painted.block.hidden:
            return False
        self._limits[row.key] = painted.limit * UNFOLD_BY
        return True

    def fold_all(self) -> None:
        self._limits.clear()

    def screen(
        self,
        frame: Frame,
        rows: Sequence[Row],
        lines: int,
        cursor: Row | None,
        marked: Container[str] = (),
        picked: Picked | None = None,
    ) -> list[Strip]:
        """The strips of a screen of `lines` lines, exactly as wide as the look says; empty lines come first.

        `marked`: the keys of the rows that are shown as marked. `picked`: what is picked with the mouse.
        """
        if self._strips > STRIPS_KEPT:
            self._forget_strips()
        strips: list[Strip] = []
        for shown in frame:
            row = rows[shown.position]
            painted = self._painted(row)
            visible = range(max(0, -shown.top), min(shown.height, lines - shown.top))
            standing = Standing(row is cursor, row.key in marked)
            drawn = [self._strip(painted, line, standing) for line in visible]
            if picked is not None:
                drawn = [
                    self._with_picked(strip, painted.block.lines[line], picked.cells(shown.position, line))
                    for strip, line in zip(drawn, visible, strict=True)
                ]
            strips.extend(drawn)
        return [Strip.blank(self._look.width)] * (lines - len(strips)) + strips

    def standing(self, row: MessageRow) -> Strip:
        """The line that stands at the screen's top for what is above it of a message: its day, sender and time."""
        words = standing_line(row, max(self._look.width - HEADING_INDENT, 1), self._look.glyphs)
        return paint(Line(HEADING_INDENT, ((words, Tone.DAY),)), self._look, self._styles)

    def notice(self, words: str, lines: int) -> list[Strip]:
        """A screen with nothing but `words` in its middle."""
        room = self._look.width - 2 * TEXT_INDENT
        told = [
            Line(max(self._look.width - cell_len(part), 0) // 2, ((part, Tone.NOTICE),))
            for part in wrap(self._look.glyphs.spell(words), room)[:lines]
        ]
        above = (lines - len(told)) // 2
        blank = Strip.blank(self._look.width)
        strips = [paint(line, self._look, self._styles) for line in told]
        return [blank] * above + strips + [blank] * (lines - above - len(strips))

    def _strip(self, painted: _Painted, line: int, standing: Standing) -> Strip:
        strip = painted.strips.get((line, standing))
        if strip is None:
            strip = paint(painted.block.lines[line], self._look, self._styles, standing)
            painted.strips[line, standing] = strip
            self._strips += 1
        return strip

    def _with_picked(self, strip: Strip, line: Line, cells: tuple[int, int] | None) -> Strip:
        if cells is None:
            return strip
        _part, first, last = part_of(line, *cells)
        picked = strip.crop(first, last).apply_style(self._styles.get(PICKED, _REVERSE))
        return Strip.join([strip.crop(0, first), picked, strip.crop(last)])

    def _painted(self, row: Row) -> _Painted:
        limit = self._limits.get(row.key, FOLD)
        found = self._done.get(row.key)
        if found is not None and found.limit == limit and (found.row is row or found.row == row):
            self._done.move_to_end(row.key)
            return found
        if found is not None:
            self._kept -= len(found.block.lines)
        painted = self._done[row.key] = _Painted(row, limit, lay_out(row, self._look, limit))
        self._done.move_to_end(row.key)
        self._kept += len(painted.block.lines)
        while (self._kept > LINES_KEPT or len(self._done) > ROWS_KEPT) and len(self._done) > 1:
            _key, oldest = self._done.popitem(last=False)
            self._kept -= len(oldest.block.lines)
        return painted

    def _forget(self) -> None:
        self._done.clear()
        self._kept = self._strips = 0

    def _forget_strips(self) -> None:
        for painted in self._done.values():
            painted.strips.clear()
        self._strips = 0


def paint(line: Line, look: Look, styles: Mapping[str, Style], standing: Standing = PLAIN) -> Strip:
    """`line` as a strip of exactly the look's width, with the cursor's bar and the sign of a mark before it.

    The sign stands beside the text: where lines begin at once, as headings do, there is no room for it.
    """
    extra = _combined(
        styles.get(UNDER_CURSOR) if standing.under_cursor else None, styles.get(MARKED) if standing.marked else None
    )
    bar = look.glyphs.cursor if standing.under_cursor else " "
    sign = look.glyphs.mark if standing.marked else ""
    before = (bar + sign)[: line.indent].ljust(line.indent)
    segments = [Segment(before, styles.get(CURSOR) if standing.under_cursor else None)] if line.indent else []
    used = line.indent
    hit = styles.get(HIT)
    for text, tone, is_hit in cut_at(line.pieces, line.hits):
        if text:
            style = _combined(styles.get(tone), hit) if is_hit else styles.get(tone)
            segments.append(Segment(text, _combined(style, extra)))
            used += cell_len(text)
    if used < look.width:
        segments.append(Segment(" " * (look.width - used)))
    return Strip(segments, max(used, look.width)).adjust_cell_length(look.width)


def _combined(style: Style | None, extra: Style | None) -> Style | None:
    return style + extra if style is not None and extra is not None else style or extra
