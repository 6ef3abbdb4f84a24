"""The line above what had not been seen when the conversation was last left."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from tui.runs import Position, position
from tui.timeline.edges import EdgeState, Side
from tui.timeline.rows import EdgeRow, GapRow, MessageRow, NewRow, Row, VisitRow


def with_visit_line(rows: Sequence[Row], seen: Position | None, own_id: str) -> tuple[Row, ...]:
    """`rows` with the line before the first message after `seen` (None: nowhere) that is not by the user `own_id`.

    What is in a gap right before it has not been seen either. Not where something after `seen` may be older than what
    is loaded, nor where the line of what is new since the conversation was opened says as much.
    """
    at = None if seen is None else _first_unseen(rows, seen, own_id)
    if at is None or (at and isinstance(rows[at - 1], NewRow)):
        return tuple(rows)
    line = next((before for before in range(max(at - 2, 0), at) if isinstance(rows[before], GapRow)), at)
    row = rows[at]
    first = replace(row, continues=False) if isinstance(row, MessageRow) else row
    return (*rows[:line], VisitRow(), *rows[line:at], first, *rows[at + 1 :])


def _first_unseen(rows: Sequence[Row], seen: Position, own_id: str) -> int | None:
    edge = rows[0] if rows else None
    is_certain = isinstance(edge, EdgeRow) and edge.side is Side.OLDER and edge.state is EdgeState.END
    for index, row in enumerate(rows):
        if not isinstance(row, MessageRow):
            continue
        if position(row.message) <= seen:
            is_certain = True
        elif row.message.sender != own_id or not own_id:
            return index if is_certain else None
    return None
