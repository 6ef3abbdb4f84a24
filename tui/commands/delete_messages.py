"""`roam delete-messages`: removes messages for this user, by ids or up to a time."""

from __future__ import annotations

import argparse
from collections.abc import AsyncIterator, Collection
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial

from tui.client import RoamingClient, SearchOptions
from tui.commands.destroying import Plan, destroy
from tui.commands.finding import find_kept
from tui.commands.paging import every_message
from tui.commands.previewing import Count, affected, count_messages, named
from tui.commands.printing import say
from tui.errors import ConfigError
from tui.i18n import _
from tui.models import ChatMessage, ConversationKey
from tui.removal.plan import Removal, UpTo
from tui.timeline.moments import read_moment
from tui.timeline.rows import local_time


def run(arguments: argparse.Namespace) -> int:
    """Remove the messages with these ids, or all at or before a moment, after showing which and asking."""
    if arguments.ids:
        if not all(each.strip() for each in arguments.ids):
            raise ConfigError(_("a message's id is empty: nothing was deleted"))
        return destroy(arguments, partial(_by_ids, arguments=arguments))
    return destroy(arguments, partial(_by_time, arguments=arguments, until=_bound(arguments.before)))


def _bound(text: str) -> int:
    """The moment up to which messages go, in ms since 1970. Raises ConfigError for one that has not come yet."""
    now = datetime.now(UTC)
    bound = read_moment(text, now)
    if bound > now.timestamp() * 1000:
        raise ConfigError(
            _("--before {text} has not come yet: messages that nobody has seen would go").format(text=text)
        )
    return bound


async def _by_ids(client: RoamingClient, arguments: argparse.Namespace) -> Plan:
    key = await find_kept(client, arguments.conversation, arguments.type, by_name=not arguments.yes)
    wanted = tuple(dict.fromkeys(arguments.ids))
    found, is_everything = await _look_for(client, key, set(wanted))
    ids = tuple(each for each in wanted if each in found)
    missing = [each for each in wanted if each not in found]
    if missing:
        say(_("not in {conversation}, so left out: {ids}").format(conversation=key.id, ids=" ".join(missing)))
    in_order = sorted(found.values(), key=lambda message: message.time)
    count = Count(ids, *(in_order[0], in_order[-1])) if in_order else Count()
    removal = Removal.of_messages(key, [found[each] for each in ids]) if ids else None
    plan = _plan(key, count, count.words(), is_everything, removal, not_found=missing)
    return replace(plan, missed=removal is None)


async def _by_time(client: RoamingClient, arguments: argparse.Namespace, until: int) -> Plan:
    key = await find_kept(client, arguments.conversation, arguments.type, by_name=not arguments.yes)
    count = await count_messages(_until(client, key, until))
    newest = [message async for message in _newest(client, key)]
    is_everything = bool(newest) and newest[0].time <= until
    words = _("{messages} up to and including {moment}").format(
        messages=count.words(), moment=local_time(until, None).isoformat(sep=" ")
    )
    removal = Removal(key, UpTo(until), len(count.ids)) if count.ids else None
    return _plan(key, count, words, is_everything, removal, before=until, counted_all=not count.why_not_all)


def _plan(
    key: ConversationKey, count: Count, words: str, is_everything: bool, removal: Removal | None, **details: object
) -> Plan:
    head = _("{conversation}: {messages}").format(conversation=named(key), messages=words)
    ends = (_("Nothing is left then, so the conversation leaves your list, too."),) if is_everything else ()
    return Plan(
        conversation=key,
        preview=(head, *count.lines(), affected(key.type), *ends) if removal else (head,),
        question=_("Delete {messages}?").format(messages=count.words()),
        success=_("{messages} deleted").format(messages=count.words()),
        removal=removal,
        ids=count.ids,
        details=details,
    )


async def _look_for(
    client: RoamingClient, key: ConversationKey, wanted: Collection[str]
) -> tuple[dict[str, ChatMessage], bool]:
    """Those of the messages that are there, and whether the conversation has no others."""
    found: dict[str, ChatMessage] = {}
    has_others = False
    async for message in every_message(client, key):
        if message.id in wanted:
            found[message.id] = message
        else:
            has_others = True
        if has_others and len(found) == len(wanted):
            break
    return found, bool(found) and not has_others


async def _until(client: RoamingClient, key: ConversationKey, until: int) -> AsyncIterator[ChatMessage]:
    async for message in every_message(client, key, SearchOptions(end_time=until)):
        if message.time <= until:
            yield message


async def _newest(client: RoamingClient, key: ConversationKey) -> AsyncIterator[ChatMessage]:
    async for message in every_message(client, key):
        yield message
        return
