"""What happens to conversations and their messages of which the history itself shows nothing afterwards."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from tui.models import ConversationKey
from tui.runs import Position


class ChangeKind(StrEnum):
    """What has happened, elsewhere: never what this program did itself."""

    RECALLED = "recalled"
    EDITED = "edited"
    REMOVED = "removed"
    """Another device of the user's said so."""
    GONE = "gone"
    """A page of the history has it no more: removed elsewhere or recalled, nobody said which."""
    PINNED = "pinned"
    UNPINNED = "unpinned"
    CAME = "came"
    """Into the service's list of conversations."""
    LEFT = "left"
    GAP = "gap"
    """Messages may be missing between what was archived before an absence and what is the newest now."""


@dataclass(frozen=True, slots=True)
class Change:
    """One change; of no message is ever more told than whose it was and where.

    `number` orders changes as they were noticed, at `seen` (ms since 1970). `place` is that of the message, of the last
    one where `count` of them are meant, and of the last one before a gap; None: it is about the whole conversation.
    `who` recalled, edited or wrote the message; '' where that is not one and the same.
    """

    number: int
    seen: int
    kind: ChangeKind
    conversation: ConversationKey
    place: Position | None = None
    who: str = ""
    count: int = 1
