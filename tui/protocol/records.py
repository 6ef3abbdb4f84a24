"""The service's history records: read from a line and checked, and turned into what the service serves of them."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from tui.i18n import _
from tui.models import Json
from tui.protocol import msync_pb2 as pb
from tui.protocol.endpoints import GROUP_DOMAIN, USER_DOMAIN, is_single
from tui.protocol.jsontext import JsonError, parse_json, write_json
from tui.protocol.typed import mapping, real, whole

CHAT_TYPES = ("chat", "groupchat", "chatroom")
MAX_ID = 2**64 - 1
MAX_TIME = 2**53  # what every JSON reader holds exactly

NAME = re.compile(r"[^\s/\x00-\x1f\x7f]{1,64}")
_UNKNOWN_CONTENT = 99
_INT32 = range(-(2**31), 2**31)
_INT64 = range(-(2**63), 2**63)

Content = pb.MessageBody.Content
Body = Mapping[str, Json]


@dataclass(frozen=True, slots=True)
class Record:
    """One stored message, in the form of the service's history records.

    `id` is the message id in decimal, `time` the server's in ms since 1970, `to` a user or a group as `chat_type`
    ("chat", "groupchat" or "chatroom") says. `payload` holds "bodies" (one body spelled as in section 6), "ext",
    "from", "to" and, where there are any, "msgConfig", "meta" (what became of the message, section 6) and
    "edit": {"time", "operator", "count"}.
    """

    id: str
    time: int
    sender: str
    to: str
    chat_type: str
    payload: Mapping[str, Json] = field(hash=False)

    @property
    def is_single(self) -> bool:
        return is_single(self.chat_type)

    @property
    def kind(self) -> str:
        """The kind of message, as the `msgType` filter of history names it."""
        body = self.payload["bodies"][0]
        combined = body["type"] == "txt" and body.get("subType") == "sub_combine"
        return "combine" if combined else str(body["type"])

    @property
    def position(self) -> tuple[int, int]:
        """Where the message stands in its history: by time, then by id as a number."""
        return self.time, int(self.id)


class RecordError(ValueError):
    """A line is not a history record; the text says why, in one sentence for the user."""


def parse_record(line: bytes | str, viewer: str) -> Record:
    """Read one line of a history-record file that was exported for the account `viewer`.

    User ids come out in lower case, as the service stores them; half surrogate pairs as U+FFFD, and numbers that no
    reader holds (infinities) as null. Raises RecordError.
    """
    try:
        entry = parse_json(line.decode() if isinstance(line, bytes) else line)
    except UnicodeDecodeError:
        raise RecordError(_("the line is not UTF-8")) from None
    except JsonError:
        raise RecordError(_("the line is not JSON")) from None
    if not isinstance(entry, dict):
        raise RecordError(_("the line is not a JSON object"))
    record = _record(entry)
    _check_viewer(record, entry.get("direction"), viewer.lower())
    return record


def record_line(record: Record, viewer: str) -> str:
    """Write `record` as a line (without its end) of a history-record file exported for the account `viewer`."""
    entry = {
        "msg_id": record.id,
        "timestamp": record.time,
        "direction": "outgoing" if record.sender == viewer else "incoming",
        "from": record.sender,
        "to": record.to,
        "chat_type": record.chat_type,
        "payload": record.payload,
    }
    return write_json(entry)


def encode_meta(record: Record, app_key: str) -> bytes:
    """The serialised Meta by which history serves `record` (section 11)."""
    meta = pb.Meta(id=int(record.id), timestamp=record.time, ns=pb.Meta.CHAT, payload=_encode_body(record))
    # Written in place: a JID that is made apart and copied takes twice as long, and there are four in a message.
    sender, to = getattr(meta, "from"), meta.to
    sender.app_key, sender.name, sender.domain = app_key, record.sender, USER_DOMAIN
    to.app_key, to.name, to.domain = app_key, record.to, USER_DOMAIN if record.is_single else GROUP_DOMAIN
    return meta.SerializeToString()


def preview(record: Record) -> dict[str, Json]:
    """The `meta` of a conversation list whose last message is `record` (section 6)."""
    payload = {name: value for name, value in record.payload.items() if name != "edit"}
    payload |= {"from": record.sender, "to": record.to, "type": record.chat_type}
    if meta := _meta(record):
        payload["meta"] = meta
    return {
        "id": record.id,
        "from": f"{record.sender}@{USER_DOMAIN}",
        "to": f"{record.to}@{USER_DOMAIN if record.is_single else GROUP_DOMAIN}",
        "timestamp": record.time,
        "payload": write_json(payload),
    }


def _record(entry: Mapping[str, Json]) -> Record:
    chat_type = entry.get("chat_type")
    if chat_type not in CHAT_TYPES:
        raise RecordError(_("chat_type is not one of chat, groupchat and chatroom"))
    return Record(
        id=_message_id(entry.get("msg_id")),
        time=_time(entry.get("timestamp")),
        sender=_name(entry.get("from"), "from").lower(),
        to=_name(entry.get("to"), "to").lower(),
        chat_type=chat_type,
        payload=_payload(entry.get("payload")),
    )


def _message_id(value: Json) -> str:
    text = str(value) if isinstance(value, int) and not isinstance(value, bool) else value
    if not (isinstance(text, str) and text.isascii() and text.isdecimal() and len(text) <= 20):
        raise RecordError(_("msg_id is not a whole number"))
    number = int(text)
    if not 0 < number <= MAX_ID:
        raise RecordError(_("msg_id is not an unsigned 64-bit number above zero"))
    return str(number)


def _time(value: Json) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or not 0 < value <= MAX_TIME:
        raise RecordError(_("timestamp is not a time in milliseconds since 1970"))
    return value


def _name(value: Json, member: str) -> str:
    if not isinstance(value, str) or not NAME.fullmatch(value):
        raise RecordError(_("{member} is not an id of 1 to 64 characters without spaces").format(member=member))
    return value


def _payload(value: Json) -> Mapping[str, Json]:
    if not isinstance(value, dict):
        raise RecordError(_("payload is not an object"))
    bodies = value.get("bodies")
    if not isinstance(bodies, list) or not bodies or not isinstance(bodies[0], dict):
        raise RecordError(_("payload.bodies is not a list that starts with an object"))
    if not isinstance(bodies[0].get("type"), str):
        raise RecordError(_("the body has no type"))
    if not isinstance(value.get("ext", {}), dict):
        raise RecordError(_("payload.ext is not an object"))
    return value


def _check_viewer(record: Record, direction: Json, viewer: str) -> None:
    if record.is_single and viewer not in (record.sender, record.to):
        raise RecordError(_("a single chat that {user} has no part in").format(user=viewer))
    if direction not in (None, "incoming", "outgoing"):
        raise RecordError(_("direction is neither incoming nor outgoing"))
    if direction == "outgoing" and record.sender != viewer:
        raise RecordError(_("direction is outgoing, but {user} did not write it").format(user=viewer))
    if direction == "incoming" and record.sender == viewer != record.to:
        raise RecordError(_("direction is incoming, but {user} wrote it").format(user=viewer))


_BODY_TYPES = {
    "chat": pb.MessageBody.CHAT,
    "groupchat": pb.MessageBody.GROUPCHAT,
    "chatroom": pb.MessageBody.CHATROOM,
}


def _encode_body(record: Record) -> bytes:
    body = pb.MessageBody(type=_BODY_TYPES[record.chat_type])
    getattr(body, "from").name = record.sender
    body.to.name = record.to
    first = record.payload["bodies"][0]
    _CONTENTS.get(record.kind, _unknown)(body.contents.add(), first)
    body.ext.extend(key_values(record.payload.get("ext") or {}))
    if meta := _meta(record):
        body.meta = json.dumps(meta)
    config = record.payload.get("msgConfig")
    if isinstance(config, dict):
        body.msg_config.allow_group_ack = config.get("allowGroupAck") is True
    return body.SerializeToString()


def _meta(record: Record) -> dict[str, Json]:
    """What became of the message after it was sent, as both histories and lists carry it."""
    edit = _edit_msg(record)
    return {**mapping(record.payload.get("meta")), **({"edit_msg": edit} if edit else {})}


def _edit_msg(record: Record) -> dict[str, Json] | None:
    edit = record.payload.get("edit")
    if not isinstance(edit, dict):
        return None
    kinds = {"chat": "chat:user", "groupchat": "chat:group", "chatroom": "chat:room"}
    return {
        "count": whole(edit.get("count")),
        "operator": _text(edit, "operator"),
        "edit_time": whole(edit.get("time")),
        "sender": record.sender,
        "send_time": record.time,
        "chat_type": kinds[record.chat_type],
    }


def key_values(members: Mapping[str, Json]) -> list[pb.KeyValue]:
    """Encode an object the way the service's senders do: each member with the narrowest type that holds it exactly."""
    return [_key_value(well_formed(name), value) for name, value in members.items()]


