"""What the local service can be filled with at once: accounts, groups, messages and files, as frozen values."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from tui.protocol.records import Record

__all__ = ["Group", "Mark", "Pin", "Record", "StoredFile", "Unread", "World"]


@dataclass(frozen=True, slots=True)
class StoredFile:
    """One attachment; `secret` opens it to everyone who knows it, its `owner` needs none."""

    uuid: str
    secret: str = field(repr=False)
    filename: str
    content_type: str
    content: bytes = field(repr=False)
    thumbnail: bytes | None = field(repr=False)
    owner: str


@dataclass(frozen=True, slots=True)
class Group:
    """A group or a chat room, as `chat_type` says: "groupchat" or "chatroom"."""

    id: str
    name: str
    members: tuple[str, ...]
    chat_type: str


@dataclass(frozen=True, slots=True)
class Pin:
    """`owner` has pinned this conversation at `time` (ms since 1970)."""

    owner: str
    conversation_id: str
    chat_type: str
    time: int


@dataclass(frozen=True, slots=True)
class Unread:
    """`owner` has not read the last `count` messages that others wrote in this conversation."""

    owner: str
    conversation_id: str
    chat_type: str
    count: int


@dataclass(frozen=True, slots=True)
class Mark:
    """`owner` has put `mark` (0 to 19) on this conversation."""

    owner: str
    conversation_id: str
    chat_type: str
    mark: int


@dataclass(frozen=True, slots=True)
class World:
    """Everything that a local service starts with; `accounts` maps user ids to nicknames, `records` is oldest first."""

    accounts: Mapping[str, str]
    groups: tuple[Group, ...] = ()
    records: Iterable[Record] = ()
    files: tuple[StoredFile, ...] = ()
    pins: tuple[Pin, ...] = ()
    unread: tuple[Unread, ...] = ()
    marks: tuple[Mark, ...] = ()
