"""Makes the service's message object of a stored message: the official web SDK's members and units (section 11).

One thing is left out on purpose: the SDK copies the access token into objects with a file.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from tui.models import ConversationType, Json
from tui.protocol import msync_pb2 as pb
from tui.protocol.addresses import file_url, moved, thumbnail_url
from tui.protocol.extras import stored_extras
from tui.protocol.jsontext import JsonError, parse_json
from tui.protocol.key_values import key_values, number
from tui.protocol.last_message import last_message
from tui.protocol.members import Object, copied, is_truthy
from tui.protocol.viewpoint import Viewpoint
from tui.protocol.wire import parse

Content = pb.MessageBody.Content

CHAT_TYPES: Mapping[int, ConversationType] = {
    pb.MessageBody.CHAT: ConversationType.SINGLE,
    pb.MessageBody.GROUPCHAT: ConversationType.GROUP,
    pb.MessageBody.CHATROOM: ConversationType.ROOM,
}
"""The body types that are messages; the others say something about one."""

_PRIORITIES: Mapping[Json, str] = {0: "high", 1: "normal", 2: "low"}
_UNKNOWN_STATE, _OTHER_STATE = 3, 2


def message_body(meta: pb.Meta, *, any_space: bool = False) -> pb.MessageBody | None:
    """The message in `meta`, None when it holds something else or nothing; its name space says so unless `any_space`.

    Raises DecodeError.
    """
    if meta.ns != pb.Meta.CHAT and not any_space:
        return None
    body = parse(pb.MessageBody, meta.payload)
    return body if body.type in CHAT_TYPES and body.contents else None


def service_message(meta: pb.Meta, body: pb.MessageBody, viewpoint: Viewpoint) -> dict[str, Json]:
    """The message object; empty for a kind of content that the SDK does not know.

    Integers are exact. Raises JsonError when the sender's `ext` has a JSON text that is none.
    """
    content = body.contents[0]
    content_of = _CONTENTS.get(_content_type(content))
    if content_of is None:
        return {}
    chat_type = CHAT_TYPES.get(body.type, ConversationType.SINGLE)
    sender, to = _ends(meta, body, viewpoint)
    message: dict[str, Json] = {
        "id": str(meta.id),
        "chatType": chat_type.value,
        "time": meta.timestamp,
        "from": sender,
        "to": to,
        "ext": key_values(body.ext),
        **content_of(content, viewpoint.base),
        "onlineState": _online_state(meta),
    }
    if body.HasField("msg_config") and message["type"] not in ("custom", "combine"):
        message["msgConfig"] = {"allowGroupAck": body.msg_config.allow_group_ack}
    if chat_type is ConversationType.ROOM:
        message |= _room_members(meta)
    if body.meta:  # most messages, of which there are many, have none
        message |= _later(body.meta, viewpoint, texts=message["type"] == "txt")
    return message


def sender_of(meta: pb.Meta) -> pb.JID:
    """`meta.from`, whose name is a word of Python's."""
    jid = getattr(meta, "from")
    assert isinstance(jid, pb.JID)
    return jid


def body_sender(body: pb.MessageBody) -> pb.JID:
    """`body.from`, whose name is a word of Python's."""
    jid = getattr(body, "from")
    assert isinstance(jid, pb.JID)
    return jid


def _content_type(content: Content) -> int:
    """The type; a text that says "sub type 0" is a combined message, and saying nothing is not the same."""
    if content.type == Content.TEXT and content.HasField("sub_type") and content.sub_type == Content.SUB_COMBINE:
        return Content.COMBINE
    return content.type


def _ends(meta: pb.Meta, body: pb.MessageBody, viewpoint: Viewpoint) -> tuple[str | None, str | None]:
    """Who wrote it, and to whom; None where the message does not say."""
    sender = body_sender(body).name if body.HasField("from") else None
    to = body.to.name if body.HasField("to") else None
    if sender is not None and sender == to == viewpoint.user:
        device = sender_of(meta).client_resource
        if device and device != viewpoint.resource:
            sender = f"{sender}/{device}"
    if to is not None and meta.to.client_resource:
        to = f"{to}/{meta.to.client_resource}"
    return sender, to


def _online_state(meta: pb.Meta) -> int:
    if not meta.meta:
        return _UNKNOWN_STATE
    state = _object_in(meta.meta).get("is_online")
    if isinstance(state, int | float) and not isinstance(state, bool) and state in (0, 1):
        return int(state)
    return _OTHER_STATE if is_truthy(state) else _UNKNOWN_STATE


def _room_members(meta: pb.Meta) -> dict[str, Json]:
    try:
        ext = key_values(meta.ext)
    except JsonError:
        ext = {}
    tag = ext.get("chatroom_msg_tag")
    priority = _PRIORITIES.get(tag, "normal") if isinstance(tag, int) else "normal"
    return {"onlineState": 1, "priority": priority, "broadcast": ext.get("is_broadcast") is True}


