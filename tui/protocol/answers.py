"""Reads the answers of REST calls into values (sections 4, 5, 7 and 8).

One bad entry of a list never costs the others. An answer that is not of the promised form at all is a ProtocolError.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, field, replace

from tui.errors import ProtocolError
from tui.i18n import _
from tui.models import (
    ChatMessage,
    Conversation,
    ConversationPage,
    ConversationType,
    Group,
    HistoryPage,
    Json,
    PinState,
    UnreadableBody,
    UnsupportedBody,
)
from tui.protocol.endpoints import is_single
from tui.protocol.jsontext import JsonError, parse_json, write_json
from tui.protocol.last_message import last_message
from tui.protocol.members import Object, copied, is_truthy
from tui.protocol.messages import read_entries
from tui.protocol.typed import text, typed_message, whole
from tui.protocol.viewpoint import Viewpoint

MARKS = range(20)
"""The marks that a conversation may have."""

_MARK = re.compile(r"mark_(\d{1,2})")
_NO_CURSOR = (None, "", "undefined")
_LONGEST_LIFE = 10 * 365 * 24 * 3600
"""Seconds. A token's life beyond this is one in milliseconds, as one private cluster writes it."""


@dataclass(frozen=True, slots=True)
class Token:
    """What signing in gave: the token, and for how many seconds it is valid (0: not said)."""

    value: str = field(repr=False)
    expires_in: int


def read_json_answer(body: bytes) -> Json:
    """The answer's JSON. Raises ProtocolError when it is none (a proxy's page, nothing at all)."""
    try:
        return parse_json(body)
    except JsonError as error:
        raise unexpected_answer() from error


