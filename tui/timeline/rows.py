"""What is to be seen of a timeline: messages, day lines and edges, as keyed frozen rows."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, tzinfo

from tui.models import ChatMessage
from tui.timeline.timeline import Edge, EdgeState, Side, Timeline

GROUP_SPAN_MS = 5 * 60_000
"""Messages of one sender that follow one another within this time share one heading."""

_LATEST_MS = 253_402_128_000_000  # the end of the year 9999, less a day for any time zone


@dataclass(frozen=True, slots=True)
class DayRow:
    """The line above the first message of a day."""

    key: str
    day: date


@dataclass(frozen=True, slots=True)
class MessageRow:
    """One message. `continues`: the row before is by the same sender and close in time, so the heading is left out.

    `leaving`: its removal has been sent and not yet been answered. `only_here`: the service keeps it no more.
    """

    key: str
    message: ChatMessage
    at: datetime
    continues: bool = False
    leaving: bool = False
    only_here: bool = False


@dataclass(frozen=True, slots=True)
class GapRow:
    """The line between two messages between which the service may have others that were never fetched.

    `message_key` names the message right after it, `after` and `before` are the times of its neighbours. `cursor` is
    the gap's own: it tells what is left of a gap after a page from what was there before.
    """

    key: str
    message_key: str
    after: datetime
    before: datetime
    state: EdgeState
    reason: str = ""
    cursor: str | None = None


@dataclass(frozen=True, slots=True)
class FloorRow:
    """The line below the messages that are kept only here: the service keeps nothing older than what comes after it."""

    key: str = "floor"


@dataclass(frozen=True, slots=True)
class NewRow:
    """The line above what has come since the conversation was opened."""

    key: str = "new"


@dataclass(frozen=True, slots=True)
class EdgeRow:
    """The line beyond the first or the last loaded message: more to load, loading, failed, or the end.

    `cursor` is the edge's own: it tells a page's edge from the next one's. `beyond`: above it are messages that only
    the archive has, so that its end is the end of everything and not just of what the service keeps.
    """

    key: str
    side: Side
    state: EdgeState
    reason: str = ""
    cursor: str | None = None
    beyond: bool = False


Row = DayRow | MessageRow | GapRow | FloorRow | NewRow | EdgeRow


def local_time(ms: int, zone: tzinfo | None) -> datetime:
    """The time `ms` (since 1970) in `zone` (None: the machine's); absurd values are held within the calendar."""
    held = min(max(ms, 0), _LATEST_MS)
    return datetime.fromtimestamp(held / 1000, UTC).astimezone(zone)


def derive_rows(timeline: Timeline, zone: tzinfo | None = None, leaving: Collection[str] = ()) -> tuple[Row, ...]:
    """The rows of `timeline`, oldest first; no edge row where the newest message is the last there is."""
    return tuple(_rows(timeline, zone, leaving))


def _rows(timeline: Timeline, zone: tzinfo | None, leaving: Collection[str]) -> Iterator[Row]:
    yield _edge_row(Side.OLDER, timeline.older)
    before: MessageRow | None = None
    for message in timeline.messages:
        at = local_time(message.time, zone)
        if before is None or before.at.date() != at.date():
            yield DayRow(f"day-{at.date().isoformat()}-{message.key}", at.date())
            before = None
        row = MessageRow(message.key, message, at, _continues(before, message), message.id in leaving)
        yield row
        before = row
    if timeline.newer.state is not EdgeState.END:
        yield _edge_row(Side.NEWER, timeline.newer)


def _edge_row(side: Side, edge: Edge) -> EdgeRow:
    return EdgeRow(f"edge-{side.value}", side, edge.state, edge.reason, edge.cursor)


def _continues(before: MessageRow | None, message: ChatMessage) -> bool:
    return (
        before is not None
        and before.message.sender == message.sender
        and 0 <= message.time - before.message.time <= GROUP_SPAN_MS
    )
