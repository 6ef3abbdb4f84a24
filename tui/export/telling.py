"""What the forms for people say of a message, a conversation and a gap."""

from __future__ import annotations

import sys

from tui.export.entries import Entry, Subject
from tui.i18n import _
from tui.models import Attachment, Body, ChatMessage, ConversationType, FileBody, LocationBody, TextBody
from tui.text import clean, clean_line
from tui.timeline.words import body_text


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


def words(message: ChatMessage) -> str:
    """All that there is to read of a message, clean, lines kept: a text as it is, any other kind in words."""
    body = message.body
    if isinstance(body, TextBody) and body.text.strip():
        return clean(body.text)
    told, _left = body_text(message, sys.maxsize)
    return " ".join(filter(None, (told, *_details(body))))


def _details(body: Body) -> tuple[str, ...]:
    """What the words of a kind do not say, and who keeps them may want to know."""
    if isinstance(body, LocationBody):
        return (f"({body.latitude:g}, {body.longitude:g})",)
    attachment = attachment_of(body)
    if attachment is None or isinstance(body, FileBody) or not attachment.filename:
        return ()
    return (clean_line(attachment.filename),)


def sender(entry: Entry) -> str:
    return clean_line(entry.kept.sender) or _("[nobody]")
