"""What is about to go from a conversation, and what of it is still to be seen."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from tui.models import ChatMessage
from tui.removal.plan import Removal


@dataclass(frozen=True, slots=True)
class Departure:
    """A removal on its way: to be seen until `deadline` (ms since 1970), and once it is being sent (None) no more."""

    removal: Removal
    deadline: int | None


def split(departures: Iterable[Departure], messages: Sequence[ChatMessage]) -> tuple[dict[str, int], frozenset[str]]:
    """The ids of those of the messages that are leaving, each with its earliest deadline, and of those to be hidden."""
    leaving: dict[str, int] = {}
    hidden: frozenset[str] = frozenset()
    for departure in departures:
        concerned = departure.removal.among(messages)
        if departure.deadline is None:
            hidden |= concerned
        else:
            leaving = dict.fromkeys(concerned, departure.deadline) | leaving
    return leaving, hidden
