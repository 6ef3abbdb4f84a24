"""Messages and pages for tests of the archive."""

from __future__ import annotations

from collections.abc import Sequence

from tests.protocol.samples import VIEWPOINT, body, meta
from tui.events import HistoryRead
from tui.models import ChatMessage, ConversationKey, ConversationType, HistoryPage
from tui.protocol.messages import read_message
from tui.runs import Position, position, run_of

BOB = ConversationKey("bob", ConversationType.SINGLE)
START_TIME = 1_718_000_000_000
MINUTE = 60_000


def at(number: float) -> int:
    """The time of message `number`, one a minute, in ms since 1970."""
    return START_TIME + int(number * MINUTE)


def message(number: int, text: str | None = None, *, time: int | None = None, sender: str = "bob") -> ChatMessage:
    """The message with the id `number` as it came over the wire, one a minute unless said otherwise."""
    raw = meta(number, body(text or f"message {number}", sender), time=at(number) if time is None else time)
    read = read_message(raw, VIEWPOINT)
    assert read is not None
    return read


def messages(*numbers: int) -> tuple[ChatMessage, ...]:
    return tuple(map(message, numbers))


def place(number: int) -> Position:
    """The place of message `number`."""
    return position(message(number))


def page_up(
    found: Sequence[ChatMessage], before: int | None = None, *, last: bool = False, **told: object
) -> HistoryRead:
    """A page asked for upwards from message `before` (None: from the newest end), `found` oldest first.

    `told` are further members of the fact.
    """
    cursor = None if last or not found else found[0].id
    page = HistoryPage(tuple(reversed(found)), cursor, last)
    return _read(page, before, up=True, **told)


def page_down(
    found: Sequence[ChatMessage], after: int | None = None, *, last: bool = False, **told: object
) -> HistoryRead:
    """A page asked for downwards from message `after` (None: from the oldest end), `found` oldest first."""
    cursor = None if last or not found else found[-1].id
    return _read(HistoryPage(tuple(found), cursor, last), after, up=False, **told)


def _read(page: HistoryPage, from_: int | None, *, up: bool, **told: object) -> HistoryRead:
    asked_from = None if from_ is None else place(from_)
    generation = told.pop("generation", 0)
    assert isinstance(generation, int)
    run = run_of(page, up=up, asked_from=asked_from, generation=generation)
    assert run is not None
    return HistoryRead(told.pop("key", BOB), run, **told)  # type: ignore[arg-type]
