"""`roam delete-conversation`: takes a conversation from this user's list, with its messages or without."""

from __future__ import annotations

import argparse
from functools import partial

from tui.client import RoamingClient
from tui.commands.destroying import Plan, destroy
from tui.commands.finding import find_kept
from tui.commands.paging import every_conversation, every_message
from tui.commands.previewing import Count, affected, count_messages, named
from tui.errors import RoamingError
from tui.i18n import _
from tui.models import Conversation, ConversationKey
from tui.removal.plan import Removal, Whole


def run(arguments: argparse.Namespace) -> int:
    """Delete one conversation, after showing what goes with it and asking."""
    return destroy(arguments, partial(_plan, arguments=arguments))


async def _plan(client: RoamingClient, arguments: argparse.Namespace) -> Plan:
    key = await find_kept(client, arguments.conversation, arguments.type, by_name=not arguments.yes)
    keeps = bool(arguments.keep_messages)
    listed = await _listed(client, key)
    if listed is None and not await _has_messages(client, key):
        raise RoamingError(_("there is no such conversation: {name}").format(name=named(key)))
    count = Count() if keeps else await count_messages(every_message(client, key))
    newest = [each for each in (count.last, listed.last_message if listed else None) if each is not None]
    return Plan(
        conversation=key,
        preview=_kept(key) if keeps else _with_messages(key, count),
        question=_("Delete the conversation {name}?").format(name=named(key)),
        success=_("{name} deleted").format(name=named(key)),
        removal=Removal(key, Whole(not keeps, max((each.time for each in newest), default=0)), len(count.ids)),
        ids=(key.id,),
        details={"messages": "kept" if keeps else "deleted"},
    )


def _kept(key: ConversationKey) -> tuple[str, ...]:
    return (
        _("{name} leaves your list on all your devices, and comes back with the next message.").format(name=named(key)),
        _("Its messages stay on the server."),
    )


def _with_messages(key: ConversationKey, count: Count) -> tuple[str, ...]:
    head = _("{conversation}: the conversation and {messages}").format(conversation=named(key), messages=count.words())
    return (head, *count.lines(), affected(key.type))


async def _listed(client: RoamingClient, key: ConversationKey) -> Conversation | None:
    async for conversation in every_conversation(client):
        if conversation.key == key:
            return conversation
    return None


async def _has_messages(client: RoamingClient, key: ConversationKey) -> bool:
    async for _message in every_message(client, key):
        return True
    return False