def _key_value(key: str, value: Json) -> pb.KeyValue:
    if isinstance(value, bool):
        return pb.KeyValue(key=key, type=pb.KeyValue.BOOL, varint_value=int(value))
    if isinstance(value, int) and value in _INT64:
        kind = pb.KeyValue.INT if value in _INT32 else pb.KeyValue.LLINT
        return pb.KeyValue(key=key, type=kind, varint_value=value)
    if isinstance(value, float):
        return pb.KeyValue(key=key, type=pb.KeyValue.DOUBLE, double_value=value)
    if isinstance(value, str):
        return pb.KeyValue(key=key, type=pb.KeyValue.STRING, string_value=well_formed(value))
    return pb.KeyValue(key=key, type=pb.KeyValue.JSON_STRING, string_value=json.dumps(value))


def _text_content(content: Content, body: Body) -> None:
    content.type = Content.TEXT
    content.text = _text(body, "msg")


def _image(content: Content, body: Body) -> None:
    content.type = Content.IMAGE
    _attachment(content, body)
    size = body.get("size")
    if isinstance(size, Mapping):
        content.size.width, content.size.height = real(size.get("width")), real(size.get("height"))
    if body.get("subType") == "sub_gif":
        content.sub_type = Content.SUB_GIF


def _video(content: Content, body: Body) -> None:
    content.type = Content.VIDEO
    _attachment(content, body)
    content.duration = _int32(body, "length")


