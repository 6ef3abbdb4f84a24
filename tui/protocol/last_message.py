"""Reads the JSON form of a message, as conversation lists carry it, into the service's message object (section 6)."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from tui.models import ConversationType, Json
from tui.protocol.addresses import file_url, moved, thumbnail_url
from tui.protocol.endpoints import GROUP_DOMAIN
from tui.protocol.extras import list_extras
from tui.protocol.jsontext import JsonError, parse_object
from tui.protocol.members import Object, copied, is_truthy
from tui.protocol.typed import mapping
from tui.protocol.viewpoint import Viewpoint

_CHAT_TYPES: Mapping[str, ConversationType] = {
    "chat": ConversationType.SINGLE,
    "singleChat": ConversationType.SINGLE,
    "groupchat": ConversationType.GROUP,
    "groupChat": ConversationType.GROUP,
    "chatroom": ConversationType.ROOM,
    "chatRoom": ConversationType.ROOM,
}


_SAME_SECRET = {"thumb_secret": "secret"}
"""A picture's thumbnail has the secret of the picture."""


def last_message(meta: Object, viewpoint: Viewpoint) -> dict[str, Json]:
    """The message object of a list's `meta`; empty for a kind that the service's SDK does not know.

    Raises JsonError when the payload is not JSON. Wrong types inside it become absences.
    """
    payload = _payload(meta.get("payload"))
    bodies = payload.get("bodies")
    body = bodies[0] if isinstance(bodies, list) and bodies else None
    if not isinstance(body, dict):
        return {}
    kind = body.get("type")
    if kind == "txt" and body.get("subType") == "sub_combine":
        kind = "sub_combine"
    content_of = _CONTENTS.get(kind) if isinstance(kind, str) else None
    if content_of is None:
        return {}
    message = _envelope(meta, payload) | content_of(body, mapping(payload.get("ext")), viewpoint.base)
    if kind in ("txt", "combine"):
        message["to"] = payload.get("to") or ""  # the others leave it out when it is missing
    if is_truthy(payload.get("msgConfig")):
        message["msgConfig"] = payload["msgConfig"]
    return message | list_extras(mapping(payload.get("meta")))


def _payload(payload: Json) -> dict[str, Json]:
    if isinstance(payload, dict):  # an object instead of its text: as clear
        return payload
    if not isinstance(payload, str):
        raise JsonError("no payload")
    return parse_object(payload)


def _envelope(meta: Object, payload: Object) -> dict[str, Json]:
    message = copied(meta, "id", time="timestamp")
    if chat_type := _chat_type(meta, payload):
        message["chatType"] = chat_type
    return message | copied(payload, "from", "to", "ext")


def _chat_type(meta: Object, payload: Object) -> str | None:
    spelling = payload.get("type")
    if not spelling:
        is_group = f"@{GROUP_DOMAIN}" in str(meta.get("to") or "")
        return (ConversationType.GROUP if is_group else ConversationType.SINGLE).value
    kind = _CHAT_TYPES.get(spelling) if isinstance(spelling, str) else None
    return kind.value if kind else None


def _url(body: Object, base: str) -> str:
    address = body.get("url")
    return file_url(address, base) if isinstance(address, str) else ""


def _text(body: Object, ext: Object, base: str) -> dict[str, Json]:
    return {"type": "txt", "msg": body.get("msg") or ""}


def _combined(body: Object, base: str) -> dict[str, Json]:
    texts = {name: body.get(name) or "" for name in ("title", "summary", "secret", "filename")}
    numbers = {"file_length": body.get("file_length") or 0, "combineLevel": body.get("combineLevel") or 0}
    return {"type": "combine", "url": _url(body, base)} | texts | numbers


def _combined_text(body: Object, ext: Object, base: str) -> dict[str, Json]:
    return _combined(body, base) | copied(body, compatibleText="msg")


def _combine(body: Object, ext: Object, base: str) -> dict[str, Json]:
    return {"msg": body.get("msg") or ""} | _combined(body, base) | copied(body, compatibleText="text")


def _image(body: Object, ext: Object, base: str) -> dict[str, Json]:
    url, size = _url(body, base), mapping(body.get("size"))
    return {
        "type": "img",
        "width": size.get("width") or 0,
        "height": size.get("height") or 0,
        "url": url,
        "secret": body.get("secret") or "",
        "thumb": thumbnail_url(url),
        **copied(body, **_SAME_SECRET),
        "file_length": body.get("file_length") or 0,
        "file": {},
        "isGif": body.get("subType") == "sub_gif",
    }


def _stored_file(kind: str, body: Object, ext: Object, base: str) -> dict[str, Json]:
    return {
        "type": kind,
        "url": _url(body, base),
        "secret": body.get("secret") or "",
        "file": {},
        "file_length": body.get("file_length") or 0,
        "filetype": ext.get("file_type") or "",
    }


def _video(body: Object, ext: Object, base: str) -> dict[str, Json]:
    thumb = body.get("thumb")
    return (
        _stored_file("video", body, ext, base)
        | copied(body, "filename")
        | {"length": body.get("length") or 0, "thumb_secret": body.get("thumb_secret") or ""}
        | {"thumb": moved(thumb, base) if isinstance(thumb, str) else ""}
    )


def _audio(body: Object, ext: Object, base: str) -> dict[str, Json]:
    return _stored_file("audio", body, ext, base) | copied(body, "filename") | {"length": body.get("length") or 0}


def _file(body: Object, ext: Object, base: str) -> dict[str, Json]:
    return _stored_file("file", body, ext, base) | {"filename": body.get("filename") or ""}


def _location(body: Object, ext: Object, base: str) -> dict[str, Json]:
    name = {"buildingName": body.get("buildingName") or ""}
    return {"type": "loc"} | name | copied(body, "addr", "lat", "lng")


def _command(body: Object, ext: Object, base: str) -> dict[str, Json]:
    return {"type": "cmd", "action": body.get("action") or ""}


def _custom(body: Object, ext: Object, base: str) -> dict[str, Json]:
    exts = body.get("customExts")
    entries = exts if isinstance(exts, list) else [exts]  # a plain object is as clear as a list of them
    merged: dict[str, Json] = {}
    for entry in entries:
        merged |= mapping(entry)
    return {"type": "custom", "customEvent": body.get("customEvent") or "", "customExts": merged}


_CONTENTS: Mapping[str, Callable[[Object, Object, str], dict[str, Json]]] = {
    "txt": _text,
    "sub_combine": _combined_text,
    "combine": _combine,
    "img": _image,
    "video": _video,
    "audio": _audio,
    "file": _file,
    "loc": _location,
    "cmd": _command,
    "custom": _custom,
}
