"""The parts of a history that were never seen, and the messages that carry them as gaps."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

from tui.models import ChatMessage
from tui.runs import Position, position
from tui.timeline.edges import Gap


class Unknown(NamedTuple):
    """After one place and before another, both excluded, there may be messages that were never seen."""

    after: Position
    before: Position
    gap: Gap

    def less(self, first: Position, last: Position, cursor: str | None) -> Iterator[Unknown]:
        """What is left of it once all from `first` to `last` is known; `cursor` asks for what is before `first`."""
        if last <= self.after or first >= self.before:
            yield self
            return
        if self.after < first:
            yield Unknown(self.after, first, Gap(cursor=cursor))
        if last < self.before:
            yield Unknown(last, self.before, Gap(cursor=self.gap.cursor))

    def freed(self, gone: Collection[str]) -> Unknown:
        """The same without a cursor that names a message that has gone: the service may not know it any more."""
        return self._replace(gap=replace(self.gap, cursor=None)) if self.gap.cursor in gone else self


class Seats(NamedTuple):
    """Where unknown parts ended up: as gaps by message key, right before the `first` message, after the last one."""

    gaps: dict[str, Gap]
    first: Gap | None
    is_open: bool


def seated(messages: Sequence[ChatMessage], unknowns: Iterable[Unknown], floor: Position | None) -> Seats:
    """Give each unknown part to the first message after it; of two for one message the nearer stays.

    Nobody can fill what is wholly below the floor, so nothing is unknown there.
    """
    at: dict[int, Gap] = {}
    for unknown in sorted(unknowns, key=lambda each: each.before):
        if floor is None or unknown.before > floor:
            at[bisect_left(messages, unknown.before, key=position)] = unknown.gap
    is_open = at.pop(len(messages), None) is not None
    first = at.pop(0, None)
    return Seats({messages[index].key: gap for index, gap in at.items()}, first, is_open)
