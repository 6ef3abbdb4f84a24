"""`roam history`: the messages of one conversation."""

from __future__ import annotations

import argparse
import asyncio
import sys
from collections.abc import AsyncIterator

from tui.client import RoamingClient
from tui.commands.connecting import client_for, required
from tui.commands.conversations import every_conversation, when
from tui.commands.printing import message_object, print_json, say
from tui.errors import ConfigError
from tui.i18n import _
from tui.models import ChatMessage, ConversationType
from tui.text import clean, clean_line
from tui.timeline.rows import local_time
from tui.timeline.words import describe

PAGE_SIZE = 50


def run(arguments: argparse.Namespace) -> int:
    """Print messages: with --json as they come, for people oldest first."""
    return asyncio.run(_run(arguments))


async def _run(arguments: argparse.Namespace) -> int:
    connection = required(arguments.profile)
    held: list[ChatMessage] = []
    async with client_for(connection) as client:
        chat_type = await _type(client, arguments)
        async for message in _messages(client, arguments, chat_type):
            if arguments.json:
                print_json(message_object(message))
            else:
                held.append(message)
    for message in reversed(held) if arguments.direction == "up" else held:
        sys.stdout.write(_lines(message))
    return 0


async def _type(client: RoamingClient, arguments: argparse.Namespace) -> ConversationType:
    """The type that was given, or that of the one listed conversation of this id."""
    if arguments.type:
        return ConversationType(arguments.type)
    types = {each.type async for each in every_conversation(client) if each.id == arguments.conversation}
    if len(types) == 1:
        return types.pop()
    if types:
        raise ConfigError(_("{id} is a user and a group: name one with --type").format(id=arguments.conversation))
    raise ConfigError(_("{id} is not in the list: say what it is with --type").format(id=arguments.conversation))


async def _messages(
    client: RoamingClient, arguments: argparse.Namespace, chat_type: ConversationType
) -> AsyncIterator[ChatMessage]:
    """At most `limit` messages (0: all) in the order of the direction, from page to page."""
    left = arguments.limit
    cursor = arguments.cursor
    while True:
        page = await client.get_history_messages(
            arguments.conversation,
            chat_type,
            cursor,
            page_size=min(left or PAGE_SIZE, PAGE_SIZE),
            search_direction=arguments.direction,
        )
        for message in page.messages:
            yield message
        if page.cursor is None or page.is_last or page.cursor == cursor:
            return
        cursor = page.cursor
        if arguments.limit:
            left -= len(page.messages)
            if left <= 0:
                say(_("there is more: go on with --cursor {id}").format(id=cursor))
                return


def _lines(message: ChatMessage) -> str:
    """One message for people: time and sender, then its text, every further line indented under it."""
    head = f"{when(local_time(message.time, None))}  {clean_line(message.sender)}: "
    text = getattr(message.body, "text", None)
    words = describe(message) if text is None else clean(text)
    return head + words.replace("\n", "\n    ") + "\n"
