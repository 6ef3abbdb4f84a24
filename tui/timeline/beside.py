"""What stands beside a message's content: what it answers, whom it mentions, its reactions and its thread.

All of it is made by the apps of senders and by the service, in members of any type: what cannot be right is not there.
Texts in here are untrusted, as those of `tui.models` are.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from tui.models import ChatMessage, Json

MOST = 100
"""Reactions or mentions of one message that are looked at."""

ALL = "ALL"
"""What `em_at_list` says for everybody (section 11)."""


@dataclass(frozen=True, slots=True)
class Quoted:
    """The message that another one answers, as the sender's app told it (`msgQuote` in `ext`); '' for what it did not.

    `kind` is the service's word for the kind of message.
    """

    id: str
    sender: str
    preview: str
    kind: str


@dataclass(frozen=True, slots=True)
class Reaction:
    """One reaction to a message, how many gave it (at least 1), and whether the signed-in user did."""

    name: str
    count: int
    is_own: bool
    users: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Thread:
    """The thread that was begun at a message; `messages` is how many it has, 0 when not told."""

    name: str
    messages: int = 0


def quoted(message: ChatMessage) -> Quoted | None:
    """What the message answers; None when it says nothing of that."""
    told = message.ext.get("msgQuote")
    if not isinstance(told, Mapping):
        return None
    found = Quoted(*(_text(told.get(name)) for name in ("msgID", "msgSender", "msgPreview", "msgType")))
    return found if found.id or found.preview else None


def mentions(message: ChatMessage) -> tuple[str, ...]:
    """The ids of those whom the message mentions, or `ALL`; by `em_at_list` in `ext`, a list or the word alone."""
    told = message.ext.get("em_at_list")
    users = told[:MOST] if isinstance(told, list) else [told]
    return tuple(user for user in users if isinstance(user, str) and user)


def is_mentioned(message: ChatMessage, user_id: str) -> bool:
    """Whether the message mentions this user, by name or with all others."""
    return bool(user_id) and any(user in (ALL, user_id) for user in mentions(message))


def reactions(message: ChatMessage) -> tuple[Reaction, ...]:
    """The reactions to the message, in the service's order."""
    told = message.service.get("reactions")
    return tuple(_reactions(told[:MOST])) if isinstance(told, list) else ()


def thread(message: ChatMessage) -> Thread | None:
    """The thread that was begun at the message; None when there is none."""
    told = _mapping(message.service.get("chatThread"))
    overview = _mapping(message.service.get("chatThreadOverview"))
    if not told and not overview:
        return None
    name = _text(told.get("chatThreadName")) or _text(overview.get("name"))
    return Thread(name, _count(overview.get("messageCount", overview.get("message_count"))))


def _reactions(entries: Sequence[Json]) -> Iterator[Reaction]:
    for entry in map(_mapping, entries):
        name = _text(entry.get("reaction"))
        if name:
            given = entry.get("userList")
            users = tuple(user for user in given[:MOST] if isinstance(user, str)) if isinstance(given, list) else ()
            count = _count(entry.get("count")) or len(users) or 1
            yield Reaction(name, count, entry.get("isAddedBySelf") is True, users)


def _mapping(value: Json) -> Mapping[str, Json]:
    return value if isinstance(value, Mapping) else {}


def _text(value: Json) -> str:
    return value if isinstance(value, str) else ""


def _count(value: Json) -> int:
    return value if isinstance(value, int) and not isinstance(value, bool) and 0 < value < 2**63 else 0
