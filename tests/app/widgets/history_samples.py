"""Messages and rows for the history pane's tests."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC

from tui.app.glyphs import UNICODE, Glyphs
from tui.app.widgets.history.frame import Frame
from tui.app.widgets.history.layout import Look
from tui.app.widgets.history.paint import Painter
from tui.models import Body, ChatMessage, ConversationKey, ConversationType, Edit, TextBody
from tui.runs import position
from tui.store.snapshots import HistorySnapshot, Phase
from tui.timeline.rows import Row, derive_rows
from tui.timeline.timeline import Edge, EdgeState, Gap, Timeline

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
    shown = tuple(messages)
    places = {each.key: position(each) for each in shown}
    states = {key: Gap(state.state, state.cursor, state.reason) for key, state in (gaps or {}).items()}
    timeline = Timeline(shown, older, newer, states, places.get(floor))
    new_after = places[new]._replace(number=places[new].number - 1) if new in places else None
    return derive_rows(timeline, UTC, dict.fromkeys(leaving, 0), new_after)


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
