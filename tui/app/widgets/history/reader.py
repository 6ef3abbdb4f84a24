"""Where one is in a history, how the keys move there, and how that place outlives changes of the rows."""

from __future__ import annotations

from collections.abc import Callable

from tui.app.widgets.history.contents import Contents, Opening
from tui.app.widgets.history.frame import (
    Frame,
    Shown,
    at_line,
    at_position,
    draw,
    lines_after,
    lines_before,
    within_reach,
)
from tui.app.widgets.history.layout import Block
from tui.app.widgets.history.place import FOLLOW, Anchor, Place
from tui.timeline.rows import EdgeRow, FloorRow, GapRow, MessageRow, RecallRow, Row
from tui.timeline.timeline import Side

Measure = Callable[[Row], Block]
"""Lays a row out for the present width; asked again and again for the same row, so it had better remember."""


class Reader:
    """A cursor on a message and the frame of rows around it. Knows no widget; lines are counted from the screen's top.

    The cursor's message is always on the screen, at least in part. Costs of a move depend on the screen, not on how
    many rows there are.
    """

    def __init__(self, measure: Measure) -> None:
        self._measure = measure
        self._contents = Contents()
        self._lines = 0
        self._cursor = 0
        self._frame: Frame = ()
        self._follows = True
        self._pending = FOLLOW
        self._stays = False
        self._wish: Side | None = None
        self._forgone: Side | None = None

    @property
    def contents(self) -> Contents:
        return self._contents

    @property
    def frame(self) -> Frame:
        """The rows on the screen; empty while there is no message or no room."""
        return self._frame

    @property
    def follows(self) -> bool:
        """Whether the newest message there is, is under the cursor with its end in sight: newer ones then scroll in."""
        return self._follows

    @property
    def cursor(self) -> MessageRow | None:
        """The message under the cursor."""
        return self._contents.message(self._cursor) if self._frame else None

    @property
    def waits_for(self) -> Side | None:
        """The end that is gone to as soon as it comes."""
        return self._wish

    def place(self) -> Place:
        """What `show` needs to come back to here."""
        if not self._frame:
            return self._pending
        shown = [shown for shown in self._frame if isinstance(self._contents.rows[shown.position], MessageRow)]
        shown.sort(key=lambda one: one.position != self._cursor)
        return Place(self._follows, tuple(self._anchor(one) for one in shown), self._stays)

    def show(self, contents: Contents, place: Place | None = None) -> None:
        """Take other rows. What is on the screen stays on its lines, or, given a `place`, what was there is shown."""
        if place is not None:
            self._wish = self._forgone = None
        elif self._forgone is not None and self.place().anchor_in(contents) is None:
            self._wish, self._forgone = self._forgone, None  # it came nevertheless, in place of all that was here
        place = place or self.place()
        self._contents = contents
        self._resume(place)
        if self._wish is None:
            return
        if contents.is_complete(self._wish):
            self.go_to_end(self._wish)
        elif contents.has_failed and self._frame:
            self._draw_end(self._wish)

    def resize(self, lines: int, *, rewrapped: bool) -> None:
        """Draw on a screen of `lines` lines; `rewrapped`: rows are laid out for another width, too.

        The cursor's message is shown as far down as it goes, where a lower screen would have cut it off.
        """
        place = self.place()
        self._lines = lines
        self._resume(place, rewrapped=rewrapped)
        if self._frame and not self._is_in_sight(self._here(), Side.NEWER):
            self._reveal(self._here())

    def remeasure(self) -> None:
        """Draw again because a row has become longer or shorter."""
        self._resume(self.place())

    def go_to_end(self, side: Side) -> bool:
        """Go to the oldest or newest message; False when it is not loaded, or the other end is still waited for.

        In that case it is gone to as soon as `show` brings it, or to what there is when that fails, unless another move
        comes first.
        """
        is_loaded = self._contents.is_complete(side)
        is_certain = is_loaded and self._wish is not side.opposite  # what that brings may be on its way here
        self._wish, self._forgone = None if is_certain else side, None
        self._stays = False
        if is_loaded and self._frame:
            self._draw_end(side)
        return is_certain

    def step(self, side: Side) -> None:
        """Go to the next message towards `side`; one that is taller than the screen is first scrolled by, by a line."""
        self._forgo()
        if not self._frame:
            return
        here = self._here()
        if here.height > self._lines and not self._is_in_sight(here, side):
            self._draw(here.position, here.top + (1 if side is Side.OLDER else -1))
            self._settle()
            return
        target = self._contents.neighbour(here.position, side)
        self._reveal(here if target is None else self._locate(target, here))

    def step_by_sender(self, side: Side) -> None:
        """Go to the next message towards `side` that is by the same sender; where none is loaded, to the outermost."""
        self._forgo()
        if not self._frame:
            return
        here = self._here()
        sender = self._contents.message(here.position).message.sender
        target = self._contents.neighbour(here.position, side)
        while target is not None and self._contents.message(target).message.sender != sender:
            target = self._contents.neighbour(target, side)
        self._reveal(self._locate(self._contents.outermost(side) if target is None else target, here))

    def scroll(self, lines: int) -> None:
        """Scroll by `lines` (positive: towards newer). The cursor stays on the screen, and goes along at an end."""
        self._forgo()
        if not self._frame:
            return
        here = self._here()
        self._draw(here.position, here.top - lines)
        side = Side.NEWER if lines > 0 else Side.OLDER
        if self._hidden(side, 1) <= 0:
            self._cursor = self._contents.outermost(side)
        self._hold_cursor_in_sight()
        self._settle()

    def scroll_pages(self, pages: float) -> None:
        """Scroll by screens (positive: towards newer); a whole one leaves one line of overlap."""
        lines = max(1, int(abs(pages) * self._lines) - (1 if abs(pages) >= 1 else 0))
        self.scroll(lines if pages > 0 else -lines)

    def go_to_day(self, side: Side) -> None:
        """Go to the beginning of the next day; or of this day, and from its first message of the day before.

        Where there is no such day, to the end of what is loaded.
        """
        self._forgo()
        if not self._frame:
            return
        line = self._contents.day_line(self._cursor, side)
        if line is not None and self._contents.neighbour(line, Side.NEWER) == self._cursor:
            line = self._contents.day_line(line, side)
        if line is None:
            self._draw_end(side)
            return
        first = self._contents.neighbour(line, Side.NEWER)
        self._draw(line, 0)
        self._cursor = line if first is None else first
        self._hold_cursor_in_sight()
        self._settle()

    def point(self, line: int) -> Row | None:
        """Put the cursor on the message at the screen's `line`; the row that is there, of whatever kind."""
        self._forgo()
        shown = at_line(self._frame, line)
        if shown is None:
            return None
        row = self._contents.rows[shown.position]
        if isinstance(row, MessageRow):
            self._cursor = shown.position
            self._settle()
        return row

    def is_near(self, side: Side) -> bool:
        """Whether less than a screen of lines is left beyond the screen at `side`."""
        return self._lines > 0 and (not self._frame or self._hidden(side, self._lines) < self._lines)

    def edges_near(self) -> list[EdgeRow]:
        """The edges on the screen or less than a screen of lines from it; all of them while there is no message."""
        return [edge for side in Side if (edge := self._contents.edge(side)) is not None and self.is_near(side)]

    def gaps_near(self) -> list[Opening]:
        """The gaps on the screen or less than a screen of lines from it, the one nearest to the cursor first."""
        if not self._frame or not self._contents.gaps:
            return []
        reach = within_reach(self._height, len(self._contents.rows), self._lines, self._frame)
        near = [position for position in self._contents.gaps if position in reach]
        return [self._contents.gap(position) for position in sorted(near, key=lambda at: abs(at - self._cursor))]

    def beside_cursor(self) -> list[EdgeRow | GapRow]:
        """The edges and gaps between the cursor's message and the next ones; all edges when there is no message."""
        if not self._frame:
            return [edge for side in Side if (edge := self._contents.edge(side)) is not None]
        positions = [position for side in Side for position in self._contents.between(self._cursor, side)]
        rows = (self._contents.rows[position] for position in positions)
        return [row for row in rows if isinstance(row, EdgeRow | GapRow)]

    def side_of(self, gap: GapRow) -> Side:
        """Where a gap is, seen from the cursor."""
        return Side.OLDER if self._contents.position(gap.message_key) <= self._cursor else Side.NEWER

    def newer_below(self) -> int:
        """How many loaded messages are below the screen."""
        return self._contents.count_after(self._frame[-1].position) if self._frame else 0

    def headless(self) -> MessageRow | None:
        """The message at the screen's top whose day and heading are above it; None where they can be seen.

        None, too, where nothing but the first line is left to be seen of the cursor's message: what stands there in
        its place would hide it.
        """
        if not self._frame:
            return None
        top = self._frame[0]
        row = self._contents.rows[top.position]
        is_hiding = top.position == self._cursor and top.bottom <= 1
        return row if isinstance(row, MessageRow) and not is_hiding else None

    def last_in_sight(self) -> MessageRow | None:
        """The newest message on the screen."""
        return next((row for row in reversed(self.in_sight()) if isinstance(row, MessageRow)), None)

    def in_sight(self) -> list[Row]:
        """The rows on the screen, from the top."""
        return [self._contents.rows[shown.position] for shown in self._frame]

    def _forgo(self) -> None:
        """Another move is made: an end that is waited for is wanted no more, nor is one held where one has come."""
        self._stays = False
        self._forgone = self._wish or self._forgone
        self._wish = None

    def _height(self, position: int) -> int:
        return len(self._measure(self._contents.rows[position]).lines)

    def _lead(self, position: int) -> int:
        return self._measure(self._contents.rows[position]).lead

    def _draw(self, position: int, top: int) -> None:
        self._frame = draw(self._height, len(self._contents.rows), self._lines, position, top)

    def _draw_end(self, side: Side) -> None:
        """Draw from the first or up to the last of all rows, with the cursor on the outermost message."""
        last = len(self._contents.rows) - 1
        if side is Side.OLDER:
            self._draw(0, 0)
        else:
            self._draw(last, self._lines - self._height(last))
        self._cursor = self._contents.outermost(side)
        self._hold_cursor_in_sight()
        self._settle()

    def _here(self) -> Shown:
        return self._frame[self._cursor - self._frame[0].position]

    def _is_in_sight(self, shown: Shown, side: Side) -> bool:
        """Whether the row's end at `side` is on the screen."""
        return shown.top >= 0 if side is Side.OLDER else shown.bottom <= self._lines

    def _locate(self, position: int, start: Shown) -> Shown:
        """Where the row at `position` is, or would be beyond the screen, seen from `start`."""
        top = start.top
        if position >= start.position:
            top += sum(self._height(between) for between in range(start.position, position))
        else:
            top -= sum(self._height(between) for between in range(position, start.position))
        return Shown(position, top, self._height(position))

    def _reveal(self, target: Shown) -> None:
        """Put the cursor on `target` and scroll as little as it takes to see it, with the lines of ours around it."""
        top = target.top - sum(map(self._height, self._contents.between(target.position, Side.OLDER)))
        bottom = target.bottom + sum(map(self._height, self._lines_below(target.position)))
        move = 0
        if bottom > self._lines:
            move = -min(bottom - self._lines, max(target.top, 0))
        if top + move < 0:
            move = max(move, min(-top, self._lines - target.bottom))
        self._draw(target.position, target.top + move)
        self._cursor = target.position
        self._settle()

    def _lines_below(self, position: int) -> range:
        """The rows after a message that say something of it: up to the last that is not about the next one alone."""
        below = self._contents.between(position, Side.NEWER)
        kinds = (EdgeRow, FloorRow, GapRow, RecallRow)
        last = max((at for at in below if isinstance(self._contents.rows[at], kinds)), default=position)
        return range(below.start, last + 1)

    def _hidden(self, side: Side, limit: int) -> int:
        if side is Side.OLDER:
            return lines_before(self._height, self._frame, limit)
        return lines_after(self._height, len(self._contents.rows), self._lines, self._frame, limit)

    def _anchor(self, shown: Shown) -> Anchor:
        row = self._contents.message(shown.position)
        lead = self._lead(shown.position)
        return Anchor(row.key, shown.top + lead, shown.height - lead, row.message.time)

    def _resume(self, place: Place, *, rewrapped: bool = False) -> None:
        self._frame = ()
        self._pending = place
        self._stays = place.stays
        if not self._contents or self._lines <= 0:
            self._follows = place.follows
            return
        anchor = place.anchors[0] if place.anchors else None
        if anchor is None or (place.follows and self._contents.reaches_newest):
            self._draw_end(Side.NEWER)
        else:
            self._resume_at(place, anchor, rewrapped=rewrapped)

    def _resume_at(self, place: Place, lost: Anchor, *, rewrapped: bool) -> None:
        """Bring the first anchor that is left back to its line, or else what was sent nearest to the `lost` one."""
        kept = place.anchor_in(self._contents)
        if kept is None:
            position, line = self._contents.nearest_in_time(lost.time), max(lost.line, 0)
        else:
            position = self._contents.position(kept.key)
            line = kept.line_for(self._height(position) - self._lead(position), rewrapped=rewrapped)
        self._draw(position, min(line - self._lead(position), self._lines - 1))
        heir = place.heir_in(self._contents)
        self._cursor = position if heir is None else self._contents.position(heir)
        self._hold_cursor_in_sight()
        self._settle()

    def _hold_cursor_in_sight(self) -> None:
        """Move the cursor to the message on the screen that is nearest to it; where there is none, the screen moves."""
        if at_position(self._frame, self._cursor) is not None:
            return
        side = Side.NEWER if self._cursor < self._frame[0].position else Side.OLDER
        first = self._frame[0] if side is Side.NEWER else self._frame[-1]
        row = self._contents.rows[first.position]
        nearest = first.position if isinstance(row, MessageRow) else self._contents.neighbour(first.position, side)
        if nearest is not None and at_position(self._frame, nearest) is not None:
            self._cursor = nearest
        else:
            self._reveal(self._locate(self._cursor if nearest is None else nearest, first))

    def _settle(self) -> None:
        """Notice that one has come to the newest end, or has left it."""
        self._follows = (
            not self._stays
            and self._contents.reaches_newest
            and self._cursor == self._contents.outermost(Side.NEWER)
            and self._hidden(Side.NEWER, 1) <= 0
        )
