"""What conversations are called: group names and nicknames, which the conversation list does not have."""

from __future__ import annotations

from collections.abc import Callable, Collection
from contextlib import suppress

from tui.errors import RoamingError
from tui.models import ConversationKey, ConversationType
from tui.store.service import Service

GROUPS_PER_PAGE = 500
USERS_PER_REQUEST = 100
LONGEST = 200
"""Characters of a name that are kept: it stands in a title, and a server may send one of any length."""


class Names:
    """The names known so far; a conversation without one goes by its id."""

    def __init__(self, service: Callable[[], Service], changed: Callable[[], None]) -> None:
        self._service = service
        self._changed = changed
        self._names: dict[ConversationKey, str] = {}

    def of(self, key: ConversationKey) -> str:
        """The conversation's name, else its id."""
        return self._names.get(key) or key.id[:LONGEST]

    async def load(self, keys: Collection[ConversationKey]) -> None:
        """Ask for the names of these conversations. They are an extra: without them everything works by id."""
        users = sorted(key.id for key in keys if key.type is ConversationType.SINGLE)
        if len(users) < len(keys):
            with suppress(RoamingError):
                await self._load_groups()
        with suppress(RoamingError):
            for start in range(0, len(users), USERS_PER_REQUEST):
                await self._load_users(users[start : start + USERS_PER_REQUEST])

    async def _load_groups(self) -> None:
        """Page by page; a server that gives a page again and again has nothing new in it, which ends this."""
        known = 0
        for page in range(GROUPS_PER_PAGE):
            groups = await self._service().get_joined_groups(page, GROUPS_PER_PAGE)
            names = {group.id: group.name for group in groups if group.name}
            self._add({ConversationKey(each, ConversationType.GROUP): name for each, name in names.items()})
            if len(groups) < GROUPS_PER_PAGE or len(self._names) == known:
                return
            known = len(self._names)

    async def _load_users(self, users: Collection[str]) -> None:
        nicknames = await self._service().get_nicknames(users)
        self._add({ConversationKey(user, ConversationType.SINGLE): name for user, name in nicknames.items()})

    def _add(self, names: dict[ConversationKey, str]) -> None:
        self._names.update({key: name[:LONGEST] for key, name in names.items()})
        self._changed()
