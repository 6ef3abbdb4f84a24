"""A contiguous stretch of one conversation's history, with an edge at either side."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field, replace
from enum import Enum

from tui.models import ChatMessage, HistoryPage


class Side(Enum):
    """A direction in time."""

    OLDER = "older"
    NEWER = "newer"

    @property
    def opposite(self) -> Side:
        return Side.NEWER if self is Side.OLDER else Side.OLDER


class EdgeState(Enum):
    """What is known about the messages beyond an edge."""

    MORE = "more"
    LOADING = "loading"
    FAILED = "failed"
    OFFLINE = "offline"
    """There may be more, but it takes the network."""
    END = "end"


@dataclass(frozen=True, slots=True)
class Edge:
    """One end of a timeline. `cursor` asks for the page beyond it; None asks from the end of the history."""

    state: EdgeState = EdgeState.MORE
    cursor: str | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Timeline:
    """Messages that follow one another on the server, oldest first, none twice.

    Nothing is missing between two neighbours. What is beyond the first and the last is `older`'s and `newer`'s to say.
    """

    messages: tuple[ChatMessage, ...] = ()
    older: Edge = field(default_factory=Edge)
    newer: Edge = field(default_factory=lambda: Edge(EdgeState.END))

    def edge(self, side: Side) -> Edge:
        return self.older if side is Side.OLDER else self.newer

    def with_edge(self, side: Side, edge: Edge) -> Timeline:
        return replace(self, older=edge) if side is Side.OLDER else replace(self, newer=edge)

    def loading(self, side: Side) -> Timeline:
        return self.with_edge(side, replace(self.edge(side), state=EdgeState.LOADING, reason=""))

    def failed(self, side: Side, reason: str) -> Timeline:
        return self.with_edge(side, replace(self.edge(side), state=EdgeState.FAILED, reason=reason))

    def extended(self, side: Side, page: HistoryPage) -> Timeline:
        """Add the page that `side`'s cursor asked for. Messages that are already here are passed over."""
        known = {message.key for message in self.messages}
        fresh = _distinct(_oldest_first(side, page), known)
        messages = (*fresh, *self.messages) if side is Side.OLDER else (*self.messages, *fresh)
        stuck = page.cursor is None or (page.cursor == self.edge(side).cursor and not fresh)
        ended = page.is_last or stuck
        edge = Edge(EdgeState.END) if ended else Edge(EdgeState.MORE, page.cursor)
        return replace(self, messages=messages).with_edge(side, edge)

    def at_rest(self) -> Timeline:
        """The same with nothing on its way: whoever was loading has been given up."""
        calm = self
        for side in Side:
            edge = self.edge(side)
            if edge.state is EdgeState.LOADING:
                calm = calm.with_edge(side, replace(edge, state=EdgeState.MORE))
        return calm

    def holds(self, key: str) -> bool:
        """Whether the message with this key is here."""
        return any(message.key == key for message in self.messages)

    def refreshed(self, page: HistoryPage, *, keep: bool = False) -> Timeline:
        """Correct a timeline that reaches to the newest message by a newly fetched newest page.

        The page is the whole truth for the range it covers: what is here but not there is gone. Where nothing
        overlaps something may be missing in between: only the page stays, or with `keep` only what was here, from where
        the newer messages can be loaded.
        """
        fetched = newest(page)
        if self.newer.state is not EdgeState.END or not self.messages:
            return fetched
        if fetched.older.state is EdgeState.END:
            return fetched
        oldest = fetched.messages[0].key if fetched.messages else None
        at = next((i for i, message in enumerate(self.messages) if message.key == oldest), None)
        if at is None:
            last = _outermost_id(self.messages, Side.NEWER)
            return replace(self, newer=Edge(EdgeState.MORE, last)) if keep and last else fetched
        return replace(self, messages=(*self.messages[:at], *fetched.messages), newer=fetched.newer)

    def without(self, keys: Collection[str]) -> Timeline:
        """Take messages out. A cursor that named one of them moves to the nearest message that is left."""
        gone = frozenset(keys)
        messages = tuple(message for message in self.messages if message.key not in gone)
        kept = replace(self, messages=messages)
        for side in Side:
            edge = self.edge(side)
            if edge.cursor in gone:
                kept = kept.with_edge(side, replace(edge, cursor=_outermost_id(messages, side)))
        return kept

    def arrived(self, message: ChatMessage) -> Timeline:
        """Add a message that has just been sent. It has its place only where nothing can be missing around it."""
        if self.newer.state is not EdgeState.END or any(known.key == message.key for known in reversed(self.messages)):
            return self
        at = len(self.messages)
        while at and _position(self.messages[at - 1]) > _position(message):
            at -= 1
        if at == 0 and self.messages and self.older.state is not EdgeState.END:
            return self
        return replace(self, messages=(*self.messages[:at], message, *self.messages[at:]))

    def trimmed(self, cap: int, side: Side) -> Timeline:
        """Let go of what is beyond `cap` messages at `side`; it can be loaded again from there."""
        excess = len(self.messages) - cap
        if excess <= 0:
            return self
        messages = self.messages[excess:] if side is Side.OLDER else self.messages[:-excess]
        cursor = _outermost_id(messages, side)
        if cursor is None:
            return self
        return replace(self, messages=messages).with_edge(side, Edge(EdgeState.MORE, cursor))


def newest(page: HistoryPage) -> Timeline:
    """The timeline of a page asked `up` without a cursor: it reaches to the newest message."""
    return Timeline().extended(Side.OLDER, page)


def oldest(page: HistoryPage) -> Timeline:
    """The timeline of a page asked `down` without a cursor: it starts at the oldest message the server keeps."""
    start = Timeline(older=Edge(EdgeState.END), newer=Edge())
    return start.extended(Side.NEWER, page)


def _position(message: ChatMessage) -> tuple[int, int]:
    """The server's order: by time, then by id."""
    return message.time, int(message.id or 0)


def _oldest_first(side: Side, page: HistoryPage) -> Iterable[ChatMessage]:
    return reversed(page.messages) if side is Side.OLDER else page.messages


def _distinct(messages: Iterable[ChatMessage], known: set[str]) -> tuple[ChatMessage, ...]:
    fresh = []
    for message in messages:
        if message.key not in known:
            known.add(message.key)
            fresh.append(message)
    return tuple(fresh)


def _outermost_id(messages: tuple[ChatMessage, ...], side: Side) -> str | None:
    """The id nearest to `side` (a message too broken to have one cannot be a cursor)."""
    ordered = messages if side is Side.OLDER else reversed(messages)
    return next((message.id for message in ordered if message.id), None)
