"""Timelines, pages and archived stretches as text: `.. 1 2 ~ 8 9 ]`.

A number is the message with that id, sent so many minutes after the start. Between messages `~` is a gap, with its
cursor where it has one (`~c7`), and `|` the floor. At the ends:

- `..` there may be more (after `..` without a space the edge's cursor, `..c1`); `[` nothing older anywhere;
- `]` the newest message known; `>` attached to the live connection as well.

A page: its messages, with the place in brackets that it was asked from, `2 3 (5)` up and `(5) 6 7` down, `[` where it
reaches the oldest end, `]` the newest, and the cursor of a page upwards before everything else, `@2`. `[ ]` says that
there is nothing at all. A stretch: like a timeline, with `~` for the end that it was read from where it does not join.
"""

from __future__ import annotations

from collections.abc import Mapping

from tests.model_service import message
from tui.models import ChatMessage
from tui.runs import END, Position, Run, Stretch, position
from tui.timeline.timeline import Edge, EdgeState, Gap, Side, Timeline

_MORE = ".."
_GAP = "~"


def place(number: str) -> Position:
    """The place of the message with this number."""
    return position(message(int(number)))


def parse(text: str) -> Timeline:
    """The timeline that `text` shows."""
    start, *middle, end = text.split()
    messages, gaps, floor = _parse(middle)
    older = Edge(EdgeState.END) if start == "[" else Edge(cursor=start.removeprefix(_MORE) or None)
    newer = Edge(cursor=end.removeprefix(_MORE) or None) if end.startswith(_MORE) else Edge(EdgeState.END)
    known = {key: Gap(cursor=cursor) for key, cursor in gaps.items()}
    return Timeline(messages, older, newer, known, floor, attached=end == ">")


def show(timeline: Timeline) -> str:
    """`timeline` as text."""
    words = [_edge(timeline.older, Side.OLDER)]
    below = True
    for each in timeline.messages:
        if timeline.floor is not None and below and position(each) >= timeline.floor:
            words += ["|"]
            below = False
        if each.key in timeline.gaps:
            words.append(f"{_GAP}{timeline.gaps[each.key].cursor or ''}")
        words.append(each.id)
    if timeline.floor is not None and below:
        words.append("|")
    end = _edge(timeline.newer, Side.NEWER)
    return " ".join([*words, ">" if timeline.attached and end == "]" else end])


def page(text: str, generation: int = 0) -> Run:
    """The page that `text` shows."""
    words = text.split()
    cursor = words.pop(0).removeprefix("@") if words[0].startswith("@") else None
    oldest, newest = words[0] == "[", words[-1] == "]"
    words = [word for word in words if word not in ("[", "]")]
    asked = [word.strip("()") for word in words if word.startswith("(")]
    places = [place(word.strip("()")) for word in words]
    return Run(
        messages=tuple(message(int(word)) for word in words if not word.startswith("(")),
        first=places[0] if places else END,
        last=places[-1] if places else END,
        asked_from=place(asked[0]) if asked else None,
        reaches_oldest=oldest,
        reaches_newest=newest,
        cursor=cursor,
        generation=generation,
    )


def stretch(text: str, side: Side) -> Stretch:
    """The archived messages that `text` shows, read towards `side`."""
    start, *middle, end = text.split()
    near, far = (end, start) if side is Side.OLDER else (start, end)
    joins = not near.startswith(_GAP)
    words = middle if joins or side is Side.OLDER else [near, *middle]
    messages, gaps, floor = _parse(words)
    return Stretch(messages, gaps, joins, not far.startswith(_MORE), floor)


def _parse(words: list[str]) -> tuple[tuple[ChatMessage, ...], Mapping[str, str | None], Position | None]:
    messages: list[ChatMessage] = []
    gaps: dict[str, str | None] = {}
    floor = None
    at_floor, gap = False, None
    for word in words:
        if word == "|":
            at_floor = True
        elif word.startswith(_GAP):
            gap = word
        else:
            messages.append(message(int(word)))
            floor = place(word) if at_floor else floor
            if gap is not None:
                gaps[word] = gap.removeprefix(_GAP) or None
            at_floor, gap = False, None
    return tuple(messages), gaps, END if at_floor else floor


def _edge(edge: Edge, side: Side) -> str:
    if edge.state is EdgeState.END:
        return "[" if side is Side.OLDER else "]"
    return f"{_MORE}{edge.cursor or ''}"
