"""What the store asks of an archive, so that it needs to import none."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Protocol

from tui.events import Fact
from tui.models import Conversation, ConversationKey
from tui.runs import Coverage, Position, Stretch


@dataclass(frozen=True, slots=True)
class ArchivedList:
    """The conversation list as it was known last. `unlisted`: those that the service's list has no more.

    `read_at`: when anything was last heard of the service, in ms since 1970; 0 for never.
    """

    conversations: tuple[Conversation, ...] = ()
    unlisted: frozenset[ConversationKey] = frozenset()
    names: dict[ConversationKey, str] = field(default_factory=dict)
    read_at: int = 0


class Archive(Protocol):
    """Keeps what was once seen. A reading call sees everything that `write` was given before it.

    Reading raises ArchiveError when the file cannot be read.
    """

    @property
    def reason(self) -> str:
        """Why nothing can be written any more, as a sentence; '' while all is well."""
        ...

    def write(self, fact: Fact) -> None:
        """Take over a fact, soon and in order. Never raises: see `reason`."""
        ...

    async def listed(self) -> ArchivedList: ...

    async def older(self, key: ConversationKey, before: Position | None, limit: int) -> Stretch:
        """At most `limit` messages right before a place (None: the newest of all)."""
        ...

    async def newer(self, key: ConversationKey, after: Position | None, limit: int) -> Stretch:
        """At most `limit` messages right after a place (None: the oldest of all)."""
        ...

    async def coverages(self, keys: Collection[ConversationKey] | None = None) -> dict[ConversationKey, Coverage]:
        """How much is archived of these conversations; None: of all that it has."""
        ...

    async def aclose(self) -> None:
        """Write what is left to write, and let go of the file."""
        ...
