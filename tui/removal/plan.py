"""What is to be removed, frozen: nothing that comes later can widen it."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Self

from tui.errors import RoamingError
from tui.events import ConversationRemoved, Event, MessagesCut, MessagesRemoved
from tui.i18n import _
from tui.models import ChatMessage, ConversationKey


@dataclass(frozen=True, slots=True)
class ByIds:
    """Exactly the messages with these ids, sent in this order; `times` are theirs, in ms since 1970."""

    ids: tuple[str, ...]
    times: tuple[int, ...]

    @classmethod
    def of(cls, messages: Iterable[ChatMessage]) -> Self:
        """These messages, each once. Raises RoamingError for one without an id, and for none at all."""
        found = {message.id: message.time for message in messages}
        if not found:
            raise RoamingError(_("These messages are no longer here."))
        if "" in found:
            raise RoamingError(_("A message without an id cannot be removed: the service would not know which one."))
        return cls(tuple(found), tuple(found.values()))


@dataclass(frozen=True, slots=True)
class UpTo:
    """Every message at or before `time` (ms since 1970, of a message of the conversation or a moment that is past)."""

    time: int


@dataclass(frozen=True, slots=True)
class Whole:
    """The conversation leaves the list, and its messages go as well where `with_messages`.

    `newest`: the time of its newest message when this was decided (ms since 1970), 0 where it had none: what comes
    later was not meant.
    """

    with_messages: bool
    newest: int = 0


Target = ByIds | UpTo | Whole


@dataclass(frozen=True, slots=True)
class Removal:
    """What is removed from which conversation. `count`: how many messages whoever confirmed it was shown."""

    key: ConversationKey
    target: Target
    count: int

    @classmethod
    def of_messages(cls, key: ConversationKey, messages: Collection[ChatMessage]) -> Self:
        """Exactly these messages, in their order. Raises RoamingError as `ByIds.of`."""
        target = ByIds.of(messages)
        return cls(key, target, len(target.ids))

    @property
    def parts(self) -> int:
        """How many results it has: one for each message, or for its one request."""
        return len(self.target.ids) if isinstance(self.target, ByIds) else 1

    def among(self, messages: Iterable[ChatMessage]) -> frozenset[str]:
        """The ids of those of these messages that are to go."""
        match self.target:
            case ByIds(ids=ids):
                return frozenset(ids).intersection(message.id for message in messages)
            case UpTo(time=time):
                return frozenset(message.id for message in messages if message.time <= time)
            case Whole(with_messages=with_messages):
                return frozenset(message.id for message in messages if with_messages)

    def only(self, ids: Iterable[str]) -> Removal | None:
        """The same, for no more than those of its messages; None where that is nothing, or it names no messages."""
        if not isinstance(self.target, ByIds):
            return None
        wanted = set(ids)
        pairs = [pair for pair in zip(self.target.ids, self.target.times, strict=True) if pair[0] in wanted]
        if not pairs:
            return None
        target = ByIds(tuple(each for each, _time in pairs), tuple(time for _id, time in pairs))
        return Removal(self.key, target, len(pairs))

    def done(self, ids: Iterable[str] = ()) -> Event:
        """What has happened once this was done: of messages by id, to these."""
        match self.target:
            case ByIds():
                return MessagesRemoved(self.key, frozenset(ids), is_own=True)
            case UpTo(time=time):
                return MessagesCut(self.key, time, is_own=True)
            case Whole(with_messages=with_messages, newest=newest):
                return ConversationRemoved(self.key, with_messages, is_own=True, until=newest)
