"""A window of one conversation's history, and how archived messages, arrivals and removals change it."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection
from dataclasses import dataclass, replace
from typing import Self

from tui.events import MessageChanged
from tui.models import ChatMessage
from tui.runs import END, Position, Recall, Stretch, position
from tui.timeline.covering import Covering, right_after
from tui.timeline.edges import Edge, EdgeState, Gap, Request, Side
from tui.timeline.unknown import Seats, Unknown, seated
from tui.timeline.window import NOBODY, held, keys_of, later

__all__ = ["Edge", "EdgeState", "Gap", "Request", "Side", "Timeline"]


@dataclass(frozen=True, slots=True)
class Timeline(Covering):
    """A window of a conversation's history that knows where messages may be missing: see `Window` for what it holds.

    Every operation is total and returns a new timeline, or the same where there is nothing to change. What it makes of
    pages is in `Covering`.
    """

    # Messages of the archive

    def extended(self, side: Side, stretch: Stretch) -> Self:
        """Add archived messages beyond an edge, which were read from `outermost(side)` as it is now.

        Into an empty window with `side` OLDER from the archive's newest end, with NEWER from its oldest. Their gaps
        come along. Where the archive has nothing beyond, the edge then is END: the older one where the service keeps
        nothing older either, the newer one unless the service said that it has more.
        """
        return self._knowing(stretch.recalls)._with_stretch(side, stretch)

    def _with_stretch(self, side: Side, stretch: Stretch) -> Self:
        known = frozenset(keys_of(self.messages))
        taken = [each for each in stretch.messages if each.key not in known and self._is_welcome(each)]
        own = self._unknown()
        theirs = [_before(each, stretch.gaps[each.key]) for each in stretch.messages if each.key in stretch.gaps]
        if not self.messages:
            return self._filled(side, stretch, tuple(taken), theirs)
        if side is Side.OLDER:
            beyond = tuple(each for each in taken if position(each) < self._first)
            return self._lengthened(stretch, beyond, own + theirs)
        beyond = tuple(each for each in taken if position(each) > self._last)
        return self._continued(stretch, beyond, own + theirs)

    def opened(self, stretch: Stretch) -> Self:
        """Begin anew with archived messages from the midst of a history, with what is known of what is before them."""
        anew = self.emptied()
        return replace(anew.extended(Side.OLDER, stretch), newer=Edge()) if stretch.messages else anew

    def reaches(self, place: Position) -> bool:
        """Whether nothing can be missing between a place and the first message at or after it, which is here.

        Beyond the newest message only while attached: the newest message is that one's heir then.
        """
        at = bisect_left(self.messages, place, key=position)
        if at == len(self.messages):
            return self.attached and at > 0
        message = self.messages[at]
        if position(message) == place:
            return True
        return message.key not in self.gaps if at else self.older.state is EdgeState.END

    def nearest(self, place: Position) -> ChatMessage | None:
        """The first message at or after a place, else the last before it; None without messages."""
        at = bisect_left(self.messages, place, key=position)
        return self.messages[min(at, len(self.messages) - 1)] if self.messages else None

    def _filled(self, side: Side, stretch: Stretch, messages: tuple[ChatMessage, ...], unknowns: list[Unknown]) -> Self:
        floor = self._floor_with(stretch)
        seats = seated(messages, unknowns, floor)
        is_whole = side is Side.NEWER or stretch.is_last
        otherwise = Edge() if messages else self.older
        older = _older_edge(messages, floor, seats, is_last=is_whole, otherwise=otherwise)
        newer = Edge(EdgeState.END) if side is Side.OLDER or stretch.is_last else Edge()
        attached = self.attached and not messages
        filled = replace(self, messages=messages, gaps=seats.gaps, floor=floor)
        return replace(filled, older=older, newer=newer, attached=attached)

    def _lengthened(self, stretch: Stretch, taken: tuple[ChatMessage, ...], unknowns: list[Unknown]) -> Self:
        if not stretch.joins:
            # the edge's cursor may be beyond these, so that the gap could not be told to be whole from there
            unknowns.append(_before(self.messages[0], None if taken else self.older.cursor))
        floor = self._floor_with(stretch)
        messages = (*taken, *self.messages)
        seats = seated(messages, unknowns, floor)
        otherwise = Edge() if taken else self.older
        older = _older_edge(messages, floor, seats, is_last=stretch.is_last, otherwise=otherwise)
        return replace(self, messages=messages, older=older, gaps=seats.gaps, floor=floor)

    def _continued(self, stretch: Stretch, taken: tuple[ChatMessage, ...], unknowns: list[Unknown]) -> Self:
        if taken and not stretch.joins:
            unknowns.append(_before(stretch.messages[0], stretch.gaps.get(stretch.messages[0].key)))
        floor = self._floor_with(stretch)
        messages = (*self.messages, *taken)
        seats = seated(messages, unknowns, floor)
        attached = self.attached and not taken
        newer = Edge(cursor=None if taken else self.newer.cursor)
        if attached or (stretch.is_last and newer.cursor is None):
            newer = Edge(EdgeState.END)
        return replace(self, messages=messages, newer=newer, gaps=seats.gaps, floor=floor, attached=attached)

    def _floor_with(self, stretch: Stretch) -> Position | None:
        floor = later(self.floor, stretch.floor)
        return right_after([*self.messages, *stretch.messages]) if floor == END else floor

    # What is told of single messages

    def arrived(self, message: ChatMessage) -> Self:
        """A message has been sent: right after the last one while attached, else with a gap before it.

        One that sorts between two messages has its place there. Left to the archive is one beyond an edge that is not
        END, and one that has been removed. Telling twice does no harm.
        """
        if message.key in self.removed or self._is_cut(message):
            return self
        side = self._side_beyond(position(message))
        if side is not None:
            return self._passed_by(side)
        told = self if message.key in self.fresh else replace(self, fresh=self.fresh | {message.key})
        if self.holds(message.key):
            return told
        if message.key in self.dropped:
            told = replace(told, dropped=self.dropped - {message.key})
        return told._inserted(message) if self.messages else told._begun_with(message)

    def _side_beyond(self, place: Position) -> Side | None:
        """The side at which a place is beyond an edge that is not the end; None for any other place."""
        if not self.messages:
            is_beyond = self.older.place is not None and place < self.older.place
            return Side.OLDER if is_beyond and self.older.state is not EdgeState.END else None
        if self.newer.state is not EdgeState.END and place > self._last_place:
            return Side.NEWER
        if self.older.state is not EdgeState.END and place < self._first_place:
            return Side.OLDER
        return None

    def _begun_with(self, message: ChatMessage) -> Self:
        lowered = self._lowered(message, 0)
        if not self.attached:
            lowered = replace(lowered, older=Edge(), floor=None if self.floor == END else self.floor)
        older = held(lowered.older, message, Side.OLDER)
        return replace(lowered, messages=(message,), older=older, newer=Edge(EdgeState.END))

    def _inserted(self, message: ChatMessage) -> Self:
        place = position(message)
        at = bisect_left(self.messages, place, key=position)
        is_first, is_last = at == 0, at == len(self.messages)
        lowered = self._lowered(message, at)
        gaps = self.gaps
        if is_last:
            is_gap = not self.attached and place > self._last_place
        elif is_gap := self.messages[at].key in gaps:
            # from its cursor, which may be beyond this message, the gap's newer part could not be told to be whole
            gaps = {**gaps, self.messages[at].key: replace(gaps[self.messages[at].key], cursor=None)}
        if is_gap and (lowered.floor is None or place > lowered.floor):
            gaps = {**gaps, message.key: Gap()}
        return replace(
            lowered,
            messages=(*self.messages[:at], message, *self.messages[at:]),
            older=held(self.older, message, Side.OLDER) if is_first else self.older,
            newer=held(self.newer, message, Side.NEWER) if is_last else self.newer,
            gaps=gaps,
        )

    def _lowered(self, message: ChatMessage, at: int) -> Self:
        """The floor is no higher than a message that the service has just got, unless others here were below it."""
        place = position(message)
        if self.floor is None or place >= self.floor or bisect_left(self.messages, self.floor, key=position) != at:
            return self
        return replace(self, floor=place)

    def changed(self, event: MessageChanged) -> Self:
        """A message has new content."""
        for at, message in enumerate(self.messages):
            if message.id and message.id == event.message.id:
                messages = (*self.messages[:at], event.applied_to(message), *self.messages[at + 1 :])
                return replace(self, messages=messages)
        return self

    def without(self, keys: Collection[str]) -> Self:
        """These messages have been removed, whether they are here or not. A gap before one is the next one's then."""
        gone = frozenset(keys)
        if gone <= self.removed:
            return self._less(gone)
        return replace(self._less(gone), removed=self.removed | gone, fresh=self.fresh - gone)

    def recalled(self, keys: Collection[str], who: str) -> Self:
        """These messages have been removed by `who`, and of those that are here it is known from now on where."""
        gone = frozenset(keys)
        recalls = [Recall(position(message), who) for message in self.messages if message.key in gone]
        return self.without(gone)._knowing(recalls)

    def cut(self, until: int, now: int) -> Self:
        """All messages sent up to `until` have been removed, here and elsewhere (ms since 1970, inclusive).

        Where that is later than `now`, what is yet to come is not meant: of messages dated ahead only those that are
        here.
        """
        if self.cut_until is not None and until <= self.cut_until:
            return self
        bound = min(until, now)
        floor = Position(bound + 1, 0)
        at = bisect_left(self.messages, Position(until + 1, 0), key=position)
        left = self.messages[at:]
        was_joined = at > 0 and (self.attached if not left else left[0].key not in self.gaps)
        short = self.without([message.key for message in self.messages[:at]])._floored(floor)
        if was_joined:
            short = replace(short, older=Edge(EdgeState.END))
        recalls = tuple(each for each in self.recalls if each.place.time > until)
        cut_until = bound if self.cut_until is None else max(self.cut_until, bound)
        return replace(short, cut_until=cut_until, recalls=recalls)

    def trimmed(self, cap: int, side: Side) -> Self:
        """Let go of what is beyond `cap` messages (at least one) at `side`; it is in the archive."""
        excess = len(self.messages) - max(cap, 1)
        if excess <= 0:
            return self
        if side is Side.OLDER:
            gone, messages = self.messages[:excess], self.messages[excess:]
            gap = self.gaps.get(messages[0].key)
            trimmed = replace(self, messages=messages, older=Edge(cursor=gap.cursor if gap else None))
        else:
            gone, messages = self.messages[-excess:], self.messages[:-excess]
            trimmed = replace(self, messages=messages, newer=Edge(), attached=False)
        keys = {message.key for message in gone}
        if self.gaps:
            inner = {message.key for message in messages[1:]}
            trimmed = replace(trimmed, gaps={key: gap for key, gap in self.gaps.items() if key in inner})
        return replace(trimmed, fresh=self.fresh - keys, passed=self.passed | {side})

    # Beginning anew

    def detached(self, generation: int) -> Self:
        """A live connection begins: what was sent before it has not been told, and may be missing at the end."""
        return replace(self, generation=generation, attached=False, fresh=NOBODY)

    def emptied(self) -> Self:
        """Nothing is loaded any more; what was removed still does not come back.

        Pages that are on their way may lack what had arrived: they must not be given to it any more.
        """
        return self._bare(Edge(), attached=False).settled()


def _before(message: ChatMessage, cursor: str | None) -> Unknown:
    """Something unknown right before a message."""
    return Unknown(position(message), position(message), Gap(cursor=cursor))


def _older_edge(
    messages: tuple[ChatMessage, ...], floor: Position | None, seats: Seats, *, is_last: bool, otherwise: Edge
) -> Edge:
    """The older edge of archived messages; `is_last`: the archive has nothing older."""
    first = otherwise.place or (position(messages[0]) if messages else END)
    if is_last and floor is not None and first <= floor:
        return Edge(EdgeState.END)
    if seats.first is not None:
        return Edge(cursor=seats.first.cursor)
    return otherwise if otherwise.state is EdgeState.END else replace(otherwise, state=EdgeState.MORE, reason="")
