"""`roam pin` and `roam unpin`: keeps a conversation at the top of the list, or no longer."""

from __future__ import annotations

import argparse
import asyncio

from tui.commands.connecting import recording_client_for, required
from tui.commands.finding import find_kept
from tui.commands.naming import names_if_any
from tui.commands.printing import print_json, print_table
from tui.config import Connection
from tui.i18n import _
from tui.store.pins import pin


def run(arguments: argparse.Namespace) -> int:
    """Pin or unpin one conversation; pinning again puts it on top of the others."""
    return asyncio.run(_run(arguments, required(arguments.profile, read_only=arguments.read_only)))


async def _run(arguments: argparse.Namespace, connection: Connection) -> int:
    wants_pin = arguments.command == "pin"
    async with recording_client_for(connection) as client:
        key = await find_kept(client, arguments.conversation, arguments.type)
        if arguments.dry_run:
            print_table([[_would(wants_pin).format(id=key.id)]])
            return 0
        state = await pin(client, key, wants_pin)
        names = {} if arguments.json else await names_if_any(client, [key])
    if arguments.json:
        conversation = {"conversationId": key.id, "conversationType": key.type.value}
        print_json({**conversation, "isPinned": state.is_pinned, "pinnedTime": state.pinned_time})
    else:
        sentence = _("{id} is pinned") if state.is_pinned else _("{id} is not pinned")
        print_table([[sentence.format(id=f"{key.id} ({names[key]})" if key in names else key.id)]])
    return 0


def _would(wants_pin: bool) -> str:
    return _("{id} would be pinned") if wants_pin else _("{id} would no longer be pinned")