def read_token(body: bytes) -> Token:
    """The answer to a token request. Raises ProtocolError when there is no token in it."""
    answer = read_json_answer(body)
    value = answer.get("access_token") if isinstance(answer, dict) else None
    if not isinstance(value, str) or not value:
        raise unexpected_answer()
    life = max(0, whole(answer.get("expires_in")))
    return Token(value, life // 1000 if life > _LONGEST_LIFE else life)


def read_pin(body: bytes) -> PinState:
    """The answer to pinning or unpinning. Raises ProtocolError when it has no data."""
    data = _data(body)
    is_pinned = is_truthy(data.get("is_top"))
    service: dict[str, Json] = {"isPinned": False, "pinnedTime": 0}
    if is_pinned:
        service = copied(data, isPinned="is_top", pinnedTime="update_top_status_time")
    return PinState(is_pinned, whole(service.get("pinnedTime")), {"type": 0, "data": service})


def read_conversations(body: bytes, viewpoint: Viewpoint) -> ConversationPage:
    """A page of a conversation list, in the server's order. Raises ProtocolError."""
    data = _data(body)
    entries = _entries(data, "channel_infos")
    conversations = tuple(_conversation(entry, viewpoint) for entry in entries if isinstance(entry, dict))
    return ConversationPage(conversations, text(data.get("cursor")))


def read_history(body: bytes, viewpoint: Viewpoint, asked_from: str | None = None) -> HistoryPage:
    """A page of history in the server's order, placeholders for unreadable messages included.

    `asked_from` is the cursor that was sent: an answer that repeats it has no cursor, as its next page would be itself.
    Raises ProtocolError.
    """
    data = _data(body)
    messages = read_entries(_entries(data, "msgs"), viewpoint)
    is_last = data.get("is_last") is True
    cursor = None if is_last or data.get("next_key") in _NO_CURSOR else text(data.get("next_key"))
    if not cursor or cursor == asked_from:
        cursor = None
    return HistoryPage(messages, cursor, is_last, copied(data, cursor="next_key", isLast="is_last"))


def read_groups(body: bytes) -> tuple[Group, ...]:
    """A page of the groups that a user belongs to; those without an id are passed over. Raises ProtocolError."""
    answer = read_json_answer(body)
    if not isinstance(answer, dict):
        raise unexpected_answer()
    entries = [entry for entry in _entries(answer, "data") if isinstance(entry, dict)]
    return tuple(Group(text(entry["id"]), text(entry.get("name"))) for entry in entries if text(entry.get("id")))


def read_nicknames(body: bytes) -> dict[str, str]:
    """User ids to nicknames, of those who have one. Raises ProtocolError."""
    users = {user: entry for user, entry in _data(body).items() if isinstance(entry, dict)}
    nicknames = {user: text(entry.get("nickname")) for user, entry in users.items()}
    return {user: nickname for user, nickname in nicknames.items() if nickname}


def unexpected_answer() -> ProtocolError:
    return ProtocolError(_("The service's answer is not what was expected; is its address right?"))


def _data(body: bytes) -> Object:
    answer = read_json_answer(body)
    data = answer.get("data") if isinstance(answer, dict) else None
    if not isinstance(data, dict):
        raise unexpected_answer()
    return data


def _entries(data: Object, name: str) -> list[Json]:
    entries = data.get(name)
    if entries is None:
        return []
    if not isinstance(entries, list):
        raise unexpected_answer()
    return entries


def _conversation(entry: Object, viewpoint: Viewpoint) -> Conversation:
    is_pinned = is_truthy(entry.get("is_top"))
    kind = _conversation_type(text(entry.get("session_type")))
    service = copied(entry, conversationId="session_to", isPinned="is_top", unReadCount="unread_num")
    service["conversationType"] = (kind if kind is ConversationType.SINGLE else ConversationType.GROUP).value
    service |= copied(entry, pinnedTime="update_top_status_time") if is_pinned else {"pinnedTime": 0}
    marks = _marks(entry.get("marks"))
    if marks is not None:
        service["marks"] = marks
    last = _preview(entry.get("meta"), kind, viewpoint)
    service["lastMessage"] = None if last is None or isinstance(last.body, UnreadableBody) else dict(last.service)
    return Conversation(
        id=text(entry.get("session_to")),
        type=kind,
        is_pinned=is_pinned,
        pinned_time=whole(service.get("pinnedTime")),
        unread_count=max(0, whole(entry.get("unread_num"))),
        marks=tuple(mark for mark in marks or () if mark is not None),
        last_message=last,
        service=service,
    )


def _conversation_type(spelling: str) -> ConversationType:
    """The type that a list names; the SDK takes chat rooms for groups, which they are not to whoever pins one."""
    if is_single(spelling):
        return ConversationType.SINGLE
    return ConversationType.ROOM if spelling.lower() == "chatroom" else ConversationType.GROUP


def _marks(marks: Json) -> list[int | None] | None:
    """The marks' numbers, None for one that the service does not have; None for no list at all."""
    if not isinstance(marks, list):
        return None
    return [mark_number(mark) for mark in marks]


def mark_number(name: Json) -> int | None:
    """The number in a mark's name, `mark_0` to `mark_19`; None for any other name."""
    match = _MARK.fullmatch(text(name))
    return int(match[1]) if match and int(match[1]) in MARKS else None


def _preview(meta: Json, kind: ConversationType, viewpoint: Viewpoint) -> ChatMessage | None:
    """The last message of a conversation of type `kind`, which a message without a type of its own has, too."""
    if not isinstance(meta, dict) or not meta:
        return None
    try:
        service = last_message(meta, viewpoint)
    except JsonError as error:
        return _bare_preview(meta, kind, UnreadableBody(str(error)))
    if not service:
        return _bare_preview(meta, kind, UnsupportedBody())
    message = typed_message(service)
    return message if "chatType" in service else replace(message, conversation_type=kind)


def _bare_preview(meta: Object, kind: ConversationType, body: UnreadableBody | UnsupportedBody) -> ChatMessage:
    return ChatMessage(
        id=text(meta.get("id")),
        conversation_type=kind,
        sender=text(meta.get("from")).partition("@")[0],
        to=text(meta.get("to")).partition("@")[0],
        time=whole(meta.get("timestamp")),
        body=body,
        position=hashlib.blake2s(write_json(meta).encode("utf-8", "replace"), digest_size=8).hexdigest(),
    )
