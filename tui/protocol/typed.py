"""Makes the typed message of a service message object, whatever types a wrong server gave its members."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import replace

from tui.models import (
    Attachment,
    AudioBody,
    Body,
    ChatMessage,
    CombineBody,
    CommandBody,
    ConversationType,
    CustomBody,
    Edit,
    FileBody,
    ImageBody,
    Json,
    LocationBody,
    ServiceObject,
    TextBody,
    UnsupportedBody,
    VideoBody,
)
from tui.protocol.addresses import thumbnail_url, with_secret

MAX_INTEGER = 2**63 - 1
"""What a database holds; numbers beyond it are cut down to it in typed values, and exact in `service`."""

_TYPES = {each.value: each for each in ConversationType}


def text(value: Json) -> str:
    """A text, or a number that a server wrote where a text belongs; '' for everything else."""
    if isinstance(value, str):
        return value
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else ""


def whole(value: Json) -> int:
    """A whole number within 64 bits (from a decimal text, too); 0 for everything else."""
    if type(value) is int and 0 <= value <= MAX_INTEGER:
        return value
    if isinstance(value, str) and value.isascii() and value.isdecimal() and len(value) <= len(str(MAX_INTEGER)):
        value = int(value)
    if isinstance(value, bool) or not isinstance(value, int | float):
        return 0
    if isinstance(value, float) and not math.isfinite(value):
        return 0
    return max(-MAX_INTEGER, min(int(value), MAX_INTEGER))


def real(value: Json) -> float:
    """A finite number; 0 for everything else."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return 0
    try:
        return value if math.isfinite(value) else 0
    except OverflowError:  # an integer that no float holds
        return 0


def mapping(value: Json) -> Mapping[str, Json]:
    """An object, or an empty one."""
    return value if isinstance(value, dict) else {}


def typed_message(service: ServiceObject, *, raw: bytes = b"") -> ChatMessage:
    """The message of a service object with `raw` as its origin; never raises. `time` is in ms since 1970."""
    kind = service.get("type")
    body_of = _BODIES.get(kind) if isinstance(kind, str) else None
    message_id = text(service.get("id"))
    return ChatMessage(
        id="" if message_id == "0" else message_id,
        conversation_type=conversation_type(service.get("chatType")),
        sender=_without_device(service.get("from")),
        to=_without_device(service.get("to")),
        time=whole(service.get("time")),
        body=body_of(service) if body_of else UnsupportedBody(),
        ext=mapping(service.get("ext")),
        edited=_edit(service.get("modifiedInfo")),
        raw=raw,
        service=service,
    )


def conversation_type(value: Json) -> ConversationType:
    """The type that a service object names; a single chat when it names none."""
    return _TYPES.get(value, ConversationType.SINGLE) if isinstance(value, str) else ConversationType.SINGLE


def _without_device(value: Json) -> str:
    """A user id without the device that the SDK writes behind a slash for messages to oneself."""
    return text(value).partition("/")[0]


def _edit(info: Json) -> Edit | None:
    """The last change; None without one, which a list's preview says by a count of 0."""
    if info is None:
        return None
    count = whole(mapping(info).get("operationCount"))
    if count <= 0:
        return None
    return Edit(whole(info.get("operationTime")), text(info.get("operatorId")), count)


def _attachment(service: ServiceObject) -> Attachment:
    """The file of a message; the share secret, which a list's address lacks, is added to it."""
    secret = text(service.get("secret"))
    return Attachment(
        url=with_secret(text(service.get("url")), secret),
        secret=secret,
        filename=text(service.get("filename")),
        size=whole(service.get("file_length")),
        thumbnail_url=text(service.get("thumb")),
        thumbnail_secret=text(service.get("thumb_secret")),
    )


def _image(service: ServiceObject) -> ImageBody:
    attachment = _attachment(service)
    attachment = replace(attachment, thumbnail_url=thumbnail_url(attachment.url))
    width, height = real(service.get("width")), real(service.get("height"))
    return ImageBody(attachment, width, height, is_gif=service.get("isGif") is True)


def _location(service: ServiceObject) -> LocationBody:
    return LocationBody(
        text(service.get("addr")),
        text(service.get("buildingName")),
        real(service.get("lat")),
        real(service.get("lng")),
    )


def _combine(service: ServiceObject) -> CombineBody:
    return CombineBody(
        _attachment(service),
        title=text(service.get("title")),
        summary=text(service.get("summary")),
        level=whole(service.get("combineLevel")),
        compatible_text=text(service.get("compatibleText")),
    )


_BODIES: Mapping[str, Callable[[ServiceObject], Body]] = {
    "txt": lambda service: TextBody(text(service.get("msg"))),
    "img": _image,
    "audio": lambda service: AudioBody(_attachment(service), whole(service.get("length"))),
    "video": lambda service: VideoBody(_attachment(service), whole(service.get("length"))),
    "file": lambda service: FileBody(_attachment(service)),
    "loc": _location,
    "cmd": lambda service: CommandBody(text(service.get("action"))),
    "custom": lambda service: CustomBody(text(service.get("customEvent")), mapping(service.get("customExts"))),
    "combine": _combine,
}
