"""What can happen to the truth, whoever caused it: this program, or the service telling of another device."""

from __future__ import annotations

from dataclasses import dataclass

from tui.models import ChatMessage, ConversationKey


@dataclass(frozen=True, slots=True)
class PinChanged:
    """A conversation was pinned (`pinned_time` in ms since 1970) or unpinned (0)."""

    key: ConversationKey
    is_pinned: bool
    pinned_time: int


@dataclass(frozen=True, slots=True)
class ConversationRemoved:
    """A conversation left the list, and its messages with it where `with_messages`."""

    key: ConversationKey
    with_messages: bool


@dataclass(frozen=True, slots=True)
class MessagesRemoved:
    """Exactly these messages are gone for this user."""

    key: ConversationKey
    ids: frozenset[str]


@dataclass(frozen=True, slots=True)
class NewestKnown:
    """The newest message of a conversation is this one; None when it has no message left."""

    key: ConversationKey
    message: ChatMessage | None


Event = PinChanged | ConversationRemoved | MessagesRemoved | NewestKnown
