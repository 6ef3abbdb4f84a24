"""What pages of the service make of a window."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from typing import Self

from tui.models import ChatMessage
from tui.runs import END, Position, Run, position
from tui.timeline.claims import Claim, later_edit
from tui.timeline.edges import Edge, EdgeState, Gap, Side
from tui.timeline.unknown import Seats, Unknown, seated
from tui.timeline.window import NOBODY, Window, freed, held, last_id, later, without


@dataclass(frozen=True, slots=True)
class Covering(Window):
    """A window that takes in pages."""

    def covered(self, run: Run, *, spared: frozenset[str] = NOBODY) -> Self:
        """Take in what a page claims, as far as it is about this window.

        `spared`: keys of messages that came while the page was on its way; it may not have them yet.

        A page is the whole truth for the range from its first to its last place, and beyond these to the ends of the
        history that it reaches. Gaps within close, and what is here but not there has gone, except `spared` and `fresh`
        messages and those below the floor. The range meets the window where they have a place in common, the window's
        own being widened to what is known to be empty around it (`Edge.place`). Then all of the page is taken in, as it
        follows without a hole on what is here. There are these cases besides:

        - An empty window takes in any page that lacks nothing of what the archive has taken in meanwhile.
        - A page that is newer than a window whose newer edge is END is taken in with a gap before it: nothing is known
          of what is between, not even in the archive. Without the gap where it reaches the oldest end, below which the
          service keeps nothing.
        - Any other page is left to the archive, from where the window will come to it. Only what it says of the oldest
          end is taken over: the floor, and what has been deleted below.
        - What the archive took in beyond an edge while the page was on its way (`passed`, and spared ones that are not
          here) may belong in the midst of it. Only what is within the window is taken in then; the rest comes from the
          archive.
        - The far end of a page towards the older messages: one that was here keeps its own gap, a new one gets a gap
          with the page's cursor, or the edge does.
        - A page downwards is no judge of what is before its first message: that may have grown too old, as may the
          message that it was asked from.
        - A page of an earlier connection fills gaps. It is no judge of what has gone and claims no newest end, as what
          it lacks may have come since.
        """
        if not run.messages and run.asked_from is None:
            if run.generation != self.generation:
                return self  # there was nothing at all, but nobody knows any more until when
            run = replace(run, first=END, last=END)  # whichever end it was asked from
        if not self.messages:
            return self._bare(Edge(), attached=False) if self._may_lack(run, spared) else self._begun(run)
        claim = self._claim(run, spared)
        is_newer = run.first > self._last_place
        if is_newer and self.newer.state is not EdgeState.END:
            return self._beside(claim)._passed_by(Side.NEWER)
        if claim.high < self._first_place:
            return self._beside(claim)._passed_by(Side.OLDER)
        if self.older.state is not EdgeState.END and Side.OLDER in self.passed:
            claim = claim.not_before(self._first_place)
        if self.newer.state is not EdgeState.END and (self._may_lack(run, spared) or self._only_touches(run)):
            claim = claim.not_after(self._last_place)
        return self._merged(claim)

    def _claim(self, run: Run, spared: frozenset[str]) -> Claim:
        is_current = run.generation == self.generation
        return Claim.of(run, self._is_welcome, is_current=is_current, spared=spared | self.fresh)

    def _may_lack(self, run: Run, spared: frozenset[str]) -> bool:
        """Whether messages that the page has not are in the archive, beyond the window's newer edge."""
        if Side.NEWER in self.passed:
            return True
        if not spared:
            return False
        known = {message.key for message in (*self.messages, *run.messages)}
        return not spared <= known | self.removed

    def _only_touches(self, run: Run) -> bool:
        """Whether a page down from a message here has none that is here, so that the archive may have some between.

        Not where the service was known to have more beyond the last message: then the archive had nothing.
        """
        if run.asked_from is None or run.first != run.asked_from:
            return False
        return not run.messages or (position(run.messages[0]) > self._last_place and self.newer.cursor is None)

    def _begun(self, run: Run) -> Self:
        """An empty window filled by a page."""
        claim = self._claim(run, NOBODY)
        messages = claim.messages
        nothing_older = self.older.state is EdgeState.END and claim.reaches_oldest
        place = claim.first if claim.first < (position(messages[0]) if messages else END) else None
        older = Edge(EdgeState.END) if nothing_older else Edge(cursor=claim.cursor, place=place)
        floor = self._floor_after(claim, {message.key for message in messages})
        begun = replace(self, messages=messages, older=older, gaps={}, floor=floor)
        if claim.reaches_newest:
            return replace(begun, newer=Edge(EdgeState.END), attached=True)
        if not messages:
            return begun
        has_more = not run.reaches_newest
        return replace(begun, newer=Edge(cursor=last_id(messages) if has_more else None), attached=False)

    def _beside(self, claim: Claim) -> Self:
        """A page that does not meet the window."""
        gone = [message.key for message in self.messages if claim.deletes(message)]
        changed = self._less(gone, also_dropped=True)._floored(self._floor_after(claim, ()))
        has_older = any(position(message) < self._first_place for message in claim.messages)
        return replace(changed, older=Edge()) if has_older and changed.older.state is EdgeState.END else changed

    def _merged(self, claim: Claim) -> Self:
        """A page that is taken in."""
        before, inside, after = self._parted(claim)
        incoming = {message.key: message for message in claim.messages}
        kept, gone = [], []
        for message in inside:
            if message.key in incoming:
                incoming[message.key] = later_edit(message, incoming[message.key])
            elif claim.judges(message, self.floor):
                gone.append(message.key)
            else:
                kept.append(message)
        strays = incoming.keys() - {message.key for message in inside}
        before, after = without(before, strays), without(after, strays)  # one without a legible time may be anywhere
        messages = (*before, *sorted((*incoming.values(), *kept), key=position), *after)
        floor = self._floor_after(claim, strays)
        seats = seated(messages, self._unknown_after(claim, gone), floor)
        merged = replace(self, messages=messages, gaps=seats.gaps, floor=floor, dropped=self.dropped.union(gone))
        return merged._edged(self, claim, seats, gone)

    def _floor_after(self, claim: Claim, new: Collection[str]) -> Position | None:
        """Below the floor there can be nothing that is `new` here, or that has come since the page was asked for."""
        known = None if self.floor == END and claim.run.messages else self.floor
        floor = later(known, claim.floor)
        if floor is None or not claim.is_current:
            return floor
        if floor == END:
            floor = right_after(self.messages)
        below = [message for message in claim.messages if message.key in new and position(message) < floor]
        held = self.messages[: bisect_left(self.messages, floor, key=position)]
        for message in sorted((*held, *below), key=position, reverse=True):
            if message.key not in claim.spared and message.key not in new:
                break
            floor = position(message)
        return floor

    def _parted(self, claim: Claim) -> tuple[tuple[ChatMessage, ...], ...]:
        """The messages before a claim's range, inside it and after it."""
        start = bisect_left(self.messages, claim.judged_from, key=position)
        stop = max(start, bisect_right(self.messages, claim.high, key=position))
        return self.messages[:start], self.messages[start:stop], self.messages[stop:]

    def _unknown_after(self, claim: Claim, gone: Collection[str]) -> list[Unknown]:
        left = [part for each in self._unknown() for part in each.less(claim.low, claim.high, claim.cursor)]
        if claim.low > self._last_place:
            left.append(Unknown(self._last_place, claim.low, Gap(cursor=claim.cursor)))
        return [each.freed(gone) for each in left]

    def _edged(self, before: Self, claim: Claim, seats: Seats, gone: Collection[str]) -> Self:
        """The edges after a claim has been merged into what was `before`; the rest is already as it is to be."""
        attached = (claim.reaches_newest or before.attached) and not seats.is_open
        if not self.messages:
            ends = attached or (before.newer.state is EdgeState.END and not seats.is_open)
            return self._bare(before._older_after(claim, gone) if ends else Edge(), attached=attached)
        older = Edge(cursor=seats.first.cursor) if seats.first else before._older_after(claim, gone)
        newer = before._newer_after(claim, self.messages, seats.is_open)
        return replace(self, older=held(older, self.messages[0], Side.OLDER), newer=newer, attached=attached)

    def _older_after(self, claim: Claim, gone: Collection[str]) -> Edge:
        first = self._first_place
        if claim.first >= first and not claim.reaches_oldest:
            return freed(replace(self.older, place=first), gone)
        if claim.reaches_oldest and self.older.state is EdgeState.END:
            return Edge(EdgeState.END)
        cursor = claim.cursor if claim.first < first else self.older.cursor
        return freed(Edge(cursor=cursor, place=min(first, claim.first)), gone)

    def _newer_after(self, claim: Claim, messages: tuple[ChatMessage, ...], is_open: bool) -> Edge:
        last = self._last_place
        if claim.reaches_newest:
            return Edge(EdgeState.END)
        if claim.is_clipped:
            return Edge()
        if claim.is_late_end and claim.last >= last and self.newer.state is not EdgeState.END:
            return Edge()
        if claim.last > last and not (self.attached or claim.is_late_end):
            return held(Edge(cursor=last_id(messages), place=claim.last), messages[-1], Side.NEWER)
        kept = self.newer if self.newer.cursor is None else replace(self.newer, cursor=last_id(messages))
        return held(replace(kept, place=None if is_open else last), messages[-1], Side.NEWER)


def right_after(messages: Iterable[ChatMessage]) -> Position:
    """The first place after all messages; END when there are none.

    A floor up there tells nothing of what comes later, while END would be above it.
    """
    last = max(map(position, messages), default=END)
    return last if last == END else last._replace(mark=f"{last.mark}\0")
