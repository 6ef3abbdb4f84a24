"""Reads stored messages as they come over the wire: each a serialised Meta (section 11).

A message that cannot be read is never dropped and never costs its neighbours: it becomes a placeholder with an
`UnreadableBody`, its bytes, and as much of its id, sender and time as is legible.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace

from google.protobuf.message import DecodeError

from tui.models import ChatMessage, ConversationType, Json, UnreadableBody, UnsupportedBody
from tui.protocol import msync_pb2 as pb
from tui.protocol.endpoints import GROUP_DOMAIN
from tui.protocol.jsontext import JsonError, write_json
from tui.protocol.service_messages import CHAT_TYPES, body_sender, message_body, sender_of, service_message
from tui.protocol.typed import typed_message, whole
from tui.protocol.viewpoint import Viewpoint
from tui.protocol.wire import fields, parse


def read_message(raw: bytes, viewpoint: Viewpoint, *, any_space: bool = False) -> ChatMessage | None:
    """The message in a serialised Meta; None for what is no message (acknowledgements, recalls, edits, notices).

    `any_space` reads Metas of every name space, where it is known that they are messages. Never raises: what cannot be
    read is a placeholder.
    """
    try:
        meta = parse(pb.Meta, raw)
        body = message_body(meta, any_space=any_space)
    except DecodeError as error:
        return unreadable(raw, str(error))
    return None if body is None else message_of(meta, body, viewpoint, raw)


def message_of(meta: pb.Meta, body: pb.MessageBody, viewpoint: Viewpoint, raw: bytes) -> ChatMessage:
    """The message of a parsed Meta and its body. Never raises."""
    try:
        service = service_message(meta, body, viewpoint)
    except JsonError as error:
        return replace(_envelope(meta, body, raw), body=UnreadableBody(str(error)))
    return typed_message(service, raw=raw) if service else _envelope(meta, body, raw)


def plain_text(raw: bytes, *, is_bare: bool = False) -> str | None:
    """The text of an archived message that is a text and nothing more; None where `read_message` has more to tell.

    What the sender's app attached counts as more where it is to be a bare text.
    """
    try:
        body = parse(pb.MessageBody, parse(pb.Meta, raw).payload)
    except DecodeError:
        return None
    if body.meta or not body.contents or (is_bare and body.ext):
        return None
    content = body.contents[0]
    is_text = content.type == pb.MessageBody.Content.TEXT and not content.HasField("sub_type")
    return content.text if is_text else None


def service_object(raw: bytes, viewpoint: Viewpoint) -> dict[str, Json]:
    """The service's object for an archived message, {} where `read_message` has to say what it is."""
    try:
        meta = parse(pb.Meta, raw)
        body = message_body(meta, any_space=True)
        return {} if body is None else service_message(meta, body, viewpoint)
    except (DecodeError, JsonError):
        return {}


def read_messages(raws: Iterable[bytes], viewpoint: Viewpoint, *, any_space: bool = False) -> tuple[ChatMessage, ...]:
    """The messages in `raws`, in their order, placeholders among them told apart by `position`."""
    found = (read_message(raw, viewpoint, any_space=any_space) for raw in raws)
    return told_apart(message for message in found if message)


def read_entries(entries: Iterable[Json], viewpoint: Viewpoint) -> tuple[ChatMessage, ...]:
    """The messages of a history page's `msgs` (section 8), in their order."""
    return told_apart(message for entry in entries if (message := _read_entry(entry, viewpoint)))


def unreadable(raw: bytes, reason: str) -> ChatMessage:
    """The placeholder of a message that could not be decoded, with what of its envelope can be read from `raw`."""
    envelope = _legible(raw)
    return ChatMessage(
        id=envelope.id,
        conversation_type=envelope.conversation_type,
        sender=envelope.sender,
        to=envelope.to,
        time=envelope.time,
        body=UnreadableBody(reason),
        raw=raw,
        position=hashlib.blake2s(raw, digest_size=8).hexdigest(),
    )


def told_apart(messages: Iterable[ChatMessage]) -> tuple[ChatMessage, ...]:
    """`messages` with a `position` that is unique among them for each without an id, and the same at the next read."""
    seen: Counter[str] = Counter()
    out: list[ChatMessage] = []
    for message in messages:
        if message.id:
            out.append(message)
            continue
        mark = message.position or hashlib.blake2s(message.raw, digest_size=8).hexdigest()
        seen[mark] += 1
        out.append(replace(message, position=mark if seen[mark] == 1 else f"{mark}-{seen[mark]}"))
    return tuple(out)


def _read_entry(entry: Json, viewpoint: Viewpoint) -> ChatMessage | None:
    text = entry.get("msg") if isinstance(entry, dict) else None
    if not isinstance(text, str):
        return unreadable(write_json(entry).encode("utf-8", "replace"), "the entry has no message")
    try:
        raw = base64.b64decode(text + "=" * (-len(text) % 4), validate=True)
    except (binascii.Error, ValueError) as error:
        return unreadable(text.encode("utf-8", "replace"), f"not base64: {error}")
    return read_message(raw, viewpoint)


def _envelope(meta: pb.Meta, body: pb.MessageBody, raw: bytes) -> ChatMessage:
    return ChatMessage(
        id=str(meta.id or ""),
        conversation_type=CHAT_TYPES.get(body.type, ConversationType.SINGLE),
        sender=body_sender(body).name or sender_of(meta).name,
        to=body.to.name or meta.to.name,
        time=whole(meta.timestamp),
        body=UnsupportedBody(),
        raw=raw,
    )


@dataclass(frozen=True, slots=True)
class _Envelope:
    id: str = ""
    sender: str = ""
    to: str = ""
    time: int = 0
    conversation_type: ConversationType = ConversationType.SINGLE


def _legible(raw: bytes) -> _Envelope:
    """What can be read of the Meta in `raw` before it breaks off."""
    numbers: dict[int, int] = {}
    jids: dict[int, pb.JID] = {}
    for field in fields(raw):
        if isinstance(field.value, int):
            numbers.setdefault(field.number, field.value)
        elif field.number in (pb.Meta.FROM_FIELD_NUMBER, pb.Meta.TO_FIELD_NUMBER):
            jids.setdefault(field.number, _legible_jid(field.value))
    sender, to = jids.get(pb.Meta.FROM_FIELD_NUMBER, pb.JID()), jids.get(pb.Meta.TO_FIELD_NUMBER, pb.JID())
    message_id = numbers.get(pb.Meta.ID_FIELD_NUMBER, 0)
    return _Envelope(
        id=str(message_id) if 0 < message_id < 2**64 else "",
        sender=sender.name,
        to=to.name,
        time=whole(numbers.get(pb.Meta.TIMESTAMP_FIELD_NUMBER, 0)),
        conversation_type=ConversationType.GROUP if to.domain == GROUP_DOMAIN else ConversationType.SINGLE,
    )


def _legible_jid(data: bytes) -> pb.JID:
    try:
        return parse(pb.JID, data)
    except DecodeError:
        return pb.JID()
