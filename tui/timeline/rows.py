"""What is to be seen of a timeline: messages and the lines between them and at its ends, as keyed frozen rows."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, tzinfo
from types import MappingProxyType
from typing import NamedTuple

from tui.models import ChatMessage
from tui.runs import Position, position
from tui.timeline.edges import EdgeState, Gap, Side
from tui.timeline.timeline import Timeline
from tui.times import MINUTE

GROUP_SPAN_MS = 5 * MINUTE
"""Messages of one sender that follow one another within this time share one heading."""

NOTHING_LEAVES: Mapping[str, int] = MappingProxyType({})
_LATEST_MS = 253_402_128_000_000  # the end of the year 9999, less a day for any time zone


@dataclass(frozen=True, slots=True)
class DayRow:
    """The line above the first message of a day."""

    key: str
    day: date


@dataclass(frozen=True, slots=True)
class MessageRow:
    """One message. `continues`: the row before is by the same sender and close in time, so the heading is left out.

    `leaving`: it is about to be removed, at `deadline` (ms since 1970), until when that can be undone. `only_here`: the
    service keeps it no more.
    """

    key: str
    message: ChatMessage
    at: datetime
    continues: bool = False
    leaving: bool = False
    only_here: bool = False
    deadline: int | None = None


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
class VisitRow:
    """The line above what had not been seen when the conversation was last left on this device."""

    key: str = "visit"


@dataclass(frozen=True, slots=True)
class HiddenRow:
    """The line between two messages between which others are left out by a filter, or may be."""

    key: str


@dataclass(frozen=True, slots=True)
class RecallRow:
    """The line in place of messages that `who` recalled: `count` of them, the first of which was sent `at`.

    `names_day`: no line above it says on which day that was.
    """

    key: str
    who: str
    at: datetime
    count: int = 1
    names_day: bool = False


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


Row = DayRow | MessageRow | RecallRow | GapRow | FloorRow | NewRow | VisitRow | HiddenRow | EdgeRow


def local_time(ms: int, zone: tzinfo | None) -> datetime:
    """The time `ms` (since 1970) in `zone` (None: the machine's); absurd values are held within the calendar."""
    held = min(max(ms, 0), _LATEST_MS)
    return datetime.fromtimestamp(held / 1000, UTC).astimezone(zone)


def derive_rows(
    timeline: Timeline,
    zone: tzinfo | None = None,
    leaving: Mapping[str, int] = NOTHING_LEAVES,
    new_after: Position | None = None,
    own_id: str = "",
    earlier: Iterable[Row] = (),
    hidden: Collection[str] = (),
) -> tuple[Row, ...]:
    """The rows of `timeline`, oldest first; no edge row where the newest message is the last there is.

    Lines that stand before the same message are in this order: floor, gap, day, new. The new line stands before the
    first message after `new_after` (None: nowhere) that is not by the user `own_id`. `leaving`: the ids of messages
    about to be removed, and when (ms since 1970); `hidden`: of those being removed, which have no row. Of the `earlier`
    rows (in the same zone) those of messages are used again where they are as they were: equal objects are slow to make
    and to compare.
    """
    known = {row.key: row for row in earlier if isinstance(row, MessageRow)}
    new = _first_new(timeline, new_after, own_id, hidden)
    return tuple(_rows(timeline, zone, _Leaving(leaving, hidden), new, known))


class _Leaving(NamedTuple):
    """The messages that go, by their ids: until when they are to be seen (ms since 1970), and which are no more."""

    deadlines: Mapping[str, int]
    hidden: Collection[str]


def forwarded_rows(messages: Sequence[ChatMessage], zone: tzinfo | None = None) -> tuple[Row, ...]:
    """The rows of messages that somebody has put together: in that order, whatever their times, and one twice maybe."""
    return tuple(_forwarded(messages, zone))


def _forwarded(messages: Sequence[ChatMessage], zone: tzinfo | None) -> Iterator[Row]:
    before: MessageRow | None = None
    for index, message in enumerate(messages):
        at = local_time(message.time, zone)
        if before is None or before.at.date() != at.date():
            yield DayRow(f"day-{index}", at.date())
            before = None
        before = MessageRow(f"{index}-{message.key}", message, at, continues(before, message))
        yield before


def _rows(
    timeline: Timeline,
    zone: tzinfo | None,
    leaving: _Leaving,
    new: int | None,
    known: Mapping[str, MessageRow],
) -> Iterator[Row]:
    messages, gaps = timeline.messages, timeline.gaps
    kept_from = _first_kept(timeline)
    yield _edge_row(timeline, Side.OLDER, beyond=kept_from > 0)
    before: MessageRow | None = None
    for index, message in enumerate(messages):
        key, row = message.key, known.get(message.key)
        if row is None or row.message is not message:
            row = MessageRow(key, message, local_time(message.time, zone))
        at = row.at
        day_before = before and before.at.date()
        if index == kept_from > 0:
            yield FloorRow()
            before = None
        if key in gaps and index:
            yield _gap_row(message, gaps[key], local_time(messages[index - 1].time, zone), at)
            before = None
        if message.id in leaving.hidden and message.id:
            continue
        if day_before != (day := at.date()):
            yield DayRow(f"day-{day.isoformat()}-{key}", day)
            before = None
        if index == new:
            yield NewRow()
            before = None
        deadline = leaving.deadlines.get(message.id)
        look = (continues(before, message), deadline is not None, index < kept_from, deadline)
        before = row if look == _look_of(row) else MessageRow(key, message, at, *look)
        yield before
    if kept_from == len(messages) > 0 and timeline.newer.state is EdgeState.END:
        yield FloorRow()
    if timeline.newer.state is not EdgeState.END:
        yield _edge_row(timeline, Side.NEWER)


def _look_of(row: MessageRow) -> tuple[bool, bool, bool, int | None]:
    """What is said of a message besides itself."""
    return row.continues, row.leaving, row.only_here, row.deadline


def _first_kept(timeline: Timeline) -> int:
    """The index of the first message that the service may still keep."""
    return 0 if timeline.floor is None else bisect_left(timeline.messages, timeline.floor, key=position)


def _first_new(timeline: Timeline, new_after: Position | None, own_id: str, hidden: Collection[str]) -> int | None:
    """The index of the message that the new line stands before."""
    if new_after is None:
        return None
    start = bisect_right(timeline.messages, new_after, key=position)
    found = enumerate(timeline.messages[start:], start)
    shown = ((index, message) for index, message in found if message.id not in hidden)
    return next((index for index, message in shown if not own_id or message.sender != own_id), None)


def _edge_row(timeline: Timeline, side: Side, *, beyond: bool = False) -> EdgeRow:
    edge = timeline.edge(side)
    cursor = None if edge.state is EdgeState.END else edge.cursor or timeline.request(side).cursor
    return EdgeRow(f"edge-{side.value}", side, edge.state, edge.reason, cursor, beyond)


def _gap_row(message: ChatMessage, gap: Gap, after: datetime, before: datetime) -> GapRow:
    cursor = gap.cursor or message.id or None
    return GapRow(f"gap-{message.key}", message.key, after, before, gap.state, gap.reason, cursor)


def continues(before: MessageRow | None, message: ChatMessage) -> bool:
    """Whether a message needs no heading after the row before it."""
    return (
        before is not None
        and before.message.sender == message.sender
        and 0 <= message.time - before.message.time <= GROUP_SPAN_MS
    )
