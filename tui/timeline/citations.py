"""Messages as texts to take elsewhere: bare, or as citations that say where they are from."""

from __future__ import annotations

from collections.abc import Sequence

from tui.i18n import _
from tui.models import ChatMessage, TextBody
from tui.permalinks import Permalink
from tui.text import clean_line
from tui.timeline.rows import local_time
from tui.timeline.words import WORDS_LIMIT, body_text


def plain(messages: Sequence[ChatMessage]) -> str:
    """What the messages say, oldest first as given: a text exactly as it was sent, other kinds in words."""
    return "\n".join(_said(message) for message in messages)


def cited(messages: Sequence[ChatMessage], name: str, links: Sequence[Permalink | None]) -> str:
    """The messages, each with its time, sender, conversation (`name`) and permalink above it; None: it has none."""
    return "\n\n".join(_cited(message, name, link) for message, link in zip(messages, links, strict=True))


def _cited(message: ChatMessage, name: str, link: Permalink | None) -> str:
    at = local_time(message.time, None)
    sender = clean_line(message.sender) or _("unknown sender")
    origin = [f"{at:%Y-%m-%d %H:%M:%S %z}", sender, clean_line(name), *([str(link)] if link else [])]
    return f"{' · '.join(origin)}\n{_said(message)}"


def _said(message: ChatMessage) -> str:
    return message.body.text if isinstance(message.body, TextBody) else body_text(message, WORDS_LIMIT)[0]
