"""Reads what the service tells a device of the user's other devices: JSON in a NOTIFY meta (section 12)."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from tui.live import (
    ConversationDeleted,
    ConversationMarked,
    ConversationPinned,
    ConversationUnpinned,
    LiveEvent,
    MessagePinned,
    RoamingDeleted,
)
from tui.models import ConversationKey, ConversationType, Json
from tui.protocol.answers import mark_number
from tui.protocol.endpoints import is_single
from tui.protocol.jsontext import JsonError, parse_object
from tui.protocol.typed import mapping, text, whole
from tui.protocol.viewpoint import Viewpoint

_Data = Mapping[str, Json]


def read_notice(payload: bytes, viewpoint: Viewpoint) -> LiveEvent | None:
    """What happened on another device; None for what this very device did, and for what is of no interest here."""
    try:
        notice = parse_object(payload)
    except JsonError:
        return None
    data = mapping(notice.get("data"))
    match notice.get("type"):
        case "conv":
            return _about_conversation(data, viewpoint)
        case "roaming_delete":
            return _about_removal(data, viewpoint)
        case _:
            return None


def _about_conversation(data: _Data, viewpoint: Viewpoint) -> LiveEvent | None:
    if data.get("res") == viewpoint.resource and data.get("from") == viewpoint.user:
        return None
    operation = data.get("op")
    make = _OPERATIONS.get(operation) if isinstance(operation, str) else None
    return make(_key(data.get("id"), data.get("type")), data) if make else None


def _about_removal(data: _Data, viewpoint: Viewpoint) -> LiveEvent | None:
    resource = data.get("resource")
    if resource == viewpoint.resource:
        return None
    ids = _ids(data.get("msgIdList"))
    until = whole(data.get("deleteTime"))
    return RoamingDeleted(
        _key(data.get("to"), data.get("chatType")),
        ids,
        until if until > 0 and not ids else None,  # ids are exact: they are never widened to a time
        resource if isinstance(resource, str) else None,
    )


def _ids(value: Json) -> tuple[str, ...]:
    listed = value.split(",") if isinstance(value, str) else value
    return tuple(filter(None, map(text, listed))) if isinstance(listed, list) else ()


def _key(conversation_id: Json, spelling: Json) -> ConversationKey:
    single = isinstance(spelling, str) and is_single(spelling)
    return ConversationKey(text(conversation_id), ConversationType.SINGLE if single else ConversationType.GROUP)


def _marked(key: ConversationKey, data: _Data, *, on: bool) -> LiveEvent:
    return ConversationMarked(key, mark_number(data.get("ext")), on, whole(data.get("ts")))


def _message_pinned(key: ConversationKey, data: _Data, *, on: bool) -> LiveEvent:
    return MessagePinned(key, text(data.get("ext")), text(data.get("from")), on, whole(data.get("ts")))


_OPERATIONS: Mapping[str, Callable[[ConversationKey, _Data], LiveEvent]] = {
    "top": lambda key, data: ConversationPinned(key, whole(data.get("ts"))),
    "not_top": lambda key, data: ConversationUnpinned(key, whole(data.get("ts"))),
    "del": lambda key, data: ConversationDeleted(key, whole(data.get("ts"))),
    "mark": lambda key, data: _marked(key, data, on=True),
    "mark_delete": lambda key, data: _marked(key, data, on=False),
    "pin": lambda key, data: _message_pinned(key, data, on=True),
    "pin_delete": lambda key, data: _message_pinned(key, data, on=False),
}
