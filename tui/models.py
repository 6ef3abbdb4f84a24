"""Conversations, messages and pages: frozen values, the same in every layer.

Plain dataclasses on purpose: they are imported before the first frame, where a validating library would cost more than
the rest of the program. What comes from the wire is checked where it is decoded (`tui.protocol`).

Texts in here are as the service gave them and therefore untrusted: whoever shows one cleans it first (`tui.text`).
"""

from __future__ import annotations

import copy
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

Json = Any
"""A value as JSON has it: None, bool, int (exact, of any size), float, str, list or dict."""

ServiceObject = Mapping[str, Json]
"""An object with the official web SDK's member names, units and absences."""


class ConversationType(StrEnum):
    """The kinds of conversation, spelled as the service's SDK spells them."""

    SINGLE = "singleChat"
    GROUP = "groupChat"
    ROOM = "chatRoom"


class Kind(StrEnum):
    """The kinds of message, spelled as the service spells them; the last two are ours."""

    TEXT = "txt"
    IMAGE = "img"
    AUDIO = "audio"
    VIDEO = "video"
    LOCATION = "loc"
    FILE = "file"
    COMMAND = "cmd"
    CUSTOM = "custom"
    COMBINE = "combine"
    UNSUPPORTED = "unsupported"
    UNREADABLE = "unreadable"


@dataclass(frozen=True, slots=True, order=True)
class ConversationKey:
    """What names a conversation: a user and a group may share an id, so the type belongs to it."""

    id: str
    type: ConversationType


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file kept by the service; size in bytes. `url` is complete (share secret included), or '' for none."""

    url: str = ""
    secret: str = field(default="", repr=False)
    filename: str = ""
    size: int = 0
    thumbnail_url: str = ""
    thumbnail_secret: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class TextBody:
    text: str


@dataclass(frozen=True, slots=True)
class ImageBody:
    """Width and height in pixels, 0 when unknown."""

    attachment: Attachment
    width: float = 0
    height: float = 0
    is_gif: bool = False


@dataclass(frozen=True, slots=True)
class AudioBody:
    """Duration in seconds."""

    attachment: Attachment
    duration: int = 0


@dataclass(frozen=True, slots=True)
class VideoBody:
    """Duration in seconds."""

    attachment: Attachment
    duration: int = 0


@dataclass(frozen=True, slots=True)
class FileBody:
    attachment: Attachment


@dataclass(frozen=True, slots=True)
class LocationBody:
    """Latitude and longitude in degrees."""

    address: str = ""
    building: str = ""
    latitude: float = 0.0
    longitude: float = 0.0


@dataclass(frozen=True, slots=True)
class CommandBody:
    action: str


@dataclass(frozen=True, slots=True)
class CustomBody:
    event: str
    exts: Mapping[str, Json] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class CombineBody:
    """Forwarded messages, kept in a file of their own; `level` counts how deep they are nested, from 1."""

    attachment: Attachment
    title: str = ""
    summary: str = ""
    level: int = 0
    compatible_text: str = ""


@dataclass(frozen=True, slots=True)
class UnsupportedBody:
    """A kind of message that this program does not know."""


@dataclass(frozen=True, slots=True)
class UnreadableBody:
    """A message that could not be decoded; `reason` says why, for a developer."""

    reason: str


Body = (
    TextBody
    | ImageBody
    | AudioBody
    | VideoBody
    | FileBody
    | LocationBody
    | CommandBody
    | CustomBody
    | CombineBody
    | UnsupportedBody
    | UnreadableBody
)

KIND_OF_BODY: Mapping[type[Body], Kind] = {
    TextBody: Kind.TEXT,
    ImageBody: Kind.IMAGE,
    AudioBody: Kind.AUDIO,
    VideoBody: Kind.VIDEO,
    FileBody: Kind.FILE,
    LocationBody: Kind.LOCATION,
    CommandBody: Kind.COMMAND,
    CustomBody: Kind.CUSTOM,
    CombineBody: Kind.COMBINE,
    UnsupportedBody: Kind.UNSUPPORTED,
    UnreadableBody: Kind.UNREADABLE,
}


_NO_ID = "unreadable-"
"""What the key of a message without an id begins with."""


@dataclass(frozen=True, slots=True)
class Edit:
    """The last change of a message's content: when (ms since 1970), by whom, and how many there were."""

    time: int
    operator: str
    count: int


