"""What the store hands to whoever shows it: frozen values with keys."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum

from tui.models import ChatMessage, ConversationKey
from tui.runs import Coverage
from tui.timeline.rows import Row


class Phase(Enum):
    """How far something that has to be fetched has come."""

    WAITING = "waiting"
    LOADING = "loading"
    READY = "ready"
    FAILED = "failed"
    SIGNED_OUT = "signed out"
    """Only of the connection: it takes a password to go on."""


@dataclass(frozen=True, slots=True)
class ServiceStatus:
    """The connection to the service: `detail` says in words what is going on or went wrong.

    `progress` is the share done, from 0 to 1, or None when it cannot be told.
    """

    phase: Phase = Phase.WAITING
    detail: str = ""
    progress: float | None = None


@dataclass(frozen=True, slots=True)
class Outage:
    """Nobody answers, or the service is in trouble: why, as a sentence, and whether it is tried again by itself."""

    reason: str = ""
    is_retried: bool = False


@dataclass(frozen=True, slots=True)
class ConversationItem:
    """One line of the conversation list. `name` is the id until a better name is known.

    `listed`: the service's list has it; one that it has not is kept only here. `expiring`: the service will soon forget
    messages of it that are not archived. `deadline`: until when its deletion can be undone (ms since 1970), None where
    it is not about to be deleted.
    """

    key: ConversationKey
    name: str
    is_pinned: bool
    unread_count: int
    last_message: ChatMessage | None
    pending: bool = False
    """A change of it has been sent and not yet been answered."""
    listed: bool = True
    expiring: bool = False
    deadline: int | None = None
    marks: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class ConversationsSnapshot:
    """The conversation list in the order to show: pinned by pinned time, then by activity, newest first.

    Those that the service's list has no more come after all others, by activity as well.
    """

    items: tuple[ConversationItem, ...] = ()
    phase: Phase = Phase.WAITING
    reason: str = ""

    @property
    def listed(self) -> tuple[ConversationItem, ...]:
        """Those that the service's list has."""
        return tuple(item for item in self.items if item.listed)

    @property
    def listed_count(self) -> int:
        """How many conversations the service's list has."""
        return len(self.listed)


@dataclass(frozen=True, slots=True)
class ArchiveState:
    """How the archive stands: the messages in it, and why what comes is not kept, '' while all is well."""

    messages: int = 0
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Filter:
    """What is left of a history: the `hits` of a query that are loaded, and so many `lines` before and after each.

    `has_more`: there are more hits than these.
    """

    text: str
    lines: int
    hits: int
    has_more: bool


@dataclass(frozen=True, slots=True)
class HistorySnapshot:
    """The loaded part of one conversation's history.

    `reaches_newest`: the last row is the newest message there is. `message_count` counts the loaded messages. That only
    a network is missing is no failure: the phase is READY then, and the edge row after the last message says so.
    `coverage`: how much of it is archived; None while that is not known. `fetched`: how many messages have come on the
    way to a place that is gone to; None while none is. `filter`: the rows are only some of the messages.
    """

    key: ConversationKey
    name: str
    rows: tuple[Row, ...] = field(default=(), repr=False)
    message_count: int = 0
    reaches_newest: bool = True
    phase: Phase = Phase.WAITING
    reason: str = ""
    coverage: Coverage | None = None
    fetched: int | None = None
    filter: Filter | None = None
