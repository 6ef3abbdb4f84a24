"""Reads what comes through the queues of the live connection: each Meta is one event, or none (section 12)."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from google.protobuf.message import DecodeError

from tui.live import (
    ConversationRead,
    Delivered,
    LiveEvent,
    MessageEdited,
    MessageRecalled,
    MessageReceived,
    ReadAcked,
)
from tui.models import ConversationKey, ConversationType, Json
from tui.protocol import msync_pb2 as pb
from tui.protocol.endpoints import GROUP_DOMAIN
from tui.protocol.jsontext import JsonError, parse_json
from tui.protocol.key_values import key_values
from tui.protocol.live_notices import read_notice
from tui.protocol.messages import read_message
from tui.protocol.refusals import kick
from tui.protocol.service_messages import body_sender, sender_of, service_message
from tui.protocol.typed import mapping, text, typed_message, whole
from tui.protocol.viewpoint import Viewpoint
from tui.protocol.wire import parse

_NOBODY = "admin"  # whom the service means when a recall has no sender
_EDITED_TYPES = {
    "chat:user": ConversationType.SINGLE,
    "chat:group": ConversationType.GROUP,
    "chat:room": ConversationType.ROOM,
}


def read_meta(meta: pb.Meta, viewpoint: Viewpoint) -> LiveEvent | None:
    """The event in `meta`; None for what says nothing to this program. Never raises.

    A message that cannot be read is received as a placeholder; anything else that cannot be read is passed over.
    """
    try:
        match meta.ns:
            case pb.Meta.STATISTIC:
                return kick(parse(pb.StatisticsBody, meta.payload))
            case pb.Meta.NOTIFY:
                return read_notice(meta.payload, viewpoint)
            case pb.Meta.CHAT:
                return _chat(meta, viewpoint)
            case _:
                return None
    except (DecodeError, JsonError):
        return None


def _chat(meta: pb.Meta, viewpoint: Viewpoint) -> LiveEvent | None:
    try:
        body = parse(pb.MessageBody, meta.payload)
    except DecodeError:
        return _received(meta, viewpoint)
    read = _BODIES.get(body.type)
    return read(meta, body, viewpoint) if read else _received(meta, viewpoint)


def _received(meta: pb.Meta, viewpoint: Viewpoint) -> LiveEvent | None:
    message = read_message(meta.SerializeToString(), viewpoint)
    if message is None:
        return None
    from_here = sender_of(meta).client_resource == viewpoint.resource and message.sender == viewpoint.user
    if message.conversation_type is ConversationType.ROOM and from_here:
        return None  # the room sends everybody's messages to everybody
    return MessageReceived(message)


def _recalled(meta: pb.Meta, body: pb.MessageBody, viewpoint: Viewpoint) -> LiveEvent:
    sender = body_sender(body).name or sender_of(meta).name or _NOBODY
    note = text(key_values(meta.ext).get("recallMessageExtensionInfo"))
    to = body.to.name
    return MessageRecalled(_conversation(meta, sender, to, viewpoint), str(body.ack_message_id), sender, to, note)


def _edited(meta: pb.Meta, body: pb.MessageBody, viewpoint: Viewpoint) -> LiveEvent | None:
    """The message with its new content; who sent it when is in the body's own meta."""
    if not body.contents:
        return None
    edit = mapping(mapping(_json(body.meta)).get("edit_msg"))
    stored = pb.Meta(id=body.edit_message_id, timestamp=max(0, whole(edit.get("send_time"))))
    content = pb.MessageBody()
    content.CopyFrom(body)
    content.type = pb.MessageBody.CHAT
    body_sender(content).name = text(edit.get("sender"))
    service = service_message(stored, content, viewpoint)
    if not service:
        return None
    kind = _EDITED_TYPES.get(text(edit.get("chat_type")))
    service["chatType"] = kind.value if kind else ""
    keeps_ext = body.edit_scope != pb.MessageBody.BODY_AND_EXT and not body.ext
    return MessageEdited(typed_message(service), keeps_ext)


def _read_acked(meta: pb.Meta, body: pb.MessageBody, viewpoint: Viewpoint) -> LiveEvent:
    count = _json(body.ext[0].string_value) if body.ext else None
    sender, to = body_sender(body).name, body.to.name
    return ReadAcked(str(body.ack_message_id), sender, to, count, body.ack_content)


def _delivered(meta: pb.Meta, body: pb.MessageBody, viewpoint: Viewpoint) -> LiveEvent:
    return Delivered(str(body.ack_message_id), body_sender(body).name, body.to.name)


def _conversation_read(meta: pb.Meta, body: pb.MessageBody, viewpoint: Viewpoint) -> LiveEvent:
    sender, to = body_sender(body).name, body.to.name
    return ConversationRead(_conversation(meta, sender, to, viewpoint), sender, to, whole(meta.timestamp))


def _conversation(meta: pb.Meta, sender: str, to: str, viewpoint: Viewpoint) -> ConversationKey:
    if meta.to.domain == GROUP_DOMAIN:
        return ConversationKey(to, ConversationType.GROUP)
    return ConversationKey(to if sender == viewpoint.user else sender, ConversationType.SINGLE)


def _json(written: str) -> Json:
    try:
        return parse_json(written) if written else None
    except JsonError:
        return None


_BODIES: Mapping[int, Callable[[pb.Meta, pb.MessageBody, Viewpoint], LiveEvent | None]] = {
    pb.MessageBody.RECALL: _recalled,
    pb.MessageBody.EDIT: _edited,
    pb.MessageBody.READ_ACK: _read_acked,
    pb.MessageBody.DELIVER_ACK: _delivered,
    pb.MessageBody.CHANNEL_ACK: _conversation_read,
}