def _later(body_meta: str, viewpoint: Viewpoint, *, texts: bool) -> dict[str, Json]:
    """What became of it."""
    meta = _object_in(body_meta)
    found = stored_extras(meta, texts=texts)
    overview = meta.get("thread_overview")
    if isinstance(overview, dict) and overview:
        found["chatThreadOverview"] = _thread_overview(overview, viewpoint)
    return found | {name: True for name in ("isRead", "isDelivered") if is_truthy(meta.get(name))}


def _thread_overview(overview: Object, viewpoint: Viewpoint) -> dict[str, Json]:
    names = {
        "id": "id",
        "parentId": "muc_parent_id",
        "name": "name",
        "createTimestamp": "create_timestamp",
        "updateTimestamp": "update_timestamp",
    }
    found = copied(overview, **names)
    found["messageCount"] = overview.get("message_count") or 0
    found["lastMessage"] = _thread_last_message(overview.get("last_message"), viewpoint)
    return found


def _thread_last_message(meta: Json, viewpoint: Viewpoint) -> Json:
    if not isinstance(meta, dict) or not meta:
        return None
    try:
        message = last_message(meta, viewpoint)
    except JsonError:
        return None
    payload = meta.get("payload")
    if message and isinstance(payload, dict) and "type" in payload:
        spelling = payload["type"]  # here, and only here, the SDK leaves all but one as they came
        message["chatType"] = ConversationType.SINGLE.value if spelling == "chat" else spelling
    return message


def _object_in(text: str | bytes) -> dict[str, Json]:
    """The JSON object in `text`, empty when there is none: what it says is not worth losing the message for."""
    try:
        value = parse_json(text) if text else None
    except JsonError:
        return {}
    return value if isinstance(value, dict) else {}


def _file_url(content: Content, base: str) -> str:
    return file_url(content.remote_path, base, content.secret_key)


def _text(content: Content, base: str) -> dict[str, Json]:
    return {"type": "txt", "msg": content.text}


def _image(content: Content, base: str) -> dict[str, Json]:
    url = _file_url(content, base)
    gif = {"isGif": True} if content.HasField("sub_type") and content.sub_type == Content.SUB_GIF else {}
    return {
        "type": "img",
        "url": url,
        "secret": content.secret_key,
        "width": number(content.size.width),
        "height": number(content.size.height),
        "thumb": thumbnail_url(url),
        "thumb_secret": content.secret_key,
        "file_length": content.file_length,
        **gif,
    }


def _stored_file(kind: str, content: Content, base: str) -> dict[str, Json]:
    return {
        "type": kind,
        "url": _file_url(content, base),
        "secret": content.secret_key,
        "file": {},
        "filename": content.display_name,
        "length": content.duration,
        "file_length": content.file_length,
        "filetype": "",
    }


def _video(content: Content, base: str) -> dict[str, Json]:
    thumb = {"thumb": moved(content.thumbnail_remote_path, base), "thumb_secret": content.thumbnail_secret_key}
    return _stored_file("video", content, base) | thumb


def _voice(content: Content, base: str) -> dict[str, Json]:
    return _stored_file("audio", content, base)


def _file(content: Content, base: str) -> dict[str, Json]:
    return _stored_file("file", content, base)


def _location(content: Content, base: str) -> dict[str, Json]:
    place = {"addr": content.address, "buildingName": content.building_name}
    return {"type": "loc", "lat": number(content.latitude), "lng": number(content.longitude)} | place


def _command(content: Content, base: str) -> dict[str, Json]:
    return {"type": "cmd", "action": content.action}


def _custom(content: Content, base: str) -> dict[str, Json]:
    exts, params = key_values(content.custom_exts), key_values(content.params)
    return {"type": "custom", "customEvent": content.custom_event, "customExts": exts, "params": params}


def _combine(content: Content, base: str) -> dict[str, Json]:
    return {
        "type": "combine",
        "title": content.title,
        "summary": content.summary,
        "url": _file_url(content, base),
        "secret": content.secret_key,
        "filename": content.display_name,
        "file_length": content.file_length,
        "compatibleText": content.text,
        "combineLevel": content.combine_level,
    }


_CONTENTS: Mapping[int, Callable[[Content, str], dict[str, Json]]] = {
    Content.TEXT: _text,
    Content.IMAGE: _image,
    Content.VIDEO: _video,
    Content.LOCATION: _location,
    Content.VOICE: _voice,
    Content.FILE: _file,
    Content.COMMAND: _command,
    Content.CUSTOM: _custom,
    Content.COMBINE: _combine,
}
