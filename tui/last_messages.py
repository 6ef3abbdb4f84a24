"""What messages make of their conversation in the list: which is shown as the last one, and how many are unread."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from tui.models import ChatMessage, Conversation, Kind


def newest_shown(messages: Iterable[ChatMessage]) -> ChatMessage | None:
    """The first of `messages` (newest first) that is for people to read; commands between apps are not."""
    return next((each for each in messages if each.kind is not Kind.COMMAND), None)


def with_arrival(known: Conversation, message: ChatMessage, *, is_own: bool) -> Conversation:
    """The conversation after a message that was not known; commands between apps are neither shown nor counted.

    One that comes late does not take a newer one's place.
    """
    if message.kind is Kind.COMMAND:
        return known
    last = known.last_message
    newest = message if last is None or message.time >= last.time else last
    return replace(known, last_message=newest, unread_count=known.unread_count + (0 if is_own else 1))


def with_newest(known: Conversation, message: ChatMessage) -> Conversation:
    """The conversation once this message is known to be in it: the last one, unless one as late is shown already."""
    last = known.last_message
    return known if last is not None and last.time >= message.time else replace(known, last_message=message)


def not_older(fetched: Conversation, known: Conversation) -> Conversation:
    """What was fetched of a conversation, which may not have the messages yet that came meanwhile.

    A later last message that is known stays, and with it the greater number of unread ones.
    """
    last = known.last_message
    if last is None or (fetched.last_message is not None and fetched.last_message.time >= last.time):
        return fetched
    return replace(fetched, last_message=last, unread_count=max(fetched.unread_count, known.unread_count))
