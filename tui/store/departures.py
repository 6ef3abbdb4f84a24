"""What is about to go, of whichever conversation, and what of it is still to be seen."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from tui.models import ChatMessage, ConversationKey
from tui.removal.plan import Removal


@dataclass(frozen=True, slots=True)
class Pending:
    """A confirmed removal of which nothing has been sent, and when that begins (ms since 1970)."""

    number: int
    removal: Removal
    deadline: int


@dataclass(frozen=True, slots=True)
class Departure:
    """A removal on its way: to be seen until `deadline` (ms since 1970), and once it is being sent (None) no more."""

    removal: Removal
    deadline: int | None


class Departures:
    """Removals on their way, by their numbers in the journal: first they can be undone, then they are being sent."""

    def __init__(self, changed: Callable[[], None]) -> None:
        """`changed` is called after each change."""
        self._changed = changed
        self._waiting: dict[int, Pending] = {}
        self._sending: dict[int, Removal] = {}

    @property
    def pending(self) -> tuple[Pending, ...]:
        """What can still be undone, the latest last."""
        return tuple(self._waiting.values())

    def of(self, key: ConversationKey) -> tuple[Departure, ...]:
        """What is about to go from a conversation."""
        waiting = [Departure(each.removal, each.deadline) for each in self._waiting.values() if each.removal.key == key]
        sending = [Departure(removal, None) for removal in self._sending.values() if removal.key == key]
        return (*sending, *waiting)

    def is_pending(self, number: int) -> bool:
        """Whether a removal can still be undone."""
        return number in self._waiting

    def put(self, pending: Pending) -> None:
        """It can be undone until its deadline, which may be a new one."""
        self._waiting[pending.number] = pending
        self._changed()

    def take(self, numbers: Iterable[int]) -> tuple[Pending, ...]:
        """These can be undone no more; returns those of them that could, the latest last."""
        taken = tuple(self._waiting.pop(number) for number in tuple(numbers) if number in self._waiting)
        if taken:
            self._changed()
        return taken

    @contextmanager
    def sending(self, number: int, removal: Removal) -> Iterator[None]:
        """Inside, it is being sent."""
        self._sending[number] = removal
        self._changed()
        try:
            yield
        finally:
            del self._sending[number]
            self._changed()


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
