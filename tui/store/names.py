"""What conversations are called: group names and nicknames, which the conversation list does not have."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from contextlib import suppress

from tui.errors import RoamingError
from tui.events import Fact, NamesKnown
from tui.limits import GROUPS_PER_PAGE, USERS_PER_REQUEST
from tui.models import ConversationKey, ConversationType
from tui.store.service import Service

LONGEST = 200
"""Characters of a name that are kept: it stands in a title, and a server may send one of any length."""


class Names:
    """The names known so far; a conversation without one goes by its id."""

    def __init__(
        self, service: Callable[[], Service], publish: Callable[[Fact], None], changed: Callable[[], None]
    ) -> None:
        """What is found out goes to `publish`, which is to give it back to `apply`."""
        self._service = service
        self._publish = publish
        self._changed = changed
        self._names: dict[ConversationKey, str] = {}

    def of(self, key: ConversationKey) -> str:
        """The conversation's name, else its id."""
        return self._names.get(key) or key.id[:LONGEST]

    def restore(self, names: Mapping[ConversationKey, str]) -> None:
        """Go by what was known last; what the service has said since wins."""
        self._names = {**_shortened(names), **self._names}
        self._changed()

    def apply(self, fact: Fact) -> None:
        """Take over what is known of names."""
        if isinstance(fact, NamesKnown):
            self._names.update(_shortened(fact.names))
            self._changed()

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
        seen: set[str] = set()
        for page in range(GROUPS_PER_PAGE):
            groups = await self._service().get_joined_groups(page, GROUPS_PER_PAGE)
            self._tell({ConversationKey(each.id, ConversationType.GROUP): each.name for each in groups if each.name})
            new = {group.id for group in groups} - seen
            if len(groups) < GROUPS_PER_PAGE or not new:
                return
            seen |= new

    async def _load_users(self, users: Collection[str]) -> None:
        nicknames = await self._service().get_nicknames(users)
        self._tell({ConversationKey(user, ConversationType.SINGLE): name for user, name in nicknames.items()})

    def _tell(self, names: Mapping[ConversationKey, str]) -> None:
        news = {key: name for key, name in _shortened(names).items() if self._names.get(key) != name}
        if news:
            self._publish(NamesKnown(news))


def _shortened(names: Mapping[ConversationKey, str]) -> dict[ConversationKey, str]:
    return {key: name[:LONGEST] for key, name in names.items()}
