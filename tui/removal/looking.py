"""Asks the service what is still there, where nobody knows whether a deletion took effect."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterable

from tui.limits import LARGEST_PAGE
from tui.models import ChatMessage, ConversationKey, SearchOptions
from tui.removal.plan import UpTo, Whole
from tui.removal.service import RemovalService


async def still_there(
    service: RemovalService, key: ConversationKey, messages: Iterable[tuple[str, int]]
) -> frozenset[str]:
    """Those of the messages (id and time in ms since 1970) that the service still has. Raises RoamingError.

    Each time is asked for alone: a span from the first to the last may have any number of others.
    """
    wanted: dict[int, set[str]] = {}
    for message_id, time in messages:
        wanted.setdefault(time, set()).add(message_id)
    found: set[str] = set()
    for time, ids in wanted.items():
        options = SearchOptions(start_time=time, end_time=time)
        found.update([each.id async for each in _messages(service, key, options) if each.id in ids])
    return frozenset(found)


async def newest_time(service: RemovalService, key: ConversationKey) -> int:
    """The time of the newest message of a conversation (ms since 1970), 0 where it has none. Raises RoamingError."""
    async for message in _messages(service, key, SearchOptions()):
        return message.time
    return 0


async def took_effect(service: RemovalService, key: ConversationKey, target: UpTo | Whole) -> bool:
    """Whether nothing is left of what was to go. Raises RoamingError.

    What has come since is no sign that messages did not go; it brings a conversation back to the list, whose going can
    then not be seen any more.
    """
    match target:
        case UpTo(time=time):
            return not await _has_any_up_to(service, key, time)
        case Whole(with_messages=True, newest=newest) if newest:
            return not (await _has_any_up_to(service, key, newest) or await _is_listed(service, key, until=newest))
        case Whole(with_messages=True):
            return not (await _has_any_up_to(service, key, None) or await _is_listed(service, key))
        case Whole():
            return not await _is_listed(service, key)


async def _has_any_up_to(service: RemovalService, key: ConversationKey, time: int | None) -> bool:
    """Whether the service has a message at or before a time (ms since 1970; None: at all)."""
    async for message in _messages(service, key, SearchOptions(end_time=time)):
        if time is None or message.time <= time:
            return True
    return False


async def _is_listed(service: RemovalService, key: ConversationKey, until: int | None = None) -> bool:
    """Whether the list has the conversation, and with no message after `until` (ms since 1970), where that is given."""
    cursor, asked = "", set[str]()
    while cursor not in asked:
        asked.add(cursor)
        page = await service.get_server_conversations(page_size=LARGEST_PAGE, cursor=cursor)
        for each in page.conversations:
            if each.key == key:
                return until is None or each.last_message is None or each.last_message.time <= until
        if not page.cursor or not page.conversations:
            return False
        cursor = page.cursor
    return False


async def _messages(
    service: RemovalService, key: ConversationKey, options: SearchOptions
) -> AsyncIterator[ChatMessage]:
    """All messages that fit, newest first; ends also where cursors go round in circles."""
    cursor: str | None = None
    asked: set[str | None] = set()
    while cursor not in asked:
        asked.add(cursor)
        page = await service.get_history_messages(key.id, key.type, cursor, LARGEST_PAGE, search_options=options)
        for message in page.messages:
            yield message
        if page.is_last or page.cursor is None:
            return
        cursor = page.cursor
