"""`roam history`: the messages of one conversation."""

from __future__ import annotations

import argparse
import asyncio
import sys
from collections.abc import AsyncIterator, Sequence
from contextlib import suppress

from tui.client import RoamingClient
from tui.commands.connecting import recording_client_for, required
from tui.commands.filters import Filter, asked_filter
from tui.commands.finding import find_conversation
from tui.commands.printing import message_text, print_json, say
from tui.config import Connection
from tui.errors import RoamingError
from tui.i18n import _
from tui.lenses import Lenses
from tui.limits import LARGEST_PAGE
from tui.models import ChatMessage, ConversationKey
from tui.protocol.objects import message_object

Page = tuple[Sequence[ChatMessage], str | None]
"""The wanted messages of a page, and where to go on; None at the end."""


class _Output:
    """Prints pages as they come, unless people are to read them the other way round: then all of them at the end."""

    def __init__(self, lenses: Lenses, *, as_json: bool, backwards: bool) -> None:
        self._lenses = lenses
        self._as_json = as_json
        self._backwards = backwards and not as_json
        self._held: list[str] = []
        self._cursor: str | None = None

    def take(self, page: Page) -> None:
        messages, self._cursor = page
        if self._as_json:
            for message in messages:
                print_json(message_object(message))
            return
        texts = [message_text(message, self._lenses) for message in messages]
        if self._backwards:
            self._held += texts
        else:
            sys.stdout.writelines(texts)
            sys.stdout.flush()

    def finish(self) -> None:
        """Print what was held back."""
        sys.stdout.writelines(reversed(self._held))
        sys.stdout.flush()

    def tell_where_to_go_on(self) -> None:
        if self._cursor is not None:
            say(_("there is more: go on with --cursor {id}").format(id=self._cursor))


def run(arguments: argparse.Namespace) -> int:
    """Print messages: with --json in the order of the direction, for people oldest first.

    What was read is printed also where an error or an interrupt ends the reading.
    """
    wanted = asked_filter(arguments)
    connection = required(arguments.profile)
    output = _Output(connection.lenses, as_json=arguments.json, backwards=arguments.direction == "up")
    try:
        asyncio.run(_read(arguments, wanted, connection, output))
    except (RoamingError, KeyboardInterrupt) as error:
        with suppress(OSError):  # where the output is gone, what ended the reading is still to be told
            output.finish()
        if isinstance(error, RoamingError):
            output.tell_where_to_go_on()
        raise
    output.finish()
    output.tell_where_to_go_on()
    return 0


async def _read(arguments: argparse.Namespace, wanted: Filter, connection: Connection, output: _Output) -> None:
    async with recording_client_for(connection) as client:
        key = await find_conversation(client, arguments.conversation, arguments.type)
        async for page in _pages(client, arguments, key, wanted):
            output.take(page)


async def _pages(
    client: RoamingClient, arguments: argparse.Namespace, key: ConversationKey, wanted: Filter
) -> AsyncIterator[Page]:
    """Pages with at most `limit` messages in all (0: all), in the order of the direction.

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
            page_size=min(left, LARGEST_PAGE) if arguments.limit else LARGEST_PAGE,
            search_direction=arguments.direction,
            search_options=wanted.options,
        )
        matching = [message for message in page.messages if wanted.matches(message)]
        is_end = page.cursor is None or page.is_last or page.cursor in asked
        cursor = None if is_end else page.cursor
        left -= len(matching)
        yield matching, cursor
        if cursor is None or (arguments.limit and left <= 0):
            return
