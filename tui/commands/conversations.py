"""`roam conversations`: the conversation list."""

from __future__ import annotations

import argparse
import asyncio

from tui.commands.connecting import client_for, required
from tui.commands.paging import every_conversation
from tui.commands.printing import print_json, print_table, when
from tui.config import Connection
from tui.models import Conversation
from tui.timeline.words import describe


def run(arguments: argparse.Namespace) -> int:
    """Print the conversations in the server's order: by activity, or the pinned ones by pinned time."""
    return asyncio.run(_run(arguments, required(arguments.profile)))


async def _run(arguments: argparse.Namespace, connection: Connection) -> int:
    rows: list[list[str]] = []
    async with client_for(connection) as client:
        async for conversation in every_conversation(client, pinned=arguments.pinned):
            if arguments.json:
                print_json(conversation.as_service())
            else:
                rows.append(_row(conversation))
    print_table(rows)
    return 0


def _row(conversation: Conversation) -> list[str]:
    last = conversation.last_message
    return [
        "*" if conversation.is_pinned else " ",
        conversation.type.value,
        conversation.id,
        str(conversation.unread_count or ""),
        when(last.time) if last else "",
        describe(last) if last else "",
    ]
