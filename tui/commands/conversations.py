"""`roam conversations`: the conversation list."""

from __future__ import annotations

import argparse
import asyncio
import shutil
import sys

from tui.commands.connecting import recording_client_for, required
from tui.commands.naming import names_if_any
from tui.commands.paging import every_conversation
from tui.commands.printing import cut, print_json, print_table, when
from tui.config import Connection
from tui.models import Conversation
from tui.timeline.words import describe


def run(arguments: argparse.Namespace) -> int:
    """Print the conversations in the server's order: by activity, or the pinned ones by pinned time.

    For people with their names, which are asked for apart; with --json as the service lists them.
    """
    return asyncio.run(_run(arguments, required(arguments.profile)))


async def _run(arguments: argparse.Namespace, connection: Connection) -> int:
    listed: list[Conversation] = []
    async with recording_client_for(connection) as client:
        async for conversation in every_conversation(client, pinned=arguments.pinned):
            if arguments.json:
                print_json(conversation.as_service())
            else:
                listed.append(conversation)
        names = await names_if_any(client, [each.key for each in listed])
    print_table([_row(each, names.get(each.key, "")) for each in listed])
    return 0


def _row(conversation: Conversation, name: str) -> list[str]:
    last = conversation.last_message
    return [
        "*" if conversation.is_pinned else " ",
        conversation.type.value,
        conversation.id,
        cut(name, shutil.get_terminal_size().columns // 5) if sys.stdout.isatty() else name,
        str(conversation.unread_count or ""),
        when(last.time) if last else "",
        describe(last) if last else "",
    ]
