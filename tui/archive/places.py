"""How a place in a history is kept in three columns that sort as places do."""

from __future__ import annotations

from tui.runs import END, Position, number_of

Columns = tuple[int, int, str]
"""Time, rank and mark. The rank is the id less 2^63: ids are unsigned, and SQLite's integers are not."""

_OFFSET = 2**63
_LAST_RANK = 2**63 - 1


def columns(place: Position) -> Columns:
    """The columns of a place."""
    return place.time, min(place.number - _OFFSET, _LAST_RANK), place.mark


def place(time: int, rank: int, mark: str) -> Position:
    """The place that was kept in these columns."""
    if (time, rank) == (END.time, _LAST_RANK):
        return END
    return Position(time, rank + _OFFSET, mark)


def identity(name: str) -> tuple[int, str]:
    """Rank and mark of the message with this `ChatMessage.name`."""
    number = number_of(name)
    return (-_OFFSET, name) if number is None else (number - _OFFSET, "")
