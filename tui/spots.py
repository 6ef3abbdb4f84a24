"""Places that mean something to the reader: where one was, and what one has marked with a letter."""

from __future__ import annotations

from dataclasses import dataclass

from tui.models import ConversationKey
from tui.runs import Position


@dataclass(frozen=True, slots=True)
class Spot:
    """A place that means something later, too: where in which history the message under the cursor is.

    `line` is the one of the screen that its text begins at; None: in the middle of the screen.
    """

    conversation: ConversationKey
    position: Position
    line: int | None = None


@dataclass(frozen=True, slots=True)
class Visit:
    """How a conversation was left the last time on this device.

    `seen`: the newest message that had been on the screen. `spot`: where the reader was; None: at the newest end.
    """

    conversation: ConversationKey
    seen: Position
    spot: Spot | None = None


@dataclass(frozen=True, slots=True)
class Bookmark:
    """A message that the reader marked with a letter (a-z, A-Z). `excerpt` says what it was; it may be any text."""

    letter: str
    conversation: ConversationKey
    position: Position
    excerpt: str = ""
