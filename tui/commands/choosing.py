"""Which conversations a command line means, of those in the list and those that are only archived."""

from __future__ import annotations

import shlex
from collections.abc import Collection, Sequence

from tui.archive import Archive
from tui.client import RoamingClient
from tui.commands.finding import called
from tui.commands.naming import Names, are_the_same
from tui.commands.paging import every_conversation
from tui.errors import ConfigError, RoamingError
from tui.i18n import _
from tui.models import ConversationKey, ConversationType
from tui.store.fetching import read_list
from tui.store.service import Service
from tui.text import clean_line


async def choose(
    service: Service, archive: Archive, wanted: Sequence[str], kind: str | None
) -> tuple[ConversationKey, ...]:
    """The conversations of these ids or names, or all if there are none; the list is read unless `kind` is given.

    Raises ConfigError for one that is nowhere, or may be several.
    """
    if wanted and kind:
        return tuple(ConversationKey(each, ConversationType(kind)) for each in wanted)
    listed = await read_list(service, archive.write)
    known = tuple(dict.fromkeys((*listed, *await archive.coverages())))
    names = await names_of(archive, known)
    return tuple(key_of(each, known, names) for each in wanted) if wanted else known


async def nowhere(
    client: RoamingClient, archive: Archive, keys: Collection[ConversationKey]
) -> frozenset[ConversationKey]:
    """Those of `keys` that nobody knows: not archived, without a message at the service, and not in its list.

    The list is read only where it decides. Raises RoamingError when that fails.
    """
    archived = await archive.coverages()
    empty = frozenset([each for each in keys if each not in archived and await _is_empty(client, each)])
    if not empty:
        return empty
    return empty - {each.key async for each in every_conversation(client, with_empty=True)}


async def _is_empty(client: RoamingClient, key: ConversationKey) -> bool:
    try:
        page = await client.get_history_messages(key.id, key.type, page_size=1)
    except RoamingError:  # whoever fetches the conversation meets it as well, and tells of it
        return False
    return not page.messages and (page.is_last or page.cursor is None)


def key_of(wanted: str, known: Collection[ConversationKey], names: Names) -> ConversationKey:
    """The one of `known` with this id, else the only one with this name. Raises ConfigError."""
    found = [each for each in known if each.id == wanted]
    if len(found) > 1:
        raise ConfigError(_("{id} is a user and a group: name one with --type").format(id=wanted))
    return found[0] if found else called(wanted, names)


def archived_key(
    wanted: str, kind: str | None, coverages: Collection[ConversationKey], names: Names
) -> ConversationKey:
    """The archived conversation that is meant. Raises RoamingError where there is none, ConfigError for several."""
    possible = [each for each in coverages if kind in (None, each.type.value)]
    if not any(each.id == wanted or are_the_same(names.get(each, each.id), wanted) for each in possible):
        sentence = _("nothing of {id} is archived: {command} does that")
        raise RoamingError(sentence.format(id=wanted, command=f"roam sync {shlex.quote(clean_line(wanted))}"))
    return key_of(wanted, possible, {key: name for key, name in names.items() if key in possible})


async def names_of(archive: Archive, keys: Collection[ConversationKey]) -> Names:
    """What those of `keys` are called that have a name besides their id, as was known last."""
    names = (await archive.listed()).names
    return {key: names[key] for key in keys if names.get(key, key.id) != key.id}
