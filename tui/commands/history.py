"""`roam history`: the messages of one conversation."""

from __future__ import annotations

import argparse
import asyncio
from collections.abc import Callable

from tui.client import RoamingClient
from tui.commands.connecting import client_for, required
from tui.commands.filters import Filter, asked_filter
from tui.commands.finding import find_conversation
from tui.commands.paging import PAGE_SIZE
from tui.commands.printing import message_object, print_json, print_messages, say
from tui.config import Connection
from tui.i18n import _
from tui.models import ChatMessage, ConversationKey


def run(arguments: argparse.Namespace) -> int:
    """Print messages: with --json as they come, for people oldest first."""
    wanted = asked_filter(arguments)
    return asyncio.run(_run(arguments, wanted, required(arguments.profile)))


async def _run(arguments: argparse.Namespace, wanted: Filter, connection: Connection) -> int:
    held: list[ChatMessage] = []
    async with client_for(connection) as client:
        key = await find_conversation(client, arguments.conversation, arguments.type)
        cursor = await _read(client, arguments, key, wanted, _print_object if arguments.json else held.append)
    print_messages(reversed(held) if arguments.direction == "up" else held)
    if cursor is not None:
        say(_("there is more: go on with --cursor {id}").format(id=cursor))
    return 0


async def _read(
    client: RoamingClient,
    arguments: argparse.Namespace,
    key: ConversationKey,
    wanted: Filter,
    take: Callable[[ChatMessage], None],
) -> str | None:
    """Give `take` at most `limit` messages (0: all) in the order of the direction; return where to go on.

    Ends also where cursors go round in circles.
    """
    left = arguments.limit
    cursor = arguments.cursor
    asked: set[str | None] = set()
    while True:
        asked.add(cursor)
        page = await client.get_history_messages(
            key.id,
            key.type,
            cursor,
            page_size=min(left, PAGE_SIZE) if arguments.limit else PAGE_SIZE,
            search_direction=arguments.direction,
            search_options=wanted.options,
        )
        matching = [message for message in page.messages if wanted.matches(message)]
        for message in matching:
            take(message)
        if page.cursor is None or page.is_last or page.cursor in asked:
            return None
        cursor = page.cursor
        left -= len(matching)
        if arguments.limit and left <= 0:
            return page.cursor


def _print_object(message: ChatMessage) -> None:
    print_json(message_object(message))
