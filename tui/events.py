"""What can happen to the truth, whoever caused it: this program, the service's answers, or another device.

The store applies each event to what is on the screen, the archive to what is on the disk.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from tui.models import ChatMessage, Conversation, ConversationKey
from tui.runs import Run


@dataclass(frozen=True, slots=True)
class PinChanged:
    """A conversation was pinned (`pinned_time` in ms since 1970) or unpinned (0).

    `is_own`: the user did it with this program.
    """

    key: ConversationKey
    is_pinned: bool
    pinned_time: int
    is_own: bool = False

    def applied_to(self, known: Conversation) -> Conversation:
        """The conversation after that."""
        return replace(known, is_pinned=self.is_pinned, pinned_time=self.pinned_time)


@dataclass(frozen=True, slots=True)
class ConversationRemoved:
    """A conversation left the list, and its messages with it where `with_messages`.

    `is_own`, here and of messages: the user did it with this program, and may want to look at what went. `until`: the
    time of the newest message that was meant (ms since 1970), 0 where that is not known.
    """

    key: ConversationKey
    with_messages: bool
    is_own: bool = False
    until: int = 0


@dataclass(frozen=True, slots=True)
class MessagesRemoved:
    """Exactly these messages are gone for this user; `recalled_by` whom, '' where they were not recalled."""

    key: ConversationKey
    ids: frozenset[str]
    is_own: bool = False
    recalled_by: str = ""


@dataclass(frozen=True, slots=True)
class NewestKnown:
    """The newest message of a conversation is this one; None when it has no message left."""

    key: ConversationKey
    message: ChatMessage | None


@dataclass(frozen=True, slots=True)
class MessageArrived:
    """A message has been sent in a conversation; `is_own`: by this user."""

    key: ConversationKey
    message: ChatMessage
    is_own: bool


@dataclass(frozen=True, slots=True)
class MessageChanged:
    """A message has new content; `keeps_ext`: what the sender's app attached is what it was."""

    key: ConversationKey
    message: ChatMessage
    keeps_ext: bool = False

    def applied_to(self, old: ChatMessage) -> ChatMessage:
        """`old` with the new content, where it is the message that is meant."""
        if not old.id or old.id != self.message.id:
            return old
        new = self.message
        ext = old.ext if self.keeps_ext else new.ext
        content = {name: value for name, value in new.service.items() if not (self.keeps_ext and name == "ext")}
        kept = {name: old.service[name] for name in ("chatType", "from", "to", "time") if name in old.service}
        service = {**old.service, **content, **kept}
        return replace(old, body=new.body, ext=ext, edited=new.edited or old.edited, raw=b"", service=service)


@dataclass(frozen=True, slots=True)
class MessagesCut:
    """All messages up to `until` (ms since 1970, inclusive) are gone for this user."""

    key: ConversationKey
    until: int
    is_own: bool = False


@dataclass(frozen=True, slots=True)
class HistoryUncertain:
    """Something in a history has gone, and nobody said what."""

    key: ConversationKey


@dataclass(frozen=True, slots=True)
class ReadElsewhere:
    """The user has read the whole conversation on another device."""

    key: ConversationKey

    def applied_to(self, known: Conversation) -> Conversation:
        """The conversation after that."""
        return replace(known, unread_count=0)


@dataclass(frozen=True, slots=True)
class MarkChanged:
    """A conversation has got a mark (0 to 19), or lost it."""

    key: ConversationKey
    mark: int
    on: bool

    def applied_to(self, known: Conversation) -> Conversation:
        """The conversation after that, its marks in order."""
        marks = {*known.marks, self.mark} if self.on else {*known.marks} - {self.mark}
        return replace(known, marks=tuple(sorted(marks)))


@dataclass(frozen=True, slots=True)
class HistoryRead:
    """A page of a history has come.

    `spared`: the keys of messages that arrived while it was on its way, which it may not have yet. `attaches`: from now
    on everything new is told of by the live connection, so that nothing can be missing after the run and those.
    """

    key: ConversationKey
    run: Run
    spared: frozenset[str] = frozenset()
    attaches: bool = False


@dataclass(frozen=True, slots=True)
class MessagesFound:
    """These messages exist; nothing is known of what is around them (a page asked for with a filter)."""

    key: ConversationKey
    messages: tuple[ChatMessage, ...] = field(repr=False)


Event = (
    PinChanged
    | ConversationRemoved
    | MessagesRemoved
    | NewestKnown
    | MessageArrived
    | MessageChanged
    | MessagesCut
    | HistoryUncertain
    | ReadElsewhere
    | MarkChanged
    | HistoryRead
    | MessagesFound
)
"""Something about one conversation."""


@dataclass(frozen=True, slots=True)
class ListRead:
    """A part of the conversation list has come. `all_keys`: with it the list is whole, and has these and no others."""

    conversations: tuple[Conversation, ...] = field(repr=False)
    all_keys: frozenset[ConversationKey] | None = None


@dataclass(frozen=True, slots=True)
class NamesKnown:
    """What conversations are called."""

    names: Mapping[ConversationKey, str] = field(repr=False)


@dataclass(frozen=True, slots=True)
class ConnectionBegan:
    """A live connection stands. What happened before it is in no history until a page covers it."""

    generation: int


Fact = Event | ListRead | NamesKnown | ConnectionBegan
"""Everything that the archive is told."""
