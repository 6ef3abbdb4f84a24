"""What the journal of deletions holds, and what is asked of it: whoever sends needs to know no more of it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from tui.removal.plan import Removal


class State(StrEnum):
    """How far a removal has come. Up to CONFIRMED nothing has been sent for certain; SENDING alone is not known."""

    CONFIRMED = "confirmed"
    SENDING = "sending"
    SENT = "sent"
    """The service has done it; what is archived may not know of it yet."""
    APPLIED = "applied"
    FAILED = "failed"
    """Not all of it was done; the results of the messages say what."""
    CANCELLED = "cancelled"
    """None of it was ever sent."""


UNFINISHED = (State.CONFIRMED, State.SENDING, State.SENT)


class Result(StrEnum):
    """What became of a message, or of the one request of a removal that names none."""

    WAITING = "waiting"
    """Not sent."""
    SENDING = "sending"
    """Its request was about to be sent; without another word, whether it was is not known."""
    DONE = "done"
    NOT_DONE = "not done"
    """Sent, and still there."""
    UNKNOWN = "unknown"
    """Sent, never answered, and nobody could be asked."""


UNCERTAIN = (Result.SENDING, Result.UNKNOWN)


@dataclass(frozen=True, slots=True)
class Entry:
    """One removal in the journal. `number` counts from 1; times are in ms since 1970, None for not yet.

    `results` are those of its messages, in their order, or of its one request. `reason`: why it has not gone further,
    as a sentence, '' for nothing.
    """

    number: int
    account: str
    removal: Removal
    state: State
    results: tuple[Result, ...]
    confirmed_at: int
    sending_at: int | None = None
    sent_at: int | None = None
    ended_at: int | None = None
    reason: str = ""
    version: str = ""
    """Of the program that wrote it."""


class Journal(Protocol):
    """Keeps what is about to be done before it is done. Every call blocks until it is on the disk, or raises
    JournalError; it may come from any thread.
    """

    def confirm(self, removal: Removal) -> int:
        """Take down what was confirmed; returns its number."""
        ...

    def begin(self, number: int) -> bool:
        """It is about to be sent. Returns False, and it must not be, where it is not to be any more."""
        ...

    def note(self, number: int, results: Mapping[int, Result]) -> None:
        """What became of the messages at these places (from 0)."""
        ...

    def end(self, number: int, state: State, reason: str = "") -> None:
        """How far it has come now, and why no further."""
        ...

    def entry(self, number: int) -> Entry: ...

    def take_unfinished(self) -> list[Entry]:
        """Those that programs which run no more have left behind, oldest first. From now on they are this one's."""
        ...

    def close(self) -> None: ...


OpenJournal = Callable[[], Awaitable[Journal]]
"""Opens the journal. Raises JournalError where it cannot be kept; may be called again then."""
