"""The rows that the pane was given, with what it needs to find its way among them."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from tui.models import ChatMessage
from tui.runs import Position
from tui.runs import position as place_of
from tui.timeline.rows import DayRow, EdgeRow, GapRow, MessageRow, Row
from tui.timeline.timeline import EdgeState, Side


@dataclass(frozen=True, slots=True)
class Opening:
    """A line where there may be messages to load: an edge, or a gap below the message with the key `above`.

    What is loaded from a gap's older end changes nothing of the gap but that message, and with it most often a time.
    """

    row: EdgeRow | GapRow
    above: str = ""


class Contents:
    """An index over `rows` (oldest first), made once for each snapshot. Positions are indexes into `rows`.

    `has_failed`: the end that was wished for could not be loaded, so that there is nothing better than this for now.
    """

    def __init__(self, rows: Sequence[Row] = (), *, reaches_newest: bool = True, has_failed: bool = False) -> None:
        self.rows = rows
        self.reaches_newest = reaches_newest
        self.has_failed = has_failed
        self._messages: list[int] = []
        self._days: list[int] = []
        self._edges: dict[Side, EdgeRow] = {}
        self._gaps: list[int] = []
        self._position_of: dict[str, int] = {}
        for position, row in enumerate(rows):
            if isinstance(row, MessageRow):
                self._messages.append(position)
                self._position_of[row.key] = position
            elif isinstance(row, DayRow):
                self._days.append(position)
            elif isinstance(row, GapRow):
                self._gaps.append(position)
            elif isinstance(row, EdgeRow):
                self._edges[row.side] = row

    def __bool__(self) -> bool:
        """Whether there is any message."""
        return bool(self._messages)

    def __contains__(self, key: str) -> bool:
        return key in self._position_of

    def position(self, key: str) -> int:
        """Where the message `key` is. Raises KeyError when it is not here."""
        return self._position_of[key]

    def message(self, position: int) -> MessageRow:
        """The message at `position`. Raises TypeError when another kind of row is there."""
        row = self.rows[position]
        if not isinstance(row, MessageRow):
            raise TypeError(f"row {position} is not a message")
        return row

    def outermost(self, side: Side) -> int:
        """The position of the oldest or newest message. Raises IndexError when there is none."""
        return self._messages[0 if side is Side.OLDER else -1]

    def neighbour(self, position: int, side: Side) -> int | None:
        """The position of the next message towards `side`, seen from `position`; None when there is none."""
        return _next(self._messages, position, side)

    def between(self, position: int, side: Side) -> range:
        """The positions of the rows between the message at `position` and the next one at `side`, nearest first."""
        neighbour = self.neighbour(position, side)
        if side is Side.OLDER:
            return range(position - 1, -1 if neighbour is None else neighbour, -1)
        return range(position + 1, len(self.rows) if neighbour is None else neighbour)

    def day_line(self, position: int, side: Side) -> int | None:
        """The position of the next day line towards `side`, seen from `position`; None when there is none."""
        return _next(self._days, position, side)

    def count_after(self, position: int) -> int:
        """How many messages are newer than the row at `position`."""
        return len(self._messages) - bisect_right(self._messages, position)

    def nearest_in_time(self, time: int) -> int:
        """The position of the message sent nearest to `time` (ms since 1970). Raises ValueError without messages."""
        return min(self._messages, key=lambda position: abs(self.message(position).message.time - time))

    def messages_from(self, first: Position, last: Position) -> list[ChatMessage]:
        """The messages at these places and between them, oldest first."""
        start = bisect_left(self._messages, first, key=self._place)
        stop = bisect_right(self._messages, last, key=self._place)
        return [self.message(at).message for at in self._messages[start:stop]]

    @property
    def reach(self) -> tuple[Position, Position]:
        """The places of the oldest and the newest message. Raises IndexError when there is none."""
        return self._place(self._messages[0]), self._place(self._messages[-1])

    def _place(self, at: int) -> Position:
        return place_of(self.message(at).message)

    def stretch(self, position: int) -> tuple[Position, Position]:
        """The places of the first and the last message around the one at `position` with no gap in between."""
        after = bisect_left(self._gaps, position)
        first = self.neighbour(self._gaps[after - 1], Side.NEWER) if after else None
        last = self.neighbour(self._gaps[after], Side.OLDER) if after < len(self._gaps) else None
        oldest, newest = self.reach
        return oldest if first is None else self._place(first), newest if last is None else self._place(last)

    def edge(self, side: Side) -> EdgeRow | None:
        """The edge row at `side`; None when nothing is to be said of that edge."""
        return self._edges.get(side)

    @property
    def gaps(self) -> Sequence[int]:
        """The positions of the gaps, from the top."""
        return self._gaps

    def gap(self, position: int) -> Opening:
        """The gap at `position`. Raises TypeError when another kind of row is there."""
        row = self.rows[position]
        if not isinstance(row, GapRow):
            raise TypeError(f"row {position} is not a gap")
        above = self.neighbour(position, Side.OLDER)
        return Opening(row, "" if above is None else self.rows[above].key)

    def openings(self) -> list[Opening]:
        """All edges and gaps."""
        return [*map(Opening, self._edges.values()), *map(self.gap, self._gaps)]

    def is_complete(self, side: Side) -> bool:
        """Whether the last loaded message at `side` is the last there is, or that can be had without a network.

        Not where none is loaded: that may be because nobody has looked yet.
        """
        if not self:
            return False
        edge = self._edges.get(side)
        if edge is not None and edge.state is EdgeState.OFFLINE:
            return True
        return self.reaches_newest if side is Side.NEWER else edge is None or edge.state is EdgeState.END


def _next(positions: list[int], position: int, side: Side) -> int | None:
    at = bisect_left(positions, position) - 1 if side is Side.OLDER else bisect_right(positions, position)
    return positions[at] if 0 <= at < len(positions) else None
