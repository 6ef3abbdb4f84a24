"""Reads what a client sends up over the live connection, as the service stores it (section 14)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import Enum

from google.protobuf.message import DecodeError

from tui.errors import ProtocolError
from tui.i18n import _
from tui.models import Json
from tui.protocol import msync_pb2 as pb
from tui.protocol.endpoints import GROUP_DOMAIN
from tui.protocol.jsontext import JsonError
from tui.protocol.key_values import key_values
from tui.protocol.wire import parse

Content = pb.MessageBody.Content


class Act(Enum):
    """What an uplink wants."""

    SAY = "say"
    RECALL = "recall"
    EDIT = "edit"
    READ = "read"
    DELIVERED = "delivered"
    READ_ALL = "read all"
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True)
class Uplink:
    """`act`, in the conversation with `to` ("chat", "groupchat", "chatroom"), about the message `message_id`.

    `payload` is what to store (None: of a kind that is not taken); `body` is what to pass on.
    """

    number: int
    act: Act
    to: str
    chat_type: str
    message_id: str
    payload: Mapping[str, Json] | None
    body: pb.MessageBody


def read_uplink(meta: pb.Meta) -> Uplink:
    """What the client wants by `meta`. Raises ProtocolError."""
    if meta.ns != pb.Meta.CHAT:
        return Uplink(meta.id, Act.NOTHING, "", "chat", "", None, pb.MessageBody())
    try:
        body = parse(pb.MessageBody, meta.payload)
        payload = _payload(body)
    except (DecodeError, JsonError) as error:
        raise ProtocolError(_("The peer sent a message that cannot be read.")) from error
    act = _ACTS.get(body.type, Act.NOTHING)
    is_group = meta.to.domain == GROUP_DOMAIN
    body.to.domain = meta.to.domain
    body.to.name = body.to.name or meta.to.name
    message_id = body.edit_message_id if act is Act.EDIT else body.ack_message_id
    chat_type = _CHAT_TYPES.get(body.type) or ("groupchat" if is_group else "chat")
    return Uplink(meta.id, act, body.to.name.lower(), chat_type, str(message_id), payload, body)


_ACTS = {
    pb.MessageBody.CHAT: Act.SAY,
    pb.MessageBody.GROUPCHAT: Act.SAY,
    pb.MessageBody.CHATROOM: Act.SAY,
    pb.MessageBody.RECALL: Act.RECALL,
    pb.MessageBody.EDIT: Act.EDIT,
    pb.MessageBody.READ_ACK: Act.READ,
    pb.MessageBody.DELIVER_ACK: Act.DELIVERED,
    pb.MessageBody.CHANNEL_ACK: Act.READ_ALL,
}
_CHAT_TYPES = {
    pb.MessageBody.CHAT: "chat",
    pb.MessageBody.GROUPCHAT: "groupchat",
    pb.MessageBody.CHATROOM: "chatroom",
}


def _payload(body: pb.MessageBody) -> Mapping[str, Json] | None:
    content = body.contents[0] if body.contents else None
    read = _CONTENTS.get(content.type) if content is not None else None
    if content is None or read is None:
        return None
    return {"bodies": [read(content)], "ext": key_values(body.ext)}


def _text(content: Content) -> dict[str, Json]:
    return {"type": "txt", "msg": content.text}


def _location(content: Content) -> dict[str, Json]:
    place = {"lat": content.latitude, "lng": content.longitude}
    return {"type": "loc", "addr": content.address, "buildingName": content.building_name, **place}


def _command(content: Content) -> dict[str, Json]:
    return {"type": "cmd", "action": content.action}


def _custom(content: Content) -> dict[str, Json]:
    exts = key_values(content.custom_exts)
    return {"type": "custom", "customEvent": content.custom_event, "customExts": [exts] if exts else []}


_CONTENTS: Mapping[int, Callable[[Content], dict[str, Json]]] = {
    Content.TEXT: _text,
    Content.LOCATION: _location,
    Content.COMMAND: _command,
    Content.CUSTOM: _custom,
}
"""The contents that are stored; files are uploaded by REST and would have to be looked after."""
