"""Reading the conversation list and what the conversations are called into the archive."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from tui.events import Fact, ListRead
from tui.limits import LARGEST_PAGE
from tui.models import ConversationKey, ConversationPage
from tui.store.names import Names
from tui.store.service import Service

Write = Callable[[Fact], None]


async def read_list(service: Service, write: Write) -> tuple[ConversationKey, ...]:
    """The service's whole list, pinned conversations first; every page of it, and the names, are given to `write`.

    Raises RoamingError when the list cannot be read; names are an extra.
    """
    pinned, has_pinned = await _pages(service.get_server_pinned_conversations, write)
    others, has_others = await _pages(service.get_server_conversations, write)
    keys = {**pinned, **others}
    if has_pinned and has_others:
        write(ListRead((), frozenset(keys)))
    await Names(lambda: service, write, lambda: None).load(keys)
    return tuple(keys)


async def _pages(
    read: Callable[[int, str], Awaitable[ConversationPage]], write: Write
) -> tuple[dict[ConversationKey, None], bool]:
    """The keys on one of the lists, in its order, and whether it was read to its end: a wrong server's may go round."""
    found: dict[ConversationKey, None] = {}
    cursor = ""
    while True:
        page = await read(LARGEST_PAGE, cursor)
        write(ListRead(page.conversations))
        fresh = {each.key: None for each in page.conversations if each.key not in found}
        found |= fresh
        cursor = page.cursor
        if not cursor or not fresh:
            return found, not cursor
