"""Messages and rows for the history pane's tests."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC

from tui.app.glyphs import UNICODE, Glyphs
from tui.app.widgets.history.frame import Frame
from tui.app.widgets.history.layout import Look
from tui.app.widgets.history.paint import Painter
from tui.models import Body, ChatMessage, ConversationKey, ConversationType, Edit, TextBody
from tui.store.snapshots import HistorySnapshot, Phase
from tui.timeline.rows import DayRow, EdgeRow, FloorRow, GapRow, MessageRow, NewRow, Row, derive_rows
from tui.timeline.timeline import Edge, EdgeState, Timeline

TEAM = ConversationKey("team", ConversationType.GROUP)
START = 1_699_920_000_000  # 2023-11-14 00:00:00 UTC
MINUTE = 60_000
END = Edge(EdgeState.END)


def message(number: int, body: Body | str = "", sender: str = "bob", minute: int | None = None) -> ChatMessage:
    """The message with this id, sent so many minutes (ten for each number, unless given) after the start."""
    at = START + (number * 10 if minute is None else minute) * MINUTE
    what = TextBody(body or f"message {number}") if isinstance(body, str) else body
    return ChatMessage(str(number), ConversationType.GROUP, sender, "team", at, what)


def edited(message: ChatMessage, text: str) -> ChatMessage:
    edit = Edit(message.time + 1, message.sender, 1)
    return ChatMessage(
        message.id, message.conversation_type, message.sender, message.to, message.time, TextBody(text), edited=edit
    )


def rows(
    messages: Iterable[ChatMessage],
    older: Edge = END,
    newer: Edge = END,
    *,
    gaps: Mapping[str, Edge] | None = None,
    floor: str = "",
    new: str = "",
    leaving: Iterable[str] = (),
) -> tuple[Row, ...]:
    """The rows of these messages, with gaps (their states) before some, and the floor and the new line before one."""
    plain = derive_rows(Timeline(tuple(messages), older, newer), UTC, frozenset(leaving))
    return tuple(_with_lines(plain, gaps or {}, floor, new))


def _with_lines(plain: Iterable[Row], gaps: Mapping[str, Edge], floor: str, new: str) -> Iterator[Row]:
    below_floor = bool(floor)
    above: MessageRow | None = None
    day: list[Row] = []
    for row in plain:
        if isinstance(row, DayRow):
            day = [row]
            continue
        if not isinstance(row, MessageRow):
            yield replace(row, beyond=below_floor) if isinstance(row, EdgeRow) else row
            continue
        ours: list[Row] = []
        if row.key == floor:
            below_floor = False
            ours.append(FloorRow())
        if row.key in gaps and above is not None:
            gap = gaps[row.key]
            ours.append(GapRow(f"gap-{row.key}", row.key, above.at, row.at, gap.state, gap.reason, gap.cursor))
        ours.extend(day)
        if row.key == new:
            ours.append(NewRow())
        above, day = replace(row, continues=row.continues and not ours, only_here=below_floor), []
        yield from (*ours, above)


def snapshot(
    messages: Sequence[ChatMessage],
    older: Edge = END,
    newer: Edge = END,
    *,
    key: ConversationKey = TEAM,
    phase: Phase = Phase.READY,
    reason: str = "",
    leaving: Iterable[str] = (),
    gaps: Mapping[str, Edge] | None = None,
) -> HistorySnapshot:
    shown = rows(messages, older, newer, gaps=gaps, leaving=leaving)
    complete = newer.state is EdgeState.END
    return HistorySnapshot(key, "Team", shown, len(messages), complete, phase, reason)


def painter(width: int = 40, own_id: str = "", glyphs: Glyphs = UNICODE) -> Painter:
    return Painter(Look(width, own_id, glyphs))


def drawn(painted: Painter, frame: Frame, contents: Sequence[Row], lines: int) -> list[str]:
    """What a screen of `lines` lines shows, without trailing blanks."""
    return [strip.text.rstrip() for strip in painted.screen(frame, contents, lines, None)]
