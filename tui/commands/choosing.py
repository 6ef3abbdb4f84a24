"""Which conversations a command line means by their ids, of those in the list and those that are only archived."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from tui.archive import Archive
from tui.errors import ConfigError
from tui.i18n import _
from tui.models import ConversationKey, ConversationType
from tui.store.fetching import read_list
from tui.store.service import Service


async def choose(
    service: Service, archive: Archive, ids: Sequence[str], kind: str | None
) -> tuple[ConversationKey, ...]:
    """The conversations of these ids, or all, if there are none; the list is read unless `kind` says what they are.

    Raises ConfigError for an id that is nowhere, or is a user's and a group's.
    """
    if ids and kind:
        return tuple(ConversationKey(each, ConversationType(kind)) for each in ids)
    listed = await read_list(service, archive.write)
    archived = await archive.coverages()
    known = tuple(dict.fromkeys((*listed, *archived)))
    return tuple(key_of(each, None, known) for each in ids) if ids else known


def key_of(conversation_id: str, kind: str | None, known: Collection[ConversationKey]) -> ConversationKey:
    """The one of `known` with this id: of the given type, or the only one. Raises ConfigError."""
    found = [each for each in known if each.id == conversation_id and kind in (None, each.type.value)]
    if len(found) == 1:
        return found[0]
    if found:
        raise ConfigError(_("{id} is a user and a group: name one with --type").format(id=conversation_id))
    if kind:
        return ConversationKey(conversation_id, ConversationType(kind))
    raise ConfigError(_("{id} is not in the list: say what it is with --type").format(id=conversation_id))
