"""What the store asks of an archive, so that it needs to import none."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Collection
from typing import Protocol

from tui.events import Fact
from tui.models import ConversationKey
from tui.runs import ArchivedList, Coverage, Position, Stretch

__all__ = ["Archive", "ArchivedList"]


class Archive(Protocol):
    """Keeps what was once seen. A reading call sees everything that `write` was given before it.

    Reading raises ArchiveError when the file cannot be read.
    """

    @property
    def reason(self) -> str:
        """Why what is written now does not last, as a sentence; '' while all is well."""
        ...

    def take_notice(self) -> str:
        """What the user is to be told once, as a sentence (a broken file was moved aside); '' from then on."""
        ...

    def look_from(self, base: str) -> None:
        """From now on the files of messages are at the REST base `base`; '' leaves it as it was last."""
        ...

    def write(self, fact: Fact) -> None:
        """Take over a fact, soon and in order. Never raises: see `reason`."""
        ...

    def note(self, name: str, value: str) -> None:
        """Note a text by its name, soon, which `listed` gives back. Never raises."""
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


OpenArchive = Callable[[], Awaitable[Archive]]
"""Opens the archive; where its file cannot be used, one in memory that says so in its notice. Never raises."""
