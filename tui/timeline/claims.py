"""What a window of a history believes of a page."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from tui.models import ChatMessage
from tui.runs import END, START, Position, Run, position


@dataclass(frozen=True, slots=True)
class Claim:
    """From `first` to `last`, both included, these are all messages that may be shown, and so to the ends it reaches.

    `floor`: the service keeps nothing before it; None: nothing is said. `is_late_end`: the page reached what was the
    newest end during an earlier connection. `is_clipped`: it went on beyond `last`. `run`: the page itself.
    """

    run: Run
    is_current: bool
    spared: frozenset[str]
    messages: tuple[ChatMessage, ...]
    first: Position
    last: Position
    cursor: str | None
    reaches_oldest: bool
    reaches_newest: bool
    is_clipped: bool = False

    @classmethod
    def of(
        cls, run: Run, is_welcome: Callable[[ChatMessage], bool], *, is_current: bool, spared: frozenset[str]
    ) -> Claim:
        """All of a page but what is not welcome. `spared`: keys of messages that it is no judge of."""
        return cls(
            run=run,
            is_current=is_current,
            spared=spared,
            messages=tuple({each.key: each for each in run.messages if is_welcome(each)}.values()),
            first=run.first,
            last=run.last,
            cursor=run.cursor,
            reaches_oldest=run.reaches_oldest,
            reaches_newest=run.reaches_newest and is_current,
        )

    @property
    def low(self) -> Position:
        """From where on nothing is unknown."""
        return START if self.reaches_oldest else self.first

    @property
    def high(self) -> Position:
        """Up to where nothing is unknown."""
        return END if self.reaches_newest else self.last

    @property
    def floor(self) -> Position | None:
        return self.run.first if self.run.reaches_oldest else None

    @property
    def is_late_end(self) -> bool:
        return self.run.reaches_newest and not self.is_current

    @property
    def judged_from(self) -> Position:
        """The first place of which it may say that a message there has gone."""
        if self.reaches_oldest and self.run.gone_from is not None:
            return min(self.first, self.run.gone_from)
        if self.run.first == self.run.asked_from:
            # down: what it was asked from may itself have grown too old, and all up to the first message with it
            return max(self.first, position(self.run.messages[0]) if self.run.messages else END)
        return self.first

    def judges(self, message: ChatMessage, floor: Position | None) -> bool:
        """Whether a message that it has not is no more on the service, which kept nothing before `floor` already."""
        place = position(message)
        if not self.is_current or message.key in self.spared or not self.run.judges(place):
            return False
        return floor is None or place >= floor or place < self.run.first

    def deletes(self, message: ChatMessage) -> bool:
        """Whether a message has been deleted below all that the service has."""
        place = position(message)
        is_judge = self.is_current and message.key not in self.spared
        return is_judge and place < self.run.first and self.run.judges(place)

    def not_before(self, limit: Position) -> Claim:
        """Less what it says of the places before `limit`."""
        if self.first >= limit:
            return self
        messages = tuple(each for each in self.messages if position(each) >= limit)
        return replace(self, messages=messages, first=limit, cursor=None, reaches_oldest=False)

    def not_after(self, limit: Position) -> Claim:
        """Less what it says of the places after `limit`."""
        if self.last <= limit and not self.reaches_newest:
            return self
        messages = tuple(each for each in self.messages if position(each) <= limit)
        return replace(self, messages=messages, last=min(self.last, limit), reaches_newest=False, is_clipped=True)


def later_edit(known: ChatMessage, given: ChatMessage) -> ChatMessage:
    """Of two copies of a message the one given last, unless it was asked for before an edit that is known."""
    if known.edited is not None and (given.edited is None or given.edited.time < known.edited.time):
        return known
    return given
