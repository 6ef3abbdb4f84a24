"""`roam conversations`: the conversation list."""

from __future__ import annotations

import argparse
import asyncio
from collections.abc import AsyncIterator
from datetime import datetime

from tui.client import RoamingClient
from tui.commands.connecting import client_for, required
from tui.commands.printing import print_json, print_table
from tui.models import Conversation
from tui.timeline.rows import local_time
from tui.timeline.words import describe

PAGE_SIZE = 50


def run(arguments: argparse.Namespace) -> int:
    """Print the conversations in the server's order: by activity, or the pinned ones by pinned time."""
    return asyncio.run(_run(arguments))


async def _run(arguments: argparse.Namespace) -> int:
    connection = required(arguments.profile)
    rows: list[list[str]] = []
    async with client_for(connection) as client:
        async for conversation in every_conversation(client, pinned=arguments.pinned):
            if arguments.json:
                print_json(conversation.as_service())
            else:
                rows.append(_row(conversation))
    print_table(rows)
    return 0


async def every_conversation(client: RoamingClient, *, pinned: bool = False) -> AsyncIterator[Conversation]:
    """All pages of the list; ends also where a server would send us round in circles."""
    read = client.get_server_pinned_conversations if pinned else client.get_server_conversations
    asked: set[str] = set()
    cursor = ""
    while cursor not in asked:
        asked.add(cursor)
        page = await read(page_size=PAGE_SIZE, cursor=cursor)
        for conversation in page.conversations:
            yield conversation
        if not page.cursor or not page.conversations:
            return
        cursor = page.cursor


def _row(conversation: Conversation) -> list[str]:
    last = conversation.last_message
    return [
        "*" if conversation.is_pinned else " ",
        conversation.type.value,
        conversation.id,
        str(conversation.unread_count or ""),
        when(local_time(last.time, None)) if last else "",
        describe(last) if last else "",
    ]


def when(time: datetime) -> str:
    return time.strftime("%Y-%m-%d %H:%M")
