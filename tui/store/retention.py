"""How long the service keeps messages, and what follows from that."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from tui.runs import Position
from tui.store.conversations import Conversations
from tui.store.coverages import Coverages
from tui.times import DAY


@dataclass(frozen=True, slots=True)
class Retention:
    """`days`: None where that is not known. `now` is in ms since 1970."""

    days: int | None
    now: Callable[[], int]

    def kept_from(self) -> Position | None:
        """From where on the service has forgotten nothing, but for the day on which it may have done so."""
        if self.days is None:
            return None
        return Position(self.now() - max(self.days - 1, 0) * DAY, 0)

    def mark_expiring(self, conversations: Conversations, coverages: Coverages) -> None:
        """Let the list tell of which conversations the service may soon delete what is not archived."""
        if self.days is not None:
            listed = conversations.snapshot().listed
            newest = {item.key: item.last_message.time if item.last_message else None for item in listed}
            conversations.mark_expiring(coverages.expiring(self.now(), self.days, newest))
