"""The rows of a history of which only some messages are shown."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import tzinfo

from tui.models import ChatMessage
from tui.timeline.edges import EdgeState, Side
from tui.timeline.rows import DayRow, EdgeRow, HiddenRow, MessageRow, Row, continues, local_time


def filtered_rows(
    runs: Sequence[Sequence[ChatMessage]], older: EdgeRow | None, newer: EdgeRow | None, zone: tzinfo | None = None
) -> tuple[Row, ...]:
    """The rows of runs of messages (oldest first, none empty), with a line between two of them.

    `older`, `newer`: what stands beyond the first and the last one.
    """
    rows = [row for run in runs for row in _run(run, zone, is_first=run is runs[0])]
    return (*([older] if older else []), *_with_days(rows), *([newer] if newer else []))


def edge(side: Side, cursor: str) -> EdgeRow:
    """The line beyond which there is more to load; `cursor` tells it from what it was before."""
    return EdgeRow(f"edge-{side.value}", side, EdgeState.MORE, cursor=cursor)


def _run(messages: Sequence[ChatMessage], zone: tzinfo | None, *, is_first: bool) -> Iterator[HiddenRow | MessageRow]:
    if not is_first:
        yield HiddenRow(f"hidden-{messages[0].key}")
    before: MessageRow | None = None
    for message in messages:
        before = MessageRow(message.key, message, local_time(message.time, zone), continues(before, message))
        yield before


def _with_days(rows: Sequence[HiddenRow | MessageRow]) -> Iterator[Row]:
    day = None
    for row in rows:
        if isinstance(row, MessageRow) and row.at.date() != day:
            day = row.at.date()
            yield DayRow(f"day-{day.isoformat()}-{row.key}", day)
            yield row if not row.continues else MessageRow(row.key, row.message, row.at)
        else:
            yield row
