"""Messages in words: what a list, a pipe and the history pane say of each kind."""

from __future__ import annotations

from collections.abc import Iterable
from typing import assert_never

from tui.i18n import _, listed, ngettext
from tui.lenses import NO_LENSES, VALUE_LIMIT, Lenses
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
from tui.text import clean, clean_line
from tui.timeline.beside import Reaction, quoted, reactions, thread

WORDS_LIMIT = 4_000
"""A message that is no text is told in no more characters than this: its names may be of any length."""

NAME_LIMIT = 100
"""Characters of a name that is said beside a message; ids of users are no longer than 64 (section 1)."""


def describe(message: ChatMessage, limit: int | None = None, lenses: Lenses = NO_LENSES) -> str:
    """The message in one clean line, for lists and pipes; never empty. What a lens makes of it follows after a dot.

    `limit`: no more characters than this are looked at, for a caller who shows only the beginning.
    """
    words = clean_line(_words(message, lenses)[:limit]) or _("[empty message]")
    seen = lens_note(message, lenses)
    return f"{words} · {seen}" if seen else words


def body_text(message: ChatMessage, limit: int, lenses: Lenses = NO_LENSES) -> tuple[str, int]:
    """What to read of the message, clean, lines kept; and how many characters were left out beyond the first `limit`.

    A text is given as it is; any other kind in words, with its caption or summary on lines of their own.
    """
    text = _full_text(message, lenses)
    end = _cut(text, limit)
    return clean(text[:end]), len(text) - end


def edited_note(message: ChatMessage, time: str = "") -> str:
    """That the message was changed after it was sent, by whom, how often, and at which `time`; '' when it was not."""
    if message.edited is None:
        return ""
    count = max(message.edited.count, 1)
    name = clean_line(message.edited.operator[:NAME_LIMIT])
    if name:
        told = ngettext("edited by {name}", "edited by {name} {count}×", count)
    else:
        told = ngettext("edited", "edited {count}×", count)
    words = told.format(name=name, count=f"{count:,}")
    return _("{words}, {time}").format(words=words, time=time) if time else words


def quoted_line(message: ChatMessage) -> str:
    """What the message answers, in one clean line; '' when it answers nothing."""
    told = quoted(message)
    if told is None:
        return ""
    preview = clean_line(told.preview[:WORDS_LIMIT]) or _("[message]")
    sender = clean_line(told.sender[:NAME_LIMIT])
    return f"{sender}: {preview}" if sender else preview


def reactions_line(message: ChatMessage) -> str:
    """The reactions to the message with how many gave each, in one clean line; '' for none."""
    told = (_reaction(each) for each in reactions(message))
    return "  ".join(told)


def thread_note(message: ChatMessage) -> str:
    """That a thread was begun at the message, and what it is called; '' when there is none."""
    told = thread(message)
    if told is None:
        return ""
    name = clean_line(told.name[:NAME_LIMIT])
    begun = _("thread: {name}").format(name=name) if name else _("thread")
    count = ngettext("{count} message", "{count} messages", told.messages).format(count=f"{told.messages:,}")
    return f"{begun} ({count})" if told.messages else begun


def file_size(size: int) -> str:
    """A size in bytes as a reader wants it: `512 B`, `100 kB`, `2 MB`, `1.5 GB` (steps of 1,000)."""
    if size < 1000:
        return f"{size} B"
    amount = float(size)
    for unit in ("kB", "MB", "GB"):
        amount /= 1000
        if amount < 999.5 or unit == "GB":
            break
    return f"{amount:.1f}".removesuffix(".0") + f" {unit}" if amount < 10 else f"{amount:,.0f} {unit}"


def coordinates(latitude: float, longitude: float) -> str:
    """A place in degrees, as maps take it (`39.98450, 116.31880`: about a metre); '' where the app gave none."""
    return f"{latitude:.5f}, {longitude:.5f}" if (latitude, longitude) != (0, 0) else ""


def lens_note(message: ChatMessage, lenses: Lenses) -> str:
    """What a lens makes of what is attached to the message, in one clean line; '' for none.

    Nor for a custom message, which has nothing but what is attached: its lens speaks for the message itself.
    """
    return "" if isinstance(message.body, CustomBody) else clean_line(lenses.line(message))


def _full_text(message: ChatMessage, lenses: Lenses) -> str:
    body = message.body
    if isinstance(body, TextBody):
        return body.text if body.text.strip() else _("[empty message]")
    words = clean_line(_words(message, lenses)[:WORDS_LIMIT])
    if isinstance(body, CombineBody) and body.summary:
        return f"{words}\n{body.summary}"
    return words


def _cut(text: str, limit: int) -> int:
    """Where to cut `text` so that at most `limit` characters stay, and no joined emoji or accent loses its letter."""
    end = min(limit, len(text))
    if end == len(text):
        return end
    for at in range(end, max(end - 16, 0), -1):
        if text[at].isalnum() or text[at].isspace():
            return at
    return end


def _words(message: ChatMessage, lenses: Lenses) -> str:
    match message.body:
        case TextBody(text):
            return text
        case ImageBody(attachment, width, height):
            pixels = f"{width:.0f}×{height:.0f}" if width and height else ""
            return _bracketed(_("image"), attachment.filename, pixels, _size(attachment))
        case AudioBody(attachment, duration):
            return _bracketed(_("voice"), _duration(duration), _size(attachment))
        case VideoBody(attachment, duration):
            return _bracketed(_("video"), attachment.filename, _duration(duration), _size(attachment))
        case FileBody(attachment):
            return _bracketed(_("file"), attachment.filename, _size(attachment))
        case LocationBody(address, building, latitude, longitude):
            return _bracketed(_("location"), building, address, coordinates(latitude, longitude))
        case CommandBody(action):
            return _bracketed(_("command"), action)
        case CustomBody(event, exts):
            return lenses.line(message) or _custom(event, exts.items())
        case CombineBody() as body:
            return _titled(_("combined messages"), body.title or body.compatible_text)
        case UnsupportedBody():
            return _("[unsupported message]")
        case UnreadableBody():
            return _("[unreadable message]")
        case never:
            assert_never(never)


def _bracketed(kind: str, *details: str) -> str:
    told = listed(detail for detail in details if detail)
    return f"[{kind} {told}]" if told else f"[{kind}]"


def _titled(kind: str, title: str) -> str:
    return f"[{kind}: {title}]" if title else f"[{kind}]"


def _custom(event: str, values: Iterable[tuple[str, Json]]) -> str:
    told = " ".join(f"{name}={_value(value)}" for name, value in values)
    kind = f"{_('custom')} {event}" if event else _("custom")
    return _titled(kind, told)


def _value(value: Json) -> str:
    text = str(value)
    return text if len(text) <= VALUE_LIMIT else text[:VALUE_LIMIT] + "…"


def _reaction(reaction: Reaction) -> str:
    told = f"{clean_line(reaction.name[:NAME_LIMIT])} {reaction.count:,}"
    return f"{told} {_('(you)')}" if reaction.is_own else told


def _size(attachment: Attachment) -> str:
    return file_size(attachment.size) if attachment.size > 0 else ""


def _duration(seconds: int) -> str:
    """Minutes and seconds, with hours from one hour on; '' when unknown."""
    if seconds <= 0:
        return ""
    minutes, rest = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02d}:{rest:02d}" if hours else f"{minutes}:{rest:02d}"
