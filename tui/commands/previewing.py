"""What is said of messages before they are removed: how many, the first and the last, and for whom they go."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass

from tui.commands.printing import cut, message_line
from tui.errors import RoamingError
from tui.i18n import _, ngettext
from tui.models import ChatMessage, ConversationKey, ConversationType

MOST_COUNTED = 10_000
EXCERPT = 120
"""Cells of a message that a preview repeats."""


@dataclass(frozen=True, slots=True)
class Count:
    """The messages that were found; `why_not_all` says what kept the rest from being counted, '' for nothing."""

    ids: tuple[str, ...] = ()
    first: ChatMessage | None = None
    last: ChatMessage | None = None
    why_not_all: str = ""

    def words(self) -> str:
        """`3 messages`, or `at least 3 messages` and why."""
        number = len(self.ids)
        words = ngettext("{count:,} message", "{count:,} messages", number).format(count=number)
        if not self.why_not_all:
            return words
        return _("at least {messages} (not all could be counted: {why})").format(messages=words, why=self.why_not_all)

    def lines(self) -> tuple[str, ...]:
        """The first and the last message; the first is not known where not all could be counted."""
        first = (
            () if self.first is None or self.why_not_all else (_("first: {line}").format(line=_excerpt(self.first)),)
        )
        last = () if self.last is None else (_("last: {line}").format(line=_excerpt(self.last)),)
        return (*first, *last)


async def count_messages(newest_first: AsyncIterator[ChatMessage]) -> Count:
    """Count messages, up to `MOST_COUNTED` of them, and as far as the service gives them.

    Raises RoamingError when it gives none at all.
    """
    ids: list[str] = []
    first: ChatMessage | None = None
    last: ChatMessage | None = None
    why = ""
    try:
        async for message in newest_first:
            if len(ids) == MOST_COUNTED:
                why = _("there are more")
                break
            ids.append(message.key)
            first, last = message, last or message
    except RoamingError as error:
        if not ids:
            raise
        why = str(error).rstrip(".")
    return Count(tuple(ids), first, last, why)


def affected(kind: ConversationType) -> str:
    """Who loses what is removed from a conversation of this type (section 8)."""
    if kind is ConversationType.SINGLE:
        return _("Removed for you on all your devices; the other side keeps theirs; this cannot be undone.")
    return _("Removed for you on all your devices; the other members keep theirs; this cannot be undone.")


def named(key: ConversationKey) -> str:
    """The conversation as a preview names it."""
    return f"{key.id} ({key.type.value})"


def _excerpt(message: ChatMessage) -> str:
    return cut(message_line(message), EXCERPT)
