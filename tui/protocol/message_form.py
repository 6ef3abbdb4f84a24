"""Messages as plain data, for those that cannot be read again from the bytes in which they came.

The form is the service's message object, and beside it whatever of the message does not follow from that object.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, fields, replace
from typing import Any

from tui.models import KIND_OF_BODY, Attachment, Body, ChatMessage, ConversationType, Edit, Json, Kind
from tui.protocol.typed import typed_message

_BODY_OF_KIND: Mapping[Kind, type[Body]] = {kind: body for body, kind in KIND_OF_BODY.items()}
_PLAIN = ("id", "sender", "to", "time", "ext", "position")


def form_of(message: ChatMessage) -> dict[str, Json]:
    """`message` as values that JSON has, all but its `raw`."""
    told = typed_message(message.service)
    form: dict[str, Json] = {"service": message.service}
    form |= {name: getattr(message, name) for name in _PLAIN if getattr(message, name) != getattr(told, name)}
    if message.conversation_type is not told.conversation_type:
        form["type"] = message.conversation_type.value
    if message.edited != told.edited:
        form["edited"] = asdict(message.edited) if message.edited else None
    if message.body != told.body:
        form["kind"], form["body"] = message.kind.value, asdict(message.body)
    return form


def message_of(form: Mapping[str, Json]) -> ChatMessage:
    """The message of a form. Raises ValueError, KeyError or TypeError for what is none."""
    changes: dict[str, Any] = {name: form[name] for name in _PLAIN if name in form}
    if "type" in form:
        changes["conversation_type"] = ConversationType(form["type"])
    if "edited" in form:
        changes["edited"] = Edit(**form["edited"]) if form["edited"] else None
    if "body" in form:
        changes["body"] = _body(_BODY_OF_KIND[Kind(form["kind"])], form["body"])
    return replace(typed_message(form["service"]), **changes)


def _body(kind: type[Body], members: dict[str, Json]) -> Body:
    known = {field.name for field in fields(kind)}
    members = {name: value for name, value in members.items() if name in known}
    if "attachment" in members:
        members["attachment"] = Attachment(**members["attachment"])
    return kind(**members)
