"""Makes history records of stored messages: the way back from what history serves to what it was served from.

A record has no place for some of what a Meta says (the sender's device, a chat room's priorities), and none at all for
a message that could not be read.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import lru_cache

from google.protobuf.message import DecodeError

from tui.models import ChatMessage, ConversationType, Json
from tui.protocol import msync_pb2 as pb
from tui.protocol.jsontext import JsonError, parse_json
from tui.protocol.key_values import key_values, number
from tui.protocol.records import MAX_TIME, NAME, Record
from tui.protocol.service_messages import CHAT_TYPES, body_sender, message_body, sender_of
from tui.protocol.typed import mapping, whole
from tui.protocol.wire import parse

Content = pb.MessageBody.Content

_SPELLINGS: Mapping[ConversationType, str] = {
    ConversationType.SINGLE: "chat",
    ConversationType.GROUP: "groupchat",
    ConversationType.ROOM: "chatroom",
}
_EDIT = {"time": "edit_time", "operator": "operator", "count": "count"}
_ADDED = re.compile(r"[?&](?:em-redirect=true|share-secret=[^&]*)")
"""What is added to a file's address where messages are read (section 9)."""

_UNKNOWN = {"type": "unknown"}


def record_of_meta(raw: bytes, time: int) -> Record | None:
    """The record of a serialised Meta whose place in the history is at `time` (ms since 1970); None if it has none."""
    try:
        meta = parse(pb.Meta, raw)
        body = message_body(meta, any_space=True)
        if body is None:
            return None
        content = body.contents[0]
        members = _BODIES.get(content.type, _unknown_body)(content)
        payload: dict[str, Json] = {"bodies": [members], "ext": key_values(body.ext)}
    except (DecodeError, JsonError):
        return None
    sender, to = body_sender(body).name or sender_of(meta).name, body.to.name or meta.to.name
    if body.HasField("msg_config"):
        payload["msgConfig"] = {"allowGroupAck": body.msg_config.allow_group_ack}
    chat_type = _SPELLINGS[CHAT_TYPES[body.type]]
    return _checked(str(meta.id), time, sender, to, chat_type, payload | _later(_object_in(body.meta)))


def record_of_message(message: ChatMessage) -> Record | None:
    """The record of a message whose bytes are not the truth, from its service object; None if it has none."""
    service = message.service
    members = _FROM_SERVICE.get(str(service.get("type")), _unknown_service)(service)
    payload: dict[str, Json] = {"bodies": [members], "ext": dict(message.ext)}
    if "msgConfig" in service:
        payload["msgConfig"] = service["msgConfig"]
    if message.edited:
        payload["edit"] = {each: getattr(message.edited, each) for each in _EDIT}
    later = {name: True for name in ("isRead", "isDelivered") if service.get(name) is True}
    later |= {name: service[name] for name in ("translations",) if name in service}
    if later:
        payload["meta"] = later
    chat_type = _SPELLINGS[message.conversation_type]
    return _checked(message.id, message.time, message.sender, message.to, chat_type, payload)


def _checked(
    message_id: str, time: int, sender: str, to: str, chat_type: str, payload: dict[str, Json]
) -> Record | None:
    """The record, if whoever reads records takes it for one."""
    if not message_id.strip("0") or not 0 < time <= MAX_TIME or not (_is_name(sender) and _is_name(to)):
        return None
    return Record(message_id, time, sender, to, chat_type, payload | {"from": sender, "to": to})


@lru_cache(4096)
def _is_name(name: str) -> bool:
    return NAME.fullmatch(name) is not None


def _object_in(text: str) -> Mapping[str, Json]:
    try:
        return mapping(parse_json(text)) if text else {}
    except JsonError:
        return {}


def _later(meta: Mapping[str, Json]) -> dict[str, Json]:
    """What became of the message, the last edit in the form in which records have it."""
    found: dict[str, Json] = {}
    told = mapping(meta.get("edit_msg"))
    edit = {name: told.get(spelling) for name, spelling in _EDIT.items()}
    if _is_edit(edit):
        found["edit"] = edit
        meta = {name: value for name, value in meta.items() if name != "edit_msg"}
    if meta:
        found["meta"] = dict(meta)
    return found


def _is_edit(edit: Mapping[str, Json]) -> bool:
    """Whether it is whole, and reads the same in the form of records."""
    numbers = (edit["time"], edit["count"])
    return isinstance(edit["operator"], str) and all(type(each) is int and whole(each) == each for each in numbers)


def _unknown_body(content: Content) -> dict[str, Json]:
    return dict(_UNKNOWN)


