"""`roam delete-conversation`: takes a conversation from this user's list, with its messages or without."""

from __future__ import annotations

import argparse
from functools import partial

from tui.client import RoamingClient
from tui.commands.destroying import Plan, Step, destroy
from tui.commands.finding import find_kept
from tui.commands.paging import every_conversation, every_message
from tui.commands.previewing import affected, count_messages, named
from tui.errors import RoamingError
from tui.i18n import _
from tui.models import ConversationKey


def run(arguments: argparse.Namespace) -> int:
    """Delete one conversation, after showing what goes with it and asking."""
    return destroy(arguments, partial(_plan, arguments=arguments))


async def _plan(client: RoamingClient, arguments: argparse.Namespace) -> Plan:
    key = await find_kept(client, arguments.conversation, arguments.type, by_name=not arguments.yes)
    keeps = bool(arguments.keep_messages)
    is_listed = arguments.type is None or await _is_listed(client, key)
    if not (is_listed or await _has_messages(client, key)):
        raise RoamingError(_("there is no such conversation: {name}").format(name=named(key)))
    preview = _kept(key) if keeps else await _with_messages(client, key)
    # Only of a conversation that was in the list can the list tell that it was deleted.
    is_done = partial(_is_gone, key=key, keeps=keeps) if is_listed else None
    return Plan(
        conversation=key,
        preview=preview,
        question=_("Delete the conversation {name}?").format(name=named(key)),
        success=_("{name} deleted").format(name=named(key)),
        steps=(Step((key.id,), partial(_delete, key=key, keeps=keeps), is_done),),
        details={"messages": "kept" if keeps else "deleted"},
    )


def _kept(key: ConversationKey) -> tuple[str, ...]:
    return (
        _("{name} leaves your list on all your devices, and comes back with the next message.").format(name=named(key)),
        _("Its messages stay on the server."),
    )


async def _with_messages(client: RoamingClient, key: ConversationKey) -> tuple[str, ...]:
    count = await count_messages(every_message(client, key))
    head = _("{conversation}: the conversation and {messages}").format(conversation=named(key), messages=count.words())
    return (head, *count.lines(), affected(key.type))


async def _delete(client: RoamingClient, key: ConversationKey, keeps: bool) -> None:
    await client.delete_conversation(key.id, key.type, delete_roam=not keeps)


async def _is_gone(client: RoamingClient, key: ConversationKey, keeps: bool) -> bool:
    """Whether the conversation is in the list no more, and its messages have gone with it if they were to."""
    if await _is_listed(client, key):
        return False
    return keeps or not await _has_messages(client, key)


async def _is_listed(client: RoamingClient, key: ConversationKey) -> bool:
    async for conversation in every_conversation(client):
        if conversation.key == key:
            return True
    return False


async def _has_messages(client: RoamingClient, key: ConversationKey) -> bool:
    async for _message in every_message(client, key):
        return True
    return False
