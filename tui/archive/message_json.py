"""Messages as JSON, for those that cannot be read again from the bytes in which they came."""

from __future__ import annotations

from tui.models import ChatMessage
from tui.protocol.jsontext import parse_object, write_json
from tui.protocol.message_form import form_of, message_of


def write_message(message: ChatMessage) -> str:
    """`message` as JSON, all but its `raw`."""
    return write_json(form_of(message))


def read_message_json(text: str) -> ChatMessage:
    """The message that was written. Raises ValueError, KeyError or TypeError for what was never written."""
    return message_of(parse_object(text))
