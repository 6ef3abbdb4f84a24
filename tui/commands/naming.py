"""What conversations are called: group names and nicknames, which the conversation list does not have.

Names are anybody's to choose: here they are clean, and they always stand beside an id, never instead of one.
"""

from __future__ import annotations

import asyncio
import unicodedata
from collections.abc import Collection, Mapping
from contextlib import suppress

from tui.client import RoamingClient
from tui.commands.paging import every_group
from tui.errors import RoamingError
from tui.limits import USERS_PER_REQUEST
from tui.models import ConversationKey, ConversationType
from tui.text import clean_line

PATIENCE = 5.0
"""Seconds that something to be read waits for names."""

LONGEST = 200
"""Characters of a name that are looked at."""

Names = Mapping[ConversationKey, str]


async def read_names(client: RoamingClient, keys: Collection[ConversationKey]) -> Names:
    """The names of those of `keys` that have one besides their id. Raises RoamingError."""
    return {**await _group_names(client, keys), **await _nicknames(client, keys)}


async def names_if_any(client: RoamingClient, keys: Collection[ConversationKey]) -> Names:
    """As `read_names`, as far as they come in time: names are an extra, without which everything works by id."""
    names: dict[ConversationKey, str] = {}
    with suppress(TimeoutError):
        async with asyncio.timeout(PATIENCE):
            for read in (_group_names, _nicknames):
                with suppress(RoamingError):
                    names |= await read(client, keys)
    return names


def are_the_same(one: str, other: str) -> bool:
    """Whether two names differ in nothing but capitals, spaces and the spelling of accents.

    Less is the same than where something is looked for (`tui.query.folding`): what is found here may be deleted.
    """
    return _folded(one) == _folded(other)


def _folded(name: str) -> str:
    return unicodedata.normalize("NFC", clean_line(name).casefold())


async def _group_names(client: RoamingClient, keys: Collection[ConversationKey]) -> dict[ConversationKey, str]:
    wanted = {key for key in keys if key.type is ConversationType.GROUP}
    found: dict[ConversationKey, str] = {}
    if wanted:
        async for group in every_group(client):
            key = ConversationKey(group.id, ConversationType.GROUP)
            if key in wanted:
                found[key] = group.name
            if len(found) == len(wanted):
                break
    return _clean(found)


async def _nicknames(client: RoamingClient, keys: Collection[ConversationKey]) -> dict[ConversationKey, str]:
    users = sorted(key.id for key in keys if key.type is ConversationType.SINGLE)
    found: dict[ConversationKey, str] = {}
    for start in range(0, len(users), USERS_PER_REQUEST):
        asked = users[start : start + USERS_PER_REQUEST]
        nicknames = await client.get_nicknames(asked)
        found |= {ConversationKey(each, ConversationType.SINGLE): nicknames.get(each, "") for each in asked}
    return _clean(found)


def _clean(names: Mapping[ConversationKey, str]) -> dict[ConversationKey, str]:
    cleaned = {key: clean_line(name[:LONGEST]) for key, name in names.items()}
    return {key: name for key, name in cleaned.items() if name not in ("", key.id)}