@dataclass(frozen=True, slots=True)
class ChatMessage:
    """One message.

    `id` is the service's 64-bit number in decimal ('' for a message too broken to have one: use `key`). `time` is the
    server's, in ms since 1970. `sender` and `to` are user or group ids, '' when absent. `ext` is what the sender's app
    attached. `raw` is the message as it came (a serialised Meta), empty when it came otherwise.
    """

    id: str
    conversation_type: ConversationType
    sender: str
    to: str
    time: int
    body: Body
    ext: Mapping[str, Json] = field(default_factory=dict, hash=False)
    edited: Edit | None = None
    raw: bytes = field(default=b"", repr=False, compare=False)
    position: str = field(default="", repr=False)
    """Tells messages without an id apart."""
    service: ServiceObject = field(default_factory=dict, repr=False, hash=False)

    @property
    def name(self) -> str:
        """What names this message in its history: its id, or what tells it apart from others without one."""
        return self.id or self.position

    @property
    def key(self) -> str:
        """What names this message in lists: its id, or a made-up name that cannot be an id."""
        return self.id or f"{_NO_ID}{self.position}"

    @property
    def attachment(self) -> Attachment | None:
        """The message's file; a combined message's is the list of what it holds."""
        found: Attachment | None = getattr(self.body, "attachment", None)
        return found

    @property
    def kind(self) -> Kind:
        return KIND_OF_BODY[type(self.body)]

    def conversation_id(self, own_id: str) -> str:
        """The conversation this message belongs to, seen by the user `own_id` (section 11)."""
        if self.conversation_type is not ConversationType.SINGLE:
            return self.to
        return self.to if self.sender == own_id else self.sender

    def as_service(self) -> dict[str, Json]:
        """The official SDK's message object: its member names, units and absences; never the access token."""
        return copy.deepcopy(dict(self.service))


def name_of(key: str) -> str:
    """The `ChatMessage.name` of the message with a key."""
    return key.removeprefix(_NO_ID)


def keys_named(name: str) -> tuple[str, str]:
    """The keys of which the message with this `ChatMessage.name` has one."""
    return name, f"{_NO_ID}{name}"


@dataclass(frozen=True, slots=True)
class Conversation:
    """One conversation of the signed-in user.

    `pinned_time` is in ms since 1970 and 0 when not pinned; `marks` are numbers from 0 to 19.
    """

    id: str
    type: ConversationType
    is_pinned: bool = False
    pinned_time: int = 0
    unread_count: int = 0
    marks: tuple[int, ...] = ()
    last_message: ChatMessage | None = None
    service: ServiceObject = field(default_factory=dict, repr=False, hash=False, compare=False)

    @property
    def key(self) -> ConversationKey:
        return ConversationKey(self.id, self.type)

    def as_service(self) -> dict[str, Json]:
        """The official SDK's conversation object."""
        return copy.deepcopy(dict(self.service))


@dataclass(frozen=True, slots=True)
class ConversationPage:
    """A page of the conversation list, in the server's order; `cursor` asks for the next one and is '' at the end."""

    conversations: tuple[Conversation, ...]
    cursor: str

    def as_service(self) -> dict[str, Json]:
        conversations = [conversation.as_service() for conversation in self.conversations]
        return {"type": 0, "data": {"conversations": conversations, "cursor": self.cursor}}


@dataclass(frozen=True, slots=True)
class PinState:
    """What the service says of a pin; `pinned_time` is in ms since 1970 and 0 when not pinned."""

    is_pinned: bool
    pinned_time: int
    service: ServiceObject = field(default_factory=dict, repr=False, hash=False, compare=False)

    def as_service(self) -> dict[str, Json]:
        return copy.deepcopy(dict(self.service))


@dataclass(frozen=True, slots=True)
class Group:
    """A group that the user belongs to."""

    id: str
    name: str


@dataclass(frozen=True, slots=True)
class SearchOptions:
    """What history is narrowed to: kinds of message, a time span in ms since 1970 (both ends included), one sender.

    None and an empty `msg_types` narrow nothing. The service looks at `sender` in groups and chat rooms only.
    """

    msg_types: Sequence[Kind | str] = ()
    start_time: int | None = None
    end_time: int | None = None
    sender: str | None = None


@dataclass(frozen=True, slots=True)
class HistoryPage:
    """A page of history in the server's order: newest first when asked `up`, oldest first when asked `down`.

    `cursor` asks for the next page in the same direction and is None at the end. A message that could not be read is
    in its place with an `UnreadableBody`. A page may hold fewer messages than asked for, even none, without being last.
    """

    messages: tuple[ChatMessage, ...]
    cursor: str | None
    is_last: bool
    service: ServiceObject = field(default_factory=dict, repr=False, hash=False, compare=False)
    """`cursor` and `isLast` as the service sent them."""

    def as_service(self) -> dict[str, Json]:
        """The official SDK's result, with those messages that it would give."""
        messages = [message.as_service() for message in self.messages if message.kind is not Kind.UNREADABLE]
        return {**self.service, "messages": messages}
