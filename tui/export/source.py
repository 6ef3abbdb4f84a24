"""What an export asks of an archive, so that it needs to import none."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Protocol

from tui.models import ChatMessage, ConversationKey
from tui.protocol.viewpoint import Viewpoint
from tui.runs import Coverage, Position


class Kept(Protocol):
    """An archived message that has not been decoded."""

    @property
    def place(self) -> Position: ...

    @property
    def sender(self) -> str: ...

    @property
    def kind(self) -> str:
        """The value of a `Kind`."""
        ...

    @property
    def raw(self) -> bytes | None:
        """The serialised Meta in which it came."""
        ...

    @property
    def changed(self) -> str | None:
        """Its JSON, where the bytes are not or no more the truth."""
        ...

    def read(self, viewpoint: Viewpoint) -> ChatMessage:
        """Decode it; never raises for what the service sent."""
        ...


class Sheet(Protocol):
    """Messages that follow one another in the archive, oldest first."""

    @property
    def messages(self) -> Sequence[Kept]: ...

    @property
    def gaps(self) -> Collection[Position]:
        """The places of those right before which the service may have others that are not archived."""
        ...

    @property
    def is_last(self) -> bool:
        """Whether the archive has nothing beyond."""
        ...

    @property
    def floor(self) -> Position | None:
        """The service keeps nothing before this place; None while that is not known."""
        ...

    @property
    def viewpoint(self) -> Viewpoint: ...


class Source(Protocol):
    """An archive that can be read from one end to the other. Raises ArchiveError when that fails."""

    async def kept(self, key: ConversationKey, after: Position | None, limit: int) -> Sheet:
        """At most `limit` messages right after a place (None: the oldest of all)."""
        ...

    async def coverages(self, keys: Collection[ConversationKey] | None = None) -> dict[ConversationKey, Coverage]:
        """How much is archived of these conversations."""
        ...
