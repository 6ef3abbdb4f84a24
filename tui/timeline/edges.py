"""Places in a history where messages may be missing, and what is asked of the service to find them."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import NamedTuple

from tui.runs import Position


class Side(Enum):
    """A direction in time."""

    OLDER = "older"
    NEWER = "newer"

    @property
    def opposite(self) -> Side:
        return Side.NEWER if self is Side.OLDER else Side.OLDER


class EdgeState(Enum):
    """What is known about the messages at an edge or in a gap."""

    MORE = "more"
    LOADING = "loading"
    FAILED = "failed"
    OFFLINE = "offline"
    """There may be more, but it takes the network."""
    END = "end"


@dataclass(frozen=True, slots=True)
class Edge:
    """One end of a timeline. `reason`: why loading failed, as a sentence.

    `cursor` of the older edge asks the service `up` for what is beyond; None: the id of the first message does. Of the
    newer edge it is set only where the service said that it has more: the id of the last message then.
    `place`: how far beyond the outermost message nothing is missing, as what was there has been removed; None: nothing
    is known beyond that message.
    """

    state: EdgeState = EdgeState.MORE
    cursor: str | None = None
    reason: str = ""
    place: Position | None = None


@dataclass(frozen=True, slots=True)
class Gap:
    """A place between two messages where others may be missing; never at its END. `reason`: why loading failed.

    `cursor` asks the service `up` for what is before the message right after the gap; None: that message's id does.
    """

    state: EdgeState = EdgeState.MORE
    cursor: str | None = None
    reason: str = ""


class Request(NamedTuple):
    """A page to ask for: towards older messages (`up`) or newer ones, from `cursor` (None: from that end).

    `asked_from` is for `run_of`: the place from where on, in that direction, the page is all that there is. `since`:
    nothing sent before it is wanted (ms since 1970).
    """

    up: bool
    cursor: str | None = None
    asked_from: Position | None = None
    since: int | None = None
