"""A window of one conversation's history: what is in it, what is known around it, and what is on its way for it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import Self

from tui.models import ChatMessage
from tui.runs import Position, Recall, position
from tui.timeline.edges import Edge, EdgeState, Gap, Request, Side
from tui.timeline.unknown import Unknown, seated

NOBODY: frozenset[str] = frozenset()
"""No keys."""


@dataclass(frozen=True, slots=True)
class Window:
    """Messages of a conversation, oldest first by `tui.runs.position`, none twice. Every operation returns a new one.

    Between two neighbours nothing is missing unless the later one's key is in `gaps`. Beyond the first and the last
    message there may be more in the archive or on the service, which is for `older` and `newer` to say:

    - `older` END: neither the service nor the archive has anything older.
    - `newer` END: the window ends at the newest message known anywhere. Only `attached` says that none is missing after
      it: the newest page was read during the present live connection, and what came since has been told.

    `floor`: the service keeps nothing before this place; older messages are only here. `removed`: keys that never come
    back. `generation`: the live connection that is counted as the present one.

    While pages are on their way (until `settled`), `fresh` are the keys of messages that have arrived, which a page may
    not have yet; `dropped` those that a page showed to be gone, which another may still have; `passed` the sides beyond
    which the archive has taken in something that the window did not. `cut_until` (ms since 1970): what was sent up to
    then never comes back. `recalls`: the messages that are known to have been recalled and were not cut, oldest first,
    within the window or not.
    """

    messages: tuple[ChatMessage, ...] = ()
    older: Edge = field(default_factory=Edge)
    newer: Edge = field(default_factory=lambda: Edge(EdgeState.END))
    gaps: Mapping[str, Gap] = field(default_factory=dict)
    floor: Position | None = None
    fresh: frozenset[str] = NOBODY
    removed: frozenset[str] = NOBODY
    generation: int = 0
    attached: bool = False
    dropped: frozenset[str] = NOBODY
    passed: frozenset[Side] = frozenset()
    cut_until: int | None = None
    recalls: tuple[Recall, ...] = ()

    # What is here

    def edge(self, side: Side) -> Edge:
        return self.older if side is Side.OLDER else self.newer

    def holds(self, key: str) -> bool:
        """Whether the message with this key is here."""
        return key in keys_of(self.messages)

    def outermost(self, side: Side) -> Position | None:
        """The place from where on the archive is to be read for `extended`; None: from that end of it."""
        return position(self.messages[0 if side is Side.OLDER else -1]) if self.messages else None

    # What to ask the service for

    def request(self, side: Side) -> Request:
        """The page beyond an edge; without messages, or without one that has an id, the page at the other end.

        That is the newest page for the older edge, and the oldest for the newer one.
        """
        if side is Side.NEWER:
            return self._request_down(len(self.messages) - 1)
        if self.older.cursor is not None:
            return Request(True, self.older.cursor, self._first_place if self.messages else self.older.place)
        return self._request_up(0)

    def gap_request(self, key: str, side: Side) -> Request | None:
        """A page of the gap before the message with this key; None when there is no such gap.

        `side` OLDER asks for its newer part, up from its newer end; NEWER for its older part.
        """
        gap = self.gaps.get(key)
        if gap is None:
            return None
        at = next(index for index, message in enumerate(self.messages) if message.key == key)
        if side is Side.NEWER:
            return self._request_down(at - 1)
        if gap.cursor is not None:
            return Request(True, gap.cursor, position(self.messages[at]))
        return self._request_up(at)

    def _request_up(self, at: int) -> Request:
        """Up from the first message with an id (another cannot be a cursor) at or after an index."""
        found = next((message for message in self.messages[at:] if message.id), None)
        return Request(True, found.id, position(found)) if found else Request(True)

    def _request_down(self, at: int) -> Request:
        found = next((message for message in reversed(self.messages[: at + 1]) if message.id), None)
        return Request(False, found.id, position(found)) if found else Request(False)

    # What is on its way

    def loading(self, where: Side | str) -> Self:
        """A page for this edge, or for the gap before the message with this key, has been asked for.

        This and the next two change nothing where there is nothing to load.
        """
        return self._marked(where, EdgeState.LOADING)

    def failed(self, where: Side | str, reason: str) -> Self:
        """That page did not come; `reason` says why, as a sentence."""
        return self._marked(where, EdgeState.FAILED, reason)

    def offline(self, where: Side | str) -> Self:
        """That page cannot be asked for without the network."""
        return self._marked(where, EdgeState.OFFLINE)

    def at_rest(self, where: Side | str | None = None) -> Self:
        """Nothing is being loaded there (None: anywhere) any more."""
        return self._restated(EdgeState.LOADING, where)

    def online(self) -> Self:
        """What waited for the network can be loaded."""
        return self._restated(EdgeState.OFFLINE)

    def _marked(self, where: Side | str, state: EdgeState, reason: str = "") -> Self:
        if isinstance(where, Side):
            edge = self.edge(where)
            if edge.state is EdgeState.END:
                return self
            return self._with_edge(where, replace(edge, state=state, reason=reason))
        if where not in self.gaps:
            return self
        return replace(self, gaps={**self.gaps, where: replace(self.gaps[where], state=state, reason=reason)})

    def _restated(self, state: EdgeState, only: Side | str | None = None) -> Self:
        changed = self
        places: tuple[Side | str, ...] = (*Side, *self.gaps) if only is None else (only,)
        for where in places:
            found = self.edge(where) if isinstance(where, Side) else self.gaps.get(where)
            if found is not None and found.state is state:
                changed = changed._marked(where, EdgeState.MORE)
        return changed

    def _with_edge(self, side: Side, edge: Edge) -> Self:
        return replace(self, older=edge) if side is Side.OLDER else replace(self, newer=edge)

    def settled(self) -> Self:
        """No page is on its way, and nothing is being read from the archive: whatever is asked for now is not late."""
        if not (self.fresh or self.dropped or self.passed):
            return self
        return replace(self, fresh=NOBODY, dropped=NOBODY, passed=frozenset())

    # Inside

    @property
    def _first(self) -> Position:
        return position(self.messages[0])

    @property
    def _last(self) -> Position:
        return position(self.messages[-1])

    @property
    def _first_place(self) -> Position:
        """From where on nothing is missing before the first message."""
        return self.older.place or self._first

    @property
    def _last_place(self) -> Position:
        """Up to where nothing is missing after the last message."""
        return self.newer.place or self._last

    def _is_cut(self, message: ChatMessage) -> bool:
        return self.cut_until is not None and message.time <= self.cut_until

    def _is_welcome(self, message: ChatMessage) -> bool:
        """Whether a message may come in by a page or from the archive."""
        return message.key not in self.removed and message.key not in self.dropped and not self._is_cut(message)

    def _knowing(self, recalls: Iterable[Recall]) -> Self:
        """Recalls have become known: of what was cut nothing is told any more."""
        known = {each.place: each for each in self.recalls}
        new = {each.place: each for each in recalls if self.cut_until is None or each.place.time > self.cut_until}
        if new.keys() <= known.keys():
            return self
        return replace(self, recalls=tuple(sorted((new | known).values(), key=lambda each: each.place)))

    def _passed_by(self, side: Side) -> Self:
        """The archive takes in something beyond an edge: nobody can say any more that only the service has more."""
        if side in self.passed and (side is Side.OLDER or self.newer.cursor is None):
            return self
        newer = replace(self.newer, cursor=None) if side is Side.NEWER else self.newer
        return replace(self, newer=newer, passed=self.passed | {side})

    def _unknown(self) -> list[Unknown]:
        if not self.gaps:
            return []
        return [
            Unknown(position(before), position(message), gap)
            for before, message in pairwise(self.messages)
            if (gap := self.gaps.get(message.key)) is not None
        ]

    def _less(self, keys: Collection[str], *, also_dropped: bool = False) -> Self:
        """The same without some messages. What is unknown before one goes to the next, or leaves the end open."""
        gone = frozenset(keys)
        messages = without(self.messages, gone)
        if len(messages) == len(self.messages):
            return self
        seats = seated(messages, (each.freed(gone) for each in self._unknown()), self.floor)
        dropped = self.dropped | gone if also_dropped else self.dropped
        less = replace(self, messages=messages, gaps=seats.gaps, dropped=dropped)
        attached = self.attached and not seats.is_open
        older = freed(replace(self.older, place=self._first_place), gone)
        if seats.first is not None:
            older = Edge(cursor=seats.first.cursor)
        if not messages:
            is_end = self.newer.state is EdgeState.END and not seats.is_open
            return less._bare(older if is_end else Edge(), attached=attached)
        newer = replace(self.newer, place=None if seats.is_open else self._last_place)
        if newer.cursor is not None:
            newer = replace(newer, cursor=last_id(messages))
        older, newer = held(older, messages[0], Side.OLDER), held(newer, messages[-1], Side.NEWER)
        return replace(less, older=older, newer=newer, attached=attached)

    def _floored(self, floor: Position | None) -> Self:
        """The service keeps nothing before `floor` (None: nothing is said)."""
        raised = later(self.floor, floor)
        if raised == self.floor:
            return self
        return replace(self, floor=raised, gaps=seated(self.messages, self._unknown(), raised).gaps)

    def _bare(self, older: Edge, *, attached: bool) -> Self:
        """The same without any message; the newer edge of an empty window is the newest end."""
        passed = frozenset(Side) if self.passed else self.passed  # nobody knows where the next window will be
        newer = Edge(EdgeState.END)
        return replace(self, messages=(), older=older, newer=newer, gaps={}, attached=attached, passed=passed)


def held(edge: Edge, outermost: ChatMessage, side: Side) -> Edge:
    """The edge with its place only while that is beyond the outermost message."""
    if edge.place is None:
        return edge
    place = position(outermost)
    is_beyond = edge.place < place if side is Side.OLDER else edge.place > place
    return edge if is_beyond else replace(edge, place=None)


def freed(edge: Edge, gone: Collection[str]) -> Edge:
    """The edge without a cursor that names a message that has gone: the service may not know it any more."""
    return replace(edge, cursor=None) if edge.cursor in gone else edge


def without(messages: tuple[ChatMessage, ...], keys: Collection[str]) -> tuple[ChatMessage, ...]:
    """The messages that have none of these keys."""
    if frozenset(keys).isdisjoint(keys_of(messages)):
        return messages
    return tuple(message for message in messages if message.key not in keys)


def keys_of(messages: Iterable[ChatMessage]) -> list[str]:
    """The keys of all messages. Quick, as it is asked for at each arrival: a property for each would take twice."""
    return [message.id or message.key for message in messages]


def last_id(messages: Sequence[ChatMessage]) -> str | None:
    """The id of the last message that has one."""
    return next((message.id for message in reversed(messages) if message.id), None)


def later(one: Position | None, other: Position | None) -> Position | None:
    """The later of two places, where None is none."""
    return max((place for place in (one, other) if place is not None), default=None)