def _text_body(content: Content) -> dict[str, Json]:
    if content.HasField("sub_type") and content.sub_type == Content.SUB_COMBINE:
        return {"type": "txt", "subType": "sub_combine", "msg": content.text} | _combined(content)
    return {"type": "txt", "msg": content.text}


def _combine_body(content: Content) -> dict[str, Json]:
    return {"type": "combine", "text": content.text} | _combined(content)


def _combined(content: Content) -> dict[str, Json]:
    return {
        "title": content.title,
        "summary": content.summary,
        "combineLevel": content.combine_level,
        **_file(content),
    }


def _file(content: Content) -> dict[str, Json]:
    found: dict[str, Json] = {
        "url": content.remote_path,
        "secret": content.secret_key,
        "filename": content.display_name,
        "file_length": content.file_length,
    }
    if content.HasField("thumbnail_remote_path"):
        found |= {"thumb": content.thumbnail_remote_path, "thumb_secret": content.thumbnail_secret_key}
    return found


def _image_body(content: Content) -> dict[str, Json]:
    found = {"type": "img", **_file(content)}
    if content.HasField("size"):
        found["size"] = {"width": number(content.size.width), "height": number(content.size.height)}
    if content.HasField("sub_type") and content.sub_type == Content.SUB_GIF:
        found["subType"] = "sub_gif"
    return found


def _location_body(content: Content) -> dict[str, Json]:
    place = {"addr": content.address, "buildingName": content.building_name}
    return {"type": "loc", **place, "lat": number(content.latitude), "lng": number(content.longitude)}


def _custom_body(content: Content) -> dict[str, Json]:
    found: dict[str, Json] = {"type": "custom", "customEvent": content.custom_event}
    found["customExts"] = [{name: value} for name, value in key_values(content.custom_exts).items()]
    if content.params:
        found["params"] = key_values(content.params)
    return found


_BODIES: Mapping[int, Callable[[Content], dict[str, Json]]] = {
    Content.TEXT: _text_body,
    Content.IMAGE: _image_body,
    Content.VIDEO: lambda content: {"type": "video", **_file(content), "length": content.duration},
    Content.VOICE: lambda content: {"type": "audio", **_file(content), "length": content.duration},
    Content.FILE: lambda content: {"type": "file", **_file(content)},
    Content.LOCATION: _location_body,
    Content.COMMAND: lambda content: {"type": "cmd", "action": content.action},
    Content.CUSTOM: _custom_body,
    Content.COMBINE: _combine_body,
}

Service = Mapping[str, Json]


def _unknown_service(service: Service) -> dict[str, Json]:
    return dict(_UNKNOWN)


def _picked(service: Service, *names: str, **renamed: str) -> dict[str, Json]:
    """Members that are there, under the names that records have for them."""
    spelled = {name: name for name in names} | renamed
    return {name: service[spelling] for name, spelling in spelled.items() if spelling in service}


def _service_file(service: Service) -> dict[str, Json]:
    found = _picked(service, "url", "secret", "filename", "file_length", "thumb", "thumb_secret")
    return found | {name: _ADDED.sub("", found[name]) for name in ("url", "thumb") if isinstance(found.get(name), str)}


def _service_image(service: Service) -> dict[str, Json]:
    found = {"type": "img", **_service_file(service), "size": _picked(service, "width", "height")}
    found["thumb"] = found.get("url")  # its address is made from the picture's own wherever it is read
    return found | ({"subType": "sub_gif"} if service.get("isGif") is True else {})


def _service_custom(service: Service) -> dict[str, Json]:
    found = {"type": "custom", **_picked(service, "customEvent", "params")}
    found["customExts"] = [{name: value} for name, value in mapping(service.get("customExts")).items()]
    return found


def _service_combine(service: Service) -> dict[str, Json]:
    found = {"type": "txt", "subType": "sub_combine", **_service_file(service)}
    return found | _picked(service, "title", "summary", "combineLevel", msg="compatibleText")


_FROM_SERVICE: Mapping[str, Callable[[Service], dict[str, Json]]] = {
    "txt": lambda service: {"type": "txt", **_picked(service, "msg")},
    "img": _service_image,
    "video": lambda service: {"type": "video", **_service_file(service), **_picked(service, "length")},
    "audio": lambda service: {"type": "audio", **_service_file(service), **_picked(service, "length")},
    "file": lambda service: {"type": "file", **_service_file(service)},
    "loc": lambda service: {"type": "loc", **_picked(service, "addr", "buildingName", "lat", "lng")},
    "cmd": lambda service: {"type": "cmd", **_picked(service, "action")},
    "custom": _service_custom,
    "combine": _service_combine,
}
