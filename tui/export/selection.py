"""Which messages of a conversation are exported."""

from __future__ import annotations

from dataclasses import dataclass

from tui.export.source import Kept
from tui.models import Json, Kind, keys_named
from tui.runs import Position

_LAST_NUMBER = 2**64


@dataclass(frozen=True, slots=True)
class Selection:
    """What a message must be; None and no kinds ask nothing. Times in ms since 1970, both included.

    `keys`: only the messages with these keys (`ChatMessage.key`).
    """

    kinds: frozenset[Kind] = frozenset()
    sender: str | None = None
    since: int | None = None
    until: int | None = None
    keys: frozenset[str] | None = None

    @property
    def begins_after(self) -> Position | None:
        """The place after which the first of them can be; None: anywhere."""
        return None if self.since is None else Position(self.since - 1, _LAST_NUMBER)

    @property
    def takes_all(self) -> bool:
        """Whether every message is one of them that is within the times."""
        return not self.kinds and self.sender is None and self.keys is None

    def wants(self, message: Kept) -> bool:
        """Whether it is one of them; one that cannot be read may be, so it is never left out in silence."""
        if self.keys is not None and self.keys.isdisjoint(keys_named(message.place.name)):
            return False
        if message.kind == Kind.UNREADABLE:
            return True
        return (not self.kinds or message.kind in self.kinds) and self.sender in (None, message.sender)

    def is_past(self, message: Kept) -> bool:
        """Whether it comes after all of them."""
        return self.until is not None and message.place.time > self.until

    def as_json(self) -> dict[str, Json]:
        """What was asked for, times in ms since 1970."""
        return {
            "kinds": sorted(self.kinds),
            "from": self.sender,
            "since": self.since,
            "until": self.until,
            "messages": None if self.keys is None else sorted(self.keys),
        }
