"""Which messages of a conversation are marked: a set that one adds to and takes from, and a range that follows."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import NamedTuple

from tui.app.widgets.history.contents import Contents
from tui.models import ChatMessage
from tui.runs import Position, position

_NOWHERE = Position(0, 0), Position(0, 0)


class MarkedCount(NamedTuple):
    """How many messages are marked, and how many of them are not on the screen.

    `in_range`: a range of them follows the cursor; `is_partial`: there may be messages in it that are not loaded.
    """

    marked: int = 0
    off_screen: int = 0
    in_range: bool = False
    is_partial: bool = False


class Marks:
    """Marked messages stay marked while they are not loaded. A range reaches from where it was begun to the cursor."""

    def __init__(self) -> None:
        self._kept: dict[str, ChatMessage] = {}
        self._begin: ChatMessage | None = None
        self._reached: dict[str, ChatMessage] = {}
        self._whole = _NOWHERE  # from where to where nothing can be missing in the range
        self._is_partial = False

    def __contains__(self, key: object) -> bool:
        return key in self._kept or key in self._reached

    def __len__(self) -> int:
        return len(self._kept) + sum(key not in self._kept for key in self._reached)

    @property
    def messages(self) -> tuple[ChatMessage, ...]:
        """What is marked, oldest first."""
        return tuple(sorted({**self._kept, **self._reached}.values(), key=position))

    @property
    def has_range(self) -> bool:
        """Whether there is a range that follows the cursor."""
        return self._begin is not None

    @property
    def is_partial(self) -> bool:
        """Whether the range goes over messages that were not loaded, and so are not marked."""
        return self._is_partial

    def toggle(self, message: ChatMessage) -> None:
        """Mark this message, or mark it no more."""
        if self._kept.pop(message.key, None) is None:
            self._kept[message.key] = message

    def add(self, messages: Iterable[ChatMessage]) -> None:
        """Mark these messages as well."""
        self._kept |= {message.key: message for message in messages}

    def take(self, keys: Iterable[str]) -> None:
        """Mark these messages no more; a range that is being marked ends, and what else is in it stays marked."""
        self.keep_range()
        for key in keys:
            self._kept.pop(key, None)

    def forget(self, keys: Collection[str]) -> None:
        """These messages have gone. A range goes on without them."""
        self._kept = {key: each for key, each in self._kept.items() if key not in keys}
        self._reached = {key: each for key, each in self._reached.items() if key not in keys}

    def begin_range(self, message: ChatMessage) -> None:
        """Begin a range at this message."""
        self._begin, self._reached = message, {message.key: message}
        self._whole, self._is_partial = (position(message), position(message)), False

    def reach(self, cursor: ChatMessage, contents: Contents) -> None:
        """Let the range go on to `cursor`. What is loaded in between belongs to it, and what was and is no more."""
        if self._begin is None:
            return
        low, high = sorted((position(self._begin), position(cursor)))
        kept = {key: each for key, each in self._reached.items() if low <= position(each) <= high}
        self._reached = {**kept, **{each.key: each for each in contents.messages_from(low, high)}}
        first, last = _joined(self._whole, contents.stretch(contents.position(cursor.key)))
        self._whole = max(low, first), min(high, last)
        self._is_partial = self._whole != (low, high)

    def keep_range(self) -> None:
        """What is in the range stays marked."""
        self._kept = {**self._kept, **self._reached}
        self.drop_range()

    def drop_range(self) -> None:
        """What was only in the range is marked no more."""
        self._begin, self._reached, self._is_partial = None, {}, False

    def drop(self) -> bool:
        """Take back the range or, where there is none, all marks; returns whether there was anything to take back."""
        had_any = bool(self)
        if self._begin is None:
            self._kept = {}
        self.drop_range()
        return had_any

    def follow(self, contents: Contents) -> None:
        """Take over how the messages are now. What is not among those around it any more has been removed."""
        self._kept = _left(self._kept, contents)
        if self._begin is not None:
            self._reached = _left(self._reached, contents)


def _joined(one: tuple[Position, Position], other: tuple[Position, Position]) -> tuple[Position, Position]:
    """Both stretches together where they meet, else the `one`."""
    if other[0] > one[1] or one[0] > other[1]:
        return one
    return min(one[0], other[0]), max(one[1], other[1])


def _left(marked: dict[str, ChatMessage], contents: Contents) -> dict[str, ChatMessage]:
    return {each.key: each for each in _present(marked.values(), contents)} if marked and contents else marked


def _present(marked: Iterable[ChatMessage], contents: Contents) -> Iterable[ChatMessage]:
    first, last = contents.reach
    for message in marked:
        if message.key in contents:
            yield contents.message(contents.position(message.key)).message
        elif not first <= position(message) <= last:
            yield message
