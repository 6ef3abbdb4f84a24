"""Which rows are on the screen, drawn outward from one of them until the screen is full."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, replace

Height = Callable[[int], int]
"""The number of lines (at least 1) that the row at a position takes."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A row on the screen: its position among all rows, its first line (negative: above the screen), its height."""

    position: int
    top: int
    height: int

    @property
    def bottom(self) -> int:
        """The line after its last."""
        return self.top + self.height


Frame = tuple[Shown, ...]
"""The rows of which at least one line is on the screen, from the top."""


def draw(height_of: Height, count: int, lines: int, position: int, top: int) -> Frame:
    """The frame of a screen of `lines` lines over `count` rows in which the row at `position` begins at line `top`.

    No empty lines are shown that a row could fill: the ends of the rows are held at the ends of the screen, and fewer
    rows than the screen holds stand at its bottom. Looks only at the rows between `position` and the screen.
    """
    if count == 0 or lines <= 0:
        return ()
    drawn = deque([Shown(position, top, height_of(position))])
    _fill_down(drawn, height_of, count, lines)
    _shift(drawn, max(0, lines - drawn[-1].bottom))
    _fill_up(drawn, height_of)
    if drawn[0].top > 0:
        _shift(drawn, -drawn[0].top)
        _fill_down(drawn, height_of, count, lines)
        _shift(drawn, max(0, lines - drawn[-1].bottom))
    return tuple(shown for shown in drawn if shown.bottom > 0 and shown.top < lines)


def lines_before(height_of: Height, frame: Frame, limit: int) -> int:
    """How many lines are hidden above the frame; counted only up to about `limit`."""
    hidden, position = -frame[0].top, frame[0].position
    while position > 0 and hidden < limit:
        position -= 1
        hidden += height_of(position)
    return hidden


def lines_after(height_of: Height, count: int, lines: int, frame: Frame, limit: int) -> int:
    """How many lines are hidden below the frame of a screen of `lines`; counted only up to about `limit`."""
    hidden, position = frame[-1].bottom - lines, frame[-1].position
    while position < count - 1 and hidden < limit:
        position += 1
        hidden += height_of(position)
    return hidden


def within_reach(height_of: Height, count: int, lines: int, frame: Frame) -> range:
    """The positions of the rows on a screen of `lines`, or less than that many lines beyond it."""
    first, hidden = frame[0].position, -frame[0].top
    while first > 0 and (hidden := hidden + height_of(first - 1)) < lines:
        first -= 1
    last, hidden = frame[-1].position, frame[-1].bottom - lines
    while last < count - 1 and (hidden := hidden + height_of(last + 1)) < lines:
        last += 1
    return range(first, last + 1)


def at_line(frame: Frame, line: int) -> Shown | None:
    """The row that covers the screen's `line`; None for an empty line."""
    return next((shown for shown in frame if shown.top <= line < shown.bottom), None)


def at_position(frame: Frame, position: int) -> Shown | None:
    """The row at `position`; None when it is not on the screen."""
    if not frame or not frame[0].position <= position <= frame[-1].position:
        return None
    return frame[position - frame[0].position]


def _fill_down(drawn: deque[Shown], height_of: Height, count: int, lines: int) -> None:
    while drawn[-1].bottom < lines and drawn[-1].position < count - 1:
        last = drawn[-1]
        drawn.append(Shown(last.position + 1, last.bottom, height_of(last.position + 1)))


def _fill_up(drawn: deque[Shown], height_of: Height) -> None:
    while drawn[0].top > 0 and drawn[0].position > 0:
        first = drawn[0]
        height = height_of(first.position - 1)
        drawn.appendleft(Shown(first.position - 1, first.top - height, height))


def _shift(drawn: deque[Shown], lines: int) -> None:
    if lines:
        moved = [replace(shown, top=shown.top + lines) for shown in drawn]
        drawn.clear()
        drawn.extend(moved)