def _voice(content: Content, body: Body) -> None:
    content.type = Content.VOICE
    _attachment(content, body)
    content.duration = _int32(body, "length")


def _file(content: Content, body: Body) -> None:
    content.type = Content.FILE
    _attachment(content, body)


def _location(content: Content, body: Body) -> None:
    content.type = Content.LOCATION
    content.address, content.building_name = _text(body, "addr"), _text(body, "buildingName")
    content.latitude, content.longitude = real(body.get("lat")), real(body.get("lng"))


def _command(content: Content, body: Body) -> None:
    content.type = Content.COMMAND
    content.action = _text(body, "action")


def _custom(content: Content, body: Body) -> None:
    content.type = Content.CUSTOM
    content.custom_event = _text(body, "customEvent")
    exts = body.get("customExts")
    for entry in [exts] if isinstance(exts, Mapping) else exts if isinstance(exts, Sequence) else []:
        if isinstance(entry, Mapping):
            content.custom_exts.extend(key_values(entry))
    content.params.extend(key_values(mapping(body.get("params"))))


def _combine(content: Content, body: Body) -> None:
    _attachment(content, body)
    if body["type"] == "combine":
        content.type, content.text = Content.COMBINE, _text(body, "text")
    else:
        content.type, content.text, content.sub_type = Content.TEXT, _text(body, "msg"), Content.SUB_COMBINE
    content.title, content.summary = _text(body, "title"), _text(body, "summary")
    content.combine_level = _int32(body, "combineLevel")


def _unknown(content: Content, body: Body) -> None:
    content.MergeFromString(bytes((8, _UNKNOWN_CONTENT)))  # field 1 (type), a number that no reader knows


def _attachment(content: Content, body: Body) -> None:
    content.remote_path, content.secret_key = _text(body, "url"), _text(body, "secret")
    content.display_name, content.file_length = _text(body, "filename"), _int32(body, "file_length")
    if "thumb" in body:
        content.thumbnail_remote_path = _text(body, "thumb")
        content.thumbnail_secret_key = _text(body, "thumb_secret")


_CONTENTS: Mapping[str, Callable[[Content, Body], None]] = {
    "txt": _text_content,
    "img": _image,
    "video": _video,
    "audio": _voice,
    "file": _file,
    "loc": _location,
    "cmd": _command,
    "custom": _custom,
    "combine": _combine,
}


def well_formed(text: str) -> str:
    """`text` with U+FFFD for lone surrogates, which JSON may hold and UTF-8 may not."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return text


def _text(members: Body, name: str) -> str:
    value = members.get(name)
    return well_formed(value) if isinstance(value, str) else ""


def _int32(members: Body, name: str) -> int:
    return max(_INT32.start, min(whole(members.get(name)), _INT32.stop - 1))
