"""The lines in place of messages that were recalled."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, tzinfo
from itertools import groupby

from tui.runs import Position, Recall, position
from tui.timeline.edges import EdgeState, Side
from tui.timeline.rows import EdgeRow, MessageRow, RecallRow, Row, local_time


def with_recalls(rows: Sequence[Row], recalls: Sequence[Recall], zone: tzinfo | None = None) -> tuple[Row, ...]:
    """`rows` of a window, which begin with an edge, with a line where each message was that was recalled.

    `recalls` are oldest first. Between two messages, those that one user recalled one after the other are one line for
    each day. It stands right before the next message where that was sent on the same day, else right after the one
    before. Nothing is told of what is beyond an edge where there may be more, nor of a message that is here anyway.
    """
    messages = {index: row for index, row in enumerate(rows) if isinstance(row, MessageRow)} if recalls else {}
    if not messages:
        return tuple(rows)
    return tuple(_with_lines(rows, list(messages), _between(rows, list(messages.values()), recalls), zone))


def _between(
    rows: Sequence[Row], messages: Sequence[MessageRow], recalls: Iterable[Recall]
) -> Mapping[int, Sequence[Recall]]:
    """What was recalled right before each of the `messages`, by its number there; after the last one by the next."""
    places = [position(row.message) for row in messages]
    first = 0 if _is_end(rows[0], Side.OLDER) else 1
    last = len(messages) if _is_end(rows[-1], Side.NEWER) else len(messages) - 1
    told = (each for each in recalls if not _holds(places, each.place))
    known = groupby(told, key=lambda each: bisect_left(places, each.place))
    return {number: list(some) for number, some in known if first <= number <= last}


def _holds(places: Sequence[Position], place: Position) -> bool:
    at = bisect_left(places, place)
    return at < len(places) and places[at] == place


def _is_end(row: Row, side: Side) -> bool:
    """Whether nothing is beyond an edge, where `row` is the outermost of all."""
    return not (isinstance(row, EdgeRow) and row.side is side) or row.state is EdgeState.END


def _with_lines(
    rows: Sequence[Row], at: Sequence[int], between: Mapping[int, Sequence[Recall]], zone: tzinfo | None
) -> Iterator[Row]:
    """`at`: the indexes of the messages."""
    after: dict[int, list[RecallRow]] = {}
    before: dict[int, list[RecallRow]] = {}
    for number, recalls in between.items():
        above, below = at[number - 1] if number else 0, at[number] if number < len(at) else None
        day_above, day_below = _day(rows, above), _day(rows, below)
        lines = list(_lines(recalls, zone))
        if below is not None:
            before[below] = [line for line in lines if line.at.date() == day_below]
        others = [line for line in lines if line.at.date() != day_below]
        after[above] = [replace(line, names_day=line.at.date() != day_above) for line in others]
    for index, row in enumerate(rows):
        if index in before and isinstance(row, MessageRow):
            yield from before[index]
            yield replace(row, continues=False)
        else:
            yield row
        yield from after.get(index, ())


def _day(rows: Sequence[Row], index: int | None) -> date | None:
    row = None if index is None else rows[index]
    return row.at.date() if isinstance(row, MessageRow) else None


def _lines(recalls: Iterable[Recall], zone: tzinfo | None) -> Iterator[RecallRow]:
    """Those that one user recalled of what was sent on one day, and one after the other, as one line."""
    timed = ((each, local_time(each.place.time, zone)) for each in recalls)
    for (who, _day_of), some in groupby(timed, key=lambda one: (one[0].who, one[1].date())):
        (first, time), *others = some
        yield RecallRow("recall-" + "-".join(map(str, first.place)), who, time, 1 + len(others))
