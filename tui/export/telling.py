"""What the forms for people say of a message, a conversation and a gap."""

from __future__ import annotations

import sys
from functools import lru_cache
from typing import NamedTuple

from tui.export.entries import Entry, Subject
from tui.i18n import _
from tui.lenses import EXT, Lenses
from tui.models import Attachment, AudioBody, Body, CombineBody, ConversationType
from tui.text import clean, clean_line
from tui.timeline.words import body_text, edited_note, lens_note


def title(subject: Subject) -> str:
    """What the conversation is called, in a clean line."""
    return clean_line(subject.name) or clean_line(subject.key.id)


def subtitle(subject: Subject) -> str:
    """Which conversation it is, and who has exported it."""
    kinds = {
        ConversationType.SINGLE: _("Chat with {id}, as {user} has it"),
        ConversationType.GROUP: _("Group {id}, as {user} has it"),
        ConversationType.ROOM: _("Chat room {id}, as {user} has it"),
    }
    app = f"@{subject.app_key}" if subject.app_key else ""
    sentence = kinds[subject.key.type]
    return sentence.format(id=clean_line(subject.key.id), user=clean_line(subject.user + app))


def missing_here() -> str:
    return _("Messages may be missing here: they are not archived.")


def attachment_of(body: Body) -> Attachment | None:
    """The file of a message, if it has one."""
    found = getattr(body, "attachment", None)
    return found if isinstance(found, Attachment) else None


class Told(NamedTuple):
    """What there is to read of a message, clean, lines kept; and what is noted beside it, '' for nothing."""

    words: str
    note: str


def told(entry: Entry, lenses: Lenses) -> Told:
    """A text as it is, any other kind in words, all of it; what a lens makes of the message is the last line."""
    text = entry.plain_text(is_bare=EXT in lenses.roots)
    if text is not None and not text.isspace() and text:
        return Told(clean(text), "")
    message = entry.message
    shown, _left = body_text(message, sys.maxsize, lenses)
    words = " ".join((shown, *_details(message.body)))
    seen = lens_note(message, lenses)
    return Told(f"{words}\n{seen}" if seen else words, edited_note(message))


@lru_cache(4096)
def sender(user: str) -> str:
    """Who wrote a message, in a clean line."""
    return clean_line(user) or _("[nobody]")


def _details(body: Body) -> tuple[str, ...]:
    """What the words of a kind do not say, and who keeps them may want to know."""
    if isinstance(body, AudioBody | CombineBody) and body.attachment.filename:
        return (clean_line(body.attachment.filename),)
    return ()
