"""Everything that is known of a message, as named values: to be shown in full, and to be copied one by one."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo

from tui.i18n import _
from tui.models import (
    Attachment,
    AudioBody,
    ChatMessage,
    CombineBody,
    CommandBody,
    CustomBody,
    FileBody,
    ImageBody,
    Json,
    LocationBody,
    TextBody,
    UnreadableBody,
    UnsupportedBody,
    VideoBody,
)
from tui.text import clean
from tui.timeline.beside import mentions, quoted, reactions, thread
from tui.timeline.pieces import links_in
from tui.timeline.rows import local_time
from tui.timeline.words import coordinates, file_size

HEX_BYTES = 1_024
"""Bytes of a message that cannot be read that are spelled out."""

MOST_LINKS = 20

_LINK_SEARCH = 100_000
"""Characters of a text that are searched for links."""

_HEX_ROW = 8
"""Bytes of a line, so that it fits into a narrow window."""


@dataclass(frozen=True, slots=True)
class Field:
    """One value of a message under its name; `value` is as it came, untrusted, of any length and number of lines."""

    name: str
    value: str


def details(message: ChatMessage, zone: tzinfo | None = None) -> tuple[Field, ...]:
    """The fields of `message` that have a value, the content first; times in `zone` (None: the machine's), too."""
    return tuple(field for field in _fields(message, zone) if field.value)


def _fields(message: ChatMessage, zone: tzinfo | None) -> Iterator[Field]:
    yield from _content(message)
    yield from _envelope(message, zone)
    yield from _beside(message, zone)
    for name, value in message.ext.items():
        yield Field(f"ext.{name}", _plain(value))
    yield from _origin(message)


def _content(message: ChatMessage) -> Iterator[Field]:
    match message.body:
        case TextBody(text):
            yield Field(_("text"), text)
            for link in links_in(clean(text[:_LINK_SEARCH]))[:MOST_LINKS]:
                yield Field(_("link to {host}").format(host=link.host), link.url)
        case ImageBody(attachment, width, height):
            yield Field(_("size"), f"{width:.0f}×{height:.0f}" if width and height else "")
            yield from _file(attachment)
        case AudioBody(attachment, duration) | VideoBody(attachment, duration):
            yield Field(_("seconds"), str(duration or ""))
            yield from _file(attachment)
        case FileBody(attachment):
            yield from _file(attachment)
        case LocationBody(address, building, latitude, longitude):
            yield Field(_("place"), building)
            yield Field(_("address"), address)
            yield Field(_("coordinates"), coordinates(latitude, longitude))
        case CommandBody(action):
            yield Field(_("command"), action)
        case CustomBody(event, exts):
            yield Field(_("event"), event)
            yield from (Field(f"custom.{name}", _plain(value)) for name, value in exts.items())
        case CombineBody(attachment, title, summary, level, compatible):
            yield Field(_("title"), title)
            yield Field(_("summary"), summary)
            yield Field(_("for old apps"), compatible)
            yield Field(_("level"), str(level or ""))
            yield from _file(attachment)
        case UnreadableBody(reason):
            yield Field(_("unreadable"), reason)


def _file(attachment: Attachment) -> Iterator[Field]:
    yield Field(_("file"), attachment.filename)
    yield Field(_("length"), file_size(attachment.size) if attachment.size > 0 else "")
    yield Field(_("bytes"), str(attachment.size or ""))
    yield Field(_("file address"), attachment.url)
    yield Field(_("thumbnail"), attachment.thumbnail_url)


def _envelope(message: ChatMessage, zone: tzinfo | None) -> Iterator[Field]:
    yield Field(_("kind"), message.kind.value)
    yield Field(_("id"), message.id)
    yield Field(_("from"), message.sender)
    yield Field(_("to"), message.to)
    yield Field(_("chat"), message.conversation_type.value)
    yield Field(_("local time"), _told(local_time(message.time, zone)))
    yield Field(_("UTC"), _told(local_time(message.time, UTC)))
    yield Field(_("milliseconds"), str(message.time))


def _beside(message: ChatMessage, zone: tzinfo | None) -> Iterator[Field]:
    if (edit := message.edited) is not None:
        yield Field(_("edited by"), edit.operator)
        yield Field(_("edits"), str(edit.count))
        yield Field(_("edited at"), _told(local_time(edit.time, zone)) if edit.time > 0 else "")
    if (answered := quoted(message)) is not None:
        yield Field(_("answers"), answered.id)
        yield Field(_("answers whom"), answered.sender)
        yield Field(_("answers what"), answered.preview)
    yield Field(_("mentions"), "\n".join(mentions(message)))
    for reaction in reactions(message):
        users = "\n".join(reaction.users)
        yield Field(_("reaction {name}").format(name=reaction.name), f"{reaction.count}\n{users}".rstrip())
    if (begun := thread(message)) is not None:
        yield Field(_("thread"), begun.name)


def _origin(message: ChatMessage) -> Iterator[Field]:
    yield Field("JSON", _json(message.as_service()) if message.service else "")
    if isinstance(message.body, UnreadableBody | UnsupportedBody):
        count = f"{len(message.raw):,}"
        yield Field(_("{count} bytes").format(count=count), hex_rows(message.raw[:HEX_BYTES]))


def hex_rows(data: bytes) -> str:
    """`data` in hexadecimal, eight bytes a line: offset, bytes, and the printable ASCII among them."""
    return "\n".join(_hex_row(data[at : at + _HEX_ROW], at) for at in range(0, len(data), _HEX_ROW))


def _hex_row(row: bytes, at: int) -> str:
    letters = "".join(chr(byte) if 0x20 <= byte < 0x7F else "." for byte in row)
    return f"{at:04x}  {row.hex(' '):<{3 * _HEX_ROW}} {letters}"


def _plain(value: Json) -> str:
    return value if isinstance(value, str) else _json(value)


def _json(value: Json) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2)


def _told(time: datetime) -> str:
    return time.isoformat(" ", "milliseconds")
