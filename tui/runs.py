"""What is known of a history for certain: places in it, runs of messages without a hole, and what is not known yet."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from tui.models import ChatMessage, Conversation, ConversationKey, HistoryPage


class Position(NamedTuple):
    """A place in the server's order: by time (ms since 1970), then by id as a number.

    `mark` tells messages without an id apart; it is '' for all others.
    """

    time: int
    number: int
    mark: str = ""

    @property
    def name(self) -> str:
        """The `ChatMessage.name` of the message at this place."""
        return self.mark or str(self.number)


START = Position(-(2**63), 0)
"""Before every message."""

END = Position(2**63 - 1, 2**64)
"""After every message."""


_MOST_DIGITS = len(str(2**64))


def position(message: ChatMessage) -> Position:
    """The place of a message."""
    number = number_of(message.id)
    if number is not None:
        return Position(message.time, number)
    return Position(message.time, 0, message.name)


def number_of(message_id: str) -> int | None:
    """The number that a message id of the service is (section 1); None for anything else, which only names a message.

    Ids stand also in what senders write, and so may be any text.
    """
    if not (message_id.isdecimal() and message_id.isascii() and len(message_id) <= _MOST_DIGITS):
        return None
    number = int(message_id)
    return number if number < 2**64 and (message_id[0] != "0" or message_id == "0") else None


@dataclass(frozen=True, slots=True)
class Run:
    """What a page of history claims: from `first` to `last`, both included, the service has these messages, no others.

    `messages` are oldest first. `asked_from`: the place of the message whose id was the page's cursor; the run joins it
    and says nothing of that message itself. `reaches_oldest`: the service keeps nothing before `first`.
    `reaches_newest`: it had nothing after `last` when it was asked. `cursor` asks `up` for what is before `first`;
    None: the id of the first message does. `generation`: the live connection during which it was asked for.
    `gone_from`: of a run that reaches the oldest end, whatever is known between here and `first` has been deleted;
    None: it may as well be older than what the service keeps.
    """

    messages: tuple[ChatMessage, ...]
    first: Position
    last: Position
    asked_from: Position | None = None
    reaches_oldest: bool = False
    reaches_newest: bool = False
    cursor: str | None = None
    generation: int = 0
    gone_from: Position | None = None

    def judges(self, place: Position) -> bool:
        """Whether a message at `place` that is not in the run is no more on the server."""
        if place == self.asked_from:
            return False
        if place < self.first:
            return self.reaches_oldest and self.gone_from is not None and place >= self.gone_from
        return place <= self.last or self.reaches_newest


def run_of(page: HistoryPage, *, up: bool, asked_from: Position | None, generation: int = 0) -> Run | None:
    """What an unfiltered `page` claims that was asked for in the direction `up` (or down) from a message's place.

    `asked_from` None: from the newest end, or from the oldest for a page asked downwards. None when it claims nothing:
    a page without messages that is not the last. Of a page with messages on the wrong side of where it was asked from,
    only what is between its own messages is believed.
    """
    messages = sorted(_timed(reversed(page.messages) if up else page.messages, asked_from), key=position)
    is_end = page.is_last or page.cursor is None
    if not messages:
        if not is_end:
            return None
        at = asked_from or END  # the service may have forgotten all that is known here: only its floor is past it
        nothing = asked_from is None
        return Run((), at, at, asked_from, up or nothing, not up or nothing, generation=generation)
    first, last = position(messages[0]), position(messages[-1])
    cursor = page.cursor if up else None
    if asked_from is not None:
        if (last > asked_from) if up else (first < asked_from):
            return Run(tuple(messages), first, last, generation=generation)
        first, last = min(first, asked_from), max(last, asked_from)
    return Run(
        messages=tuple(messages),
        first=first,
        last=last,
        asked_from=asked_from,
        reaches_oldest=is_end if up else asked_from is None,
        reaches_newest=asked_from is None if up else is_end,
        cursor=cursor,
        generation=generation,
    )


def _timed(messages: Iterable[ChatMessage], asked_from: Position | None) -> list[ChatMessage]:
    """`messages`, oldest first, where one without a legible time has that of the next that has one."""
    found = list(messages)
    time = next((each.time for each in reversed(found) if each.time > 0), 0)
    if not time and asked_from is not None and asked_from not in (START, END):
        time = asked_from.time
    for at in range(len(found) - 1, -1, -1):
        time = found[at].time if found[at].time > 0 else time
        if found[at].time <= 0 < time:
            found[at] = replace(found[at], time=time)
    return found


@dataclass(frozen=True, slots=True)
class Recall:
    """A message that was taken back by `who`: where it was. What it said is kept nowhere."""

    place: Position
    who: str


@dataclass(frozen=True, slots=True)
class Stretch:
    """Archived messages that follow one another in the archive, oldest first, read from a place in it.

    `gaps`: the keys of those right before which the service may have others that are not archived, with the cursor
    that asks `up` for them (None: the message's own id). `joins`: nothing can be missing between these messages and
    the place they were read from (true when they were read from an end). `is_last`: the archive has nothing beyond.
    `floor`: the service keeps nothing before this place; None while that is not known. `recalls`: all that are known of
    in the conversation, wherever they were.
    """

    messages: tuple[ChatMessage, ...] = ()
    gaps: Mapping[str, str | None] = field(default_factory=dict)
    joins: bool = True
    is_last: bool = True
    floor: Position | None = None
    recalls: tuple[Recall, ...] = ()


@dataclass(frozen=True, slots=True)
class Hole:
    """A part of a history that the service may have and the archive has not, between two times (ms since 1970).

    `after` None: from the oldest message that the service keeps. `before` None: to the newest.
    """

    after: int | None
    before: int | None


@dataclass(frozen=True, slots=True)
class Coverage:
    """How much of a conversation is archived. Times are in ms since 1970, None where there is no message.

    `gaps` are between archived messages, oldest first. `has_oldest`: the archive reaches the oldest message that the
    service keeps, or went beyond. `read_at`: when the service last told of it, 0 for never.
    """

    key: ConversationKey
    messages: int = 0
    oldest: int | None = None
    newest: int | None = None
    gaps: tuple[Hole, ...] = ()
    has_oldest: bool = False
    read_at: int = 0

    @property
    def is_complete(self) -> bool:
        """Whether nothing is missing up to the newest archived message."""
        return self.has_oldest and not self.gaps

    @property
    def missing(self) -> tuple[Hole, ...]:
        """All that may be missing up to the newest archived message, oldest first."""
        return self.gaps if self.has_oldest else (Hole(None, self.oldest), *self.gaps)


@dataclass(frozen=True, slots=True)
class ArchivedPart:
    """What is archived of a history up to a time: how many messages, the first and the last of them.

    `is_complete`: the service has no others up to the last one. `messages` are all of them, oldest first, where they
    are no more than were asked for; else none.
    """

    count: int = 0
    first: ChatMessage | None = None
    last: ChatMessage | None = None
    is_complete: bool = False
    messages: tuple[ChatMessage, ...] = field(default=(), repr=False)


@dataclass(frozen=True, slots=True)
class DeletedMessage:
    """A message that the user removed with this program, and when (ms since 1970)."""

    key: ConversationKey
    message: ChatMessage
    deleted_at: int


@dataclass(frozen=True, slots=True)
class ArchivedList:
    """The conversation list as it was known last. `unlisted`: those that the service's list has no more.

    `read_at`: when anything was last heard of the service, in ms since 1970; 0 for never. `notes`: what the program has
    noted of how the list is used, by name.
    """

    conversations: tuple[Conversation, ...] = ()
    unlisted: frozenset[ConversationKey] = frozenset()
    names: dict[ConversationKey, str] = field(default_factory=dict)
    read_at: int = 0
    notes: dict[str, str] = field(default_factory=dict)
