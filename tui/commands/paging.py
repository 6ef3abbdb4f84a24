"""Whole lists and histories, page by page."""

from __future__ import annotations

from collections.abc import AsyncIterator
from itertools import count

from tui.client import RoamingClient, SearchOptions
from tui.limits import GROUPS_PER_PAGE, LARGEST_PAGE
from tui.models import ChatMessage, Conversation, ConversationKey, Group


async def every_conversation(
    client: RoamingClient, *, pinned: bool = False, with_empty: bool = False
) -> AsyncIterator[Conversation]:
    """All pages of the list (`with_empty`: and those without messages); ends also where a server goes in circles."""
    read = client.get_server_pinned_conversations if pinned else client.get_server_conversations
    asked: set[str] = set()
    cursor = ""
    while cursor not in asked:
        asked.add(cursor)
        page = await read(page_size=LARGEST_PAGE, cursor=cursor, include_empty_conversations=with_empty)
        for conversation in page.conversations:
            yield conversation
        if not page.cursor or not page.conversations:
            return
        cursor = page.cursor


async def every_group(client: RoamingClient) -> AsyncIterator[Group]:
    """All groups that the user belongs to; ends also where a server gives the same ones again and again."""
    seen: set[str] = set()
    for number in count():
        page = await client.get_joined_groups(number, GROUPS_PER_PAGE)
        fresh = [group for group in page if group.id not in seen]
        for group in fresh:
            yield group
        if not fresh or len(page) < GROUPS_PER_PAGE:
            return
        seen.update(group.id for group in fresh)


async def every_message(
    client: RoamingClient, key: ConversationKey, options: SearchOptions | None = None
) -> AsyncIterator[ChatMessage]:
    """All messages, newest first, with those that cannot be read; ends also where cursors go round in circles."""
    asked: set[str | None] = set()
    cursor: str | None = None
    while cursor not in asked:
        asked.add(cursor)
        page = await client.get_history_messages(key.id, key.type, cursor, LARGEST_PAGE, search_options=options)
        for message in page.messages:
            yield message
        if page.is_last or page.cursor is None:
            return
        cursor = page.cursor
