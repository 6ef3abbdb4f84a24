"""Who and what a query may name: the account, its conversations and what they are called."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from tui.models import ConversationKey, ConversationType
from tui.query.folding import fold

ME = "me"
"""The account's own user, whatever the id is."""


@dataclass(frozen=True, slots=True)
class Known:
    """`names` are what conversations are called, `conversations` those that there are, `own_id` the account's user."""

    own_id: str = ""
    names: Mapping[ConversationKey, str] = field(default_factory=dict)
    conversations: tuple[ConversationKey, ...] = ()

    def users(self, wanted: str) -> frozenset[str]:
        """The folded ids of all users who may be meant by an id or a name (folded)."""
        named = (key.id for key in self._called(wanted) if key.type is ConversationType.SINGLE)
        own = (self.own_id,) if wanted == ME and self.own_id else ()
        return frozenset({wanted, *map(fold, named), *map(fold, own)})

    def is_meant(self, key: ConversationKey, wanted: str) -> bool:
        """Whether a conversation has this id or name (folded)."""
        return fold(key.id) == wanted or fold(self.names.get(key, "")) == wanted

    def _called(self, wanted: str) -> list[ConversationKey]:
        return [key for key, name in self.names.items() if fold(name) == wanted]
