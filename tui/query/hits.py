"""What a search finds, and in how much it has looked."""

from __future__ import annotations

from dataclasses import dataclass

from tui.models import ChatMessage, ConversationKey

PLACES_PER_MS = 1024
"""So many messages of one millisecond have places of their own; more take those that come next."""

_LATEST = 2**52


def place_of(time: int) -> int:
    """The place at which the messages of a time (ms since 1970) begin; times before 1970 count as that."""
    return min(max(time, 0), _LATEST) * PLACES_PER_MS


@dataclass(frozen=True, slots=True)
class Hit:
    """A message that was looked for. `place` is where it stands among all that is archived, by time."""

    key: ConversationKey
    message: ChatMessage
    place: int


@dataclass(frozen=True, slots=True)
class SearchPage:
    """Some of what a search finds, in the order it was asked in.

    `rest` is the place to go on from, None when there is nothing more. A page may have fewer hits than were asked for,
    even none, and still not be the last: when looking took too long, or a newer search began.
    """

    hits: tuple[Hit, ...] = ()
    rest: int | None = None


@dataclass(frozen=True, slots=True)
class Scope:
    """In how many archived messages of how many conversations is searched; `gaps`: how often something may be missing.

    A conversation of which the oldest messages are not archived has a gap there, too. `asked`: gaps besides those, of
    which the service was asked for all that the query can mean.
    """

    messages: int = 0
    conversations: int = 0
    gaps: int = 0
    asked: int = 0
