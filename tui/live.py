"""What the live connection tells of, and how it stands: frozen values, the same in every layer."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum

from tui.models import ChatMessage, ConversationKey, Json


@dataclass(frozen=True, slots=True)
class Connected:
    """The service has let this device in, as `resource`. What happened before is not told of again."""

    resource: str


@dataclass(frozen=True, slots=True)
class Refused:
    """Signing in was refused; trying again would not help. `type` and `message` are the service's (section 10)."""

    type: int
    message: str


@dataclass(frozen=True, slots=True)
class Kicked:
    """The service has put this device out. `type` as in section 10; `note` is the other device's."""

    type: int
    message: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class TokenExpiring:
    """Four fifths of the token's remaining time are over."""


@dataclass(frozen=True, slots=True)
class TokenExpired:
    """The token is of no use any more; the connection ends."""


@dataclass(frozen=True, slots=True)
class MessageReceived:
    """A message came, or one that this user sent from another device."""

    message: ChatMessage


@dataclass(frozen=True, slots=True)
class MessageEdited:
    """A message has new content. `keeps_ext`: its `ext` is what it was, whatever `message` says."""

    message: ChatMessage
    keeps_ext: bool = False


@dataclass(frozen=True, slots=True)
class MessageRecalled:
    """The message `message_id` is gone for everybody. `key` names its conversation."""

    key: ConversationKey
    message_id: str
    sender: str
    to: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class ReadAcked:
    """`sender` has read the message `message_id`; `group_count` is what the service says of a group's readers."""

    message_id: str
    sender: str
    to: str
    group_count: Json = field(default=None, hash=False)
    content: str = ""


@dataclass(frozen=True, slots=True)
class Delivered:
    """The message `message_id` has reached a device of `sender`."""

    message_id: str
    sender: str
    to: str


@dataclass(frozen=True, slots=True)
class ConversationRead:
    """`sender` has read the whole conversation `key` up to `time` (ms since 1970)."""

    key: ConversationKey
    sender: str
    to: str
    time: int


@dataclass(frozen=True, slots=True)
class ConversationPinned:
    """Another device has pinned a conversation at `time` (ms since 1970)."""

    key: ConversationKey
    time: int


@dataclass(frozen=True, slots=True)
class ConversationUnpinned:
    """Another device has taken a pin off at `time` (ms since 1970)."""

    key: ConversationKey
    time: int


@dataclass(frozen=True, slots=True)
class ConversationDeleted:
    """Another device has deleted a conversation at `time` (ms since 1970); its messages may have gone with it."""

    key: ConversationKey
    time: int


@dataclass(frozen=True, slots=True)
class ConversationMarked:
    """Another device has put a mark on a conversation, or (`on` False) taken it off; None is a mark we do not know."""

    key: ConversationKey
    mark: int | None
    on: bool
    time: int


@dataclass(frozen=True, slots=True)
class MessagePinned:
    """`operator` has pinned a message in its conversation, or (`on` False) unpinned it."""

    key: ConversationKey
    message_id: str
    operator: str
    on: bool
    time: int


@dataclass(frozen=True, slots=True)
class RoamingDeleted:
    """Another device has removed messages: these, or all up to `until` (ms since 1970), or nobody knows which."""

    key: ConversationKey
    message_ids: tuple[str, ...] = ()
    until: int | None = None
    resource: str | None = None


LiveEvent = (
    Connected
    | Refused
    | Kicked
    | TokenExpiring
    | TokenExpired
    | MessageReceived
    | MessageEdited
    | MessageRecalled
    | ReadAcked
    | Delivered
    | ConversationRead
    | ConversationPinned
    | ConversationUnpinned
    | ConversationDeleted
    | ConversationMarked
    | MessagePinned
    | RoamingDeleted
)


class LivePhase(Enum):
    """How the live connection stands."""

    OFF = "off"
    """Nobody asked for one."""
    CONNECTING = "connecting"
    LIVE = "live"
    OFFLINE = "offline"
    """Lost; it is tried again by itself."""
    ENDED = "ended"
    """The service has said no; it is not tried again."""


@dataclass(frozen=True, slots=True)
class LiveStatus:
    """The live connection: `again_at` (ms since 1970) is when it is tried again, `type` why it has ended."""

    phase: LivePhase = LivePhase.OFF
    again_at: int = 0
    type: int = 0


OFF = LiveStatus()
CONNECTING = LiveStatus(LivePhase.CONNECTING)
LIVE = LiveStatus(LivePhase.LIVE)
