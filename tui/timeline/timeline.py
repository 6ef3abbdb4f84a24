"""A window of one conversation's history that knows where messages may be missing."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from itertools import pairwise

from tui.events import MessageChanged
from tui.models import ChatMessage
from tui.runs import END, Position, Run, Stretch, position
from tui.timeline.claims import Claim, later_edit
from tui.timeline.edges import Edge, EdgeState, Gap, Request, Side
from tui.timeline.unknown import Seats, Unknown, seated

__all__ = ["Edge", "EdgeState", "Gap", "Request", "Side", "Timeline"]

_NOBODY: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Timeline:
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
    then never comes back.
    """

    messages: tuple[ChatMessage, ...] = ()
    older: Edge = field(default_factory=Edge)
    newer: Edge = field(default_factory=lambda: Edge(EdgeState.END))
    gaps: Mapping[str, Gap] = field(default_factory=dict)
    floor: Position | None = None
    fresh: frozenset[str] = _NOBODY
    removed: frozenset[str] = _NOBODY
    generation: int = 0
    attached: bool = False
    dropped: frozenset[str] = _NOBODY
    passed: frozenset[Side] = frozenset()
    cut_until: int | None = None

    # What is here

    def edge(self, side: Side) -> Edge:
        return self.older if side is Side.OLDER else self.newer

    def holds(self, key: str) -> bool:
        """Whether the message with this key is here."""
        return key in _keys(self.messages)

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

    def loading(self, where: Side | str) -> Timeline:
        """A page for this edge, or for the gap before the message with this key, has been asked for.

        This and the next two change nothing where there is nothing to load.
        """
        return self._marked(where, EdgeState.LOADING)

    def failed(self, where: Side | str, reason: str) -> Timeline:
        """That page did not come; `reason` says why, as a sentence."""
        return self._marked(where, EdgeState.FAILED, reason)

    def offline(self, where: Side | str) -> Timeline:
        """That page cannot be asked for without the network."""
        return self._marked(where, EdgeState.OFFLINE)

    def at_rest(self, where: Side | str | None = None) -> Timeline:
        """Nothing is being loaded there (None: anywhere) any more."""
        return self._restated(EdgeState.LOADING, where)

    def online(self) -> Timeline:
        """What waited for the network can be loaded."""
        return self._restated(EdgeState.OFFLINE)

    def _marked(self, where: Side | str, state: EdgeState, reason: str = "") -> Timeline:
        if isinstance(where, Side):
            edge = self.edge(where)
            if edge.state is EdgeState.END:
                return self
            return self._with_edge(where, replace(edge, state=state, reason=reason))
        if where not in self.gaps:
            return self
        return replace(self, gaps={**self.gaps, where: replace(self.gaps[where], state=state, reason=reason)})

    def _restated(self, state: EdgeState, only: Side | str | None = None) -> Timeline:
        changed = self
        places: tuple[Side | str, ...] = (*Side, *self.gaps) if only is None else (only,)
        for where in places:
            found = self.edge(where) if isinstance(where, Side) else self.gaps.get(where)
            if found is not None and found.state is state:
                changed = changed._marked(where, EdgeState.MORE)
        return changed

    def _with_edge(self, side: Side, edge: Edge) -> Timeline:
        return replace(self, older=edge) if side is Side.OLDER else replace(self, newer=edge)

    def settled(self) -> Timeline:
        """No page is on its way, and nothing is being read from the archive: whatever is asked for now is not late."""
        if not (self.fresh or self.dropped or self.passed):
            return self
        return replace(self, fresh=_NOBODY, dropped=_NOBODY, passed=frozenset())

    def detached(self, generation: int) -> Timeline:
        """A live connection begins: what was sent before it has not been told, and may be missing at the end."""
        return replace(self, generation=generation, attached=False, fresh=_NOBODY)

    def emptied(self) -> Timeline:
        """Nothing is loaded any more; what was removed still does not come back.

        Pages that are on their way may lack what had arrived: they must not be given to it any more.
        """
        return self._bare(Edge(), attached=False).settled()

    # Pages of the service

    def covered(self, run: Run, *, spared: frozenset[str] = _NOBODY) -> Timeline:
        """Take in what a page claims, as far as it is about this window.

        `spared`: keys of messages that came while the page was on its way; it may not have them yet.

        A page is the whole truth for the range from its first to its last place, and beyond these to the ends of the
        history that it reaches. Gaps within close, and what is here but not there has gone, except `spared` and `fresh`
        messages and those below the floor. The range meets the window where they have a place in common, the window's
        own being widened to what is known to be empty around it (`Edge.place`). Then all of the page is taken in, as it
        follows without a hole on what is here. There are these cases besides:

        - An empty window takes in any page, but for the last case.
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
            return replace(self._beside(claim), passed=self.passed | {Side.NEWER})
        if claim.high < self._first_place:
            return replace(self._beside(claim), passed=self.passed | {Side.OLDER})
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

    def _begun(self, run: Run) -> Timeline:
        """An empty window filled by a page."""
        claim = self._claim(run, _NOBODY)
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
        return replace(begun, newer=Edge(cursor=_last_id(messages) if has_more else None), attached=False)

    def _beside(self, claim: Claim) -> Timeline:
        """A page that does not meet the window."""
        gone = [message.key for message in self.messages if claim.deletes(message)]
        changed = self._less(gone, also_dropped=True)._floored(self._floor_after(claim, ()))
        has_older = any(position(message) < self._first_place for message in claim.messages)
        return replace(changed, older=Edge()) if has_older and changed.older.state is EdgeState.END else changed

    def _merged(self, claim: Claim) -> Timeline:
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
        before, after = _without(before, strays), _without(after, strays)  # one without a legible time may be anywhere
        messages = (*before, *sorted((*incoming.values(), *kept), key=position), *after)
        floor = self._floor_after(claim, strays)
        seats = seated(messages, self._unknown_after(claim, gone), floor)
        merged = replace(self, messages=messages, gaps=seats.gaps, floor=floor, dropped=self.dropped.union(gone))
        return merged._edged(self, claim, seats, gone)

    def _floor_after(self, claim: Claim, new: Collection[str]) -> Position | None:
        """Below the floor there can be nothing that is `new` here, or that has come since the page was asked for."""
        known = None if self.floor == END and claim.run.messages else self.floor
        floor = _later(known, claim.floor)
        if floor is None or not claim.is_current:
            return floor
        if floor == END:
            floor = _right_after(self.messages)
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

    def _edged(self, before: Timeline, claim: Claim, seats: Seats, gone: Collection[str]) -> Timeline:
        """The edges after a claim has been merged into what was `before`; the rest is already as it is to be."""
        attached = (claim.reaches_newest or before.attached) and not seats.is_open
        if not self.messages:
            ends = attached or (before.newer.state is EdgeState.END and not seats.is_open)
            return self._bare(before._older_after(claim, gone) if ends else Edge(), attached=attached)
        older = Edge(cursor=seats.first.cursor) if seats.first else before._older_after(claim, gone)
        newer = before._newer_after(claim, self.messages, seats.is_open)
        return replace(self, older=_held(older, self.messages[0], Side.OLDER), newer=newer, attached=attached)

    def _older_after(self, claim: Claim, gone: Collection[str]) -> Edge:
        first = self._first_place
        if claim.first >= first and not claim.reaches_oldest:
            return _freed(replace(self.older, place=first), gone)
        if claim.reaches_oldest and self.older.state is EdgeState.END:
            return Edge(EdgeState.END)
        cursor = claim.cursor if claim.first < first else self.older.cursor
        return _freed(Edge(cursor=cursor, place=min(first, claim.first)), gone)

    def _newer_after(self, claim: Claim, messages: tuple[ChatMessage, ...], is_open: bool) -> Edge:
        last = self._last_place
        if claim.reaches_newest:
            return Edge(EdgeState.END)
        if claim.is_clipped:
            return Edge()
        if claim.is_late_end and claim.last >= last and self.newer.state is not EdgeState.END:
            return Edge()
        if claim.last > last and not (self.attached or claim.is_late_end):
            return _held(Edge(cursor=_last_id(messages), place=claim.last), messages[-1], Side.NEWER)
        kept = self.newer if self.newer.cursor is None else replace(self.newer, cursor=_last_id(messages))
        return _held(replace(kept, place=None if is_open else last), messages[-1], Side.NEWER)

    # Messages of the archive

    def extended(self, side: Side, stretch: Stretch) -> Timeline:
        """Add archived messages beyond an edge, which were read from `outermost(side)` as it is now.

        Into an empty window with `side` OLDER from the archive's newest end, with NEWER from its oldest. Their gaps
        come along. Where the archive has nothing beyond, the edge then is END: the older one where the service keeps
        nothing older either, the newer one unless the service said that it has more.
        """
        known = frozenset(_keys(self.messages))
        taken = [each for each in stretch.messages if each.key not in known and self._is_welcome(each)]
        own = self._unknown()
        theirs = [_before(each, stretch.gaps[each.key]) for each in stretch.messages if each.key in stretch.gaps]
        if not self.messages:
            return self._filled(side, stretch, tuple(taken), theirs)
        if side is Side.OLDER:
            return self._lengthened(
                stretch, tuple(each for each in taken if position(each) < self._first), own + theirs
            )
        return self._continued(stretch, tuple(each for each in taken if position(each) > self._last), own + theirs)

    def _filled(
        self, side: Side, stretch: Stretch, messages: tuple[ChatMessage, ...], unknowns: list[Unknown]
    ) -> Timeline:
        floor = self._floor_with(stretch)
        seats = seated(messages, unknowns, floor)
        is_whole = side is Side.NEWER or stretch.is_last
        otherwise = Edge() if messages else self.older
        older = _older_edge(messages, floor, seats, is_last=is_whole, otherwise=otherwise)
        ends = side is Side.OLDER or stretch.is_last
        newer = Edge(EdgeState.END) if ends else Edge()
        return replace(
            self,
            messages=messages,
            older=older,
            newer=newer,
            gaps=seats.gaps,
            floor=floor,
            attached=self.attached and not messages,
        )

    def _lengthened(self, stretch: Stretch, taken: tuple[ChatMessage, ...], unknowns: list[Unknown]) -> Timeline:
        if not stretch.joins:
            # the edge's cursor may be beyond these, so that the gap could not be told to be whole from there
            unknowns.append(_before(self.messages[0], None if taken else self.older.cursor))
        floor = self._floor_with(stretch)
        messages = (*taken, *self.messages)
        seats = seated(messages, unknowns, floor)
        otherwise = Edge() if taken else self.older
        older = _older_edge(messages, floor, seats, is_last=stretch.is_last, otherwise=otherwise)
        return replace(self, messages=messages, older=older, gaps=seats.gaps, floor=floor)

    def _continued(self, stretch: Stretch, taken: tuple[ChatMessage, ...], unknowns: list[Unknown]) -> Timeline:
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
        floor = _later(self.floor, stretch.floor)
        return _right_after([*self.messages, *stretch.messages]) if floor == END else floor

    # What is told of single messages

    def arrived(self, message: ChatMessage) -> Timeline:
        """A message has been sent: right after the last one while attached, else with a gap before it.

        One that sorts between two messages has its place there. Left to the archive is one beyond an edge that is not
        END, and one that has been removed. Telling twice does no harm.
        """
        if message.key in self.removed or self._is_cut(message):
            return self
        side = self._side_beyond(position(message))
        if side is not None:
            return self if side in self.passed else replace(self, passed=self.passed | {side})
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

    def _begun_with(self, message: ChatMessage) -> Timeline:
        lowered = self._lowered(message, 0)
        if not self.attached:
            lowered = replace(lowered, older=Edge(), floor=None if self.floor == END else self.floor)
        older = _held(lowered.older, message, Side.OLDER)
        return replace(lowered, messages=(message,), older=older, newer=Edge(EdgeState.END))

    def _inserted(self, message: ChatMessage) -> Timeline:
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
            older=_held(self.older, message, Side.OLDER) if is_first else self.older,
            newer=_held(self.newer, message, Side.NEWER) if is_last else self.newer,
            gaps=gaps,
        )

    def _lowered(self, message: ChatMessage, at: int) -> Timeline:
        """The floor is no higher than a message that the service has just got, unless others here were below it."""
        place = position(message)
        if self.floor is None or place >= self.floor or bisect_left(self.messages, self.floor, key=position) != at:
            return self
        return replace(self, floor=place)

    def changed(self, event: MessageChanged) -> Timeline:
        """A message has new content."""
        for at, message in enumerate(self.messages):
            if message.id and message.id == event.message.id:
                return replace(
                    self, messages=(*self.messages[:at], event.applied_to(message), *self.messages[at + 1 :])
                )
        return self

    def without(self, keys: Collection[str]) -> Timeline:
        """These messages have been removed, whether they are here or not. A gap before one is the next one's then."""
        gone = frozenset(keys)
        if gone <= self.removed:
            return self._less(gone)
        return replace(self._less(gone), removed=self.removed | gone, fresh=self.fresh - gone)

    def cut(self, until: int) -> Timeline:
        """All messages sent up to `until` (ms since 1970, inclusive) have been removed, here and elsewhere."""
        if self.cut_until is not None and until <= self.cut_until:
            return self
        floor = Position(until + 1, 0)
        at = bisect_left(self.messages, floor, key=position)
        left = self.messages[at:]
        was_joined = at > 0 and (self.attached if not left else left[0].key not in self.gaps)
        short = self.without([message.key for message in self.messages[:at]])._floored(floor)
        if was_joined:
            short = replace(short, older=Edge(EdgeState.END))
        return replace(short, cut_until=until)

    def trimmed(self, cap: int, side: Side) -> Timeline:
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

    def _unknown(self) -> list[Unknown]:
        if not self.gaps:
            return []
        return [
            Unknown(position(before), position(message), gap)
            for before, message in pairwise(self.messages)
            if (gap := self.gaps.get(message.key)) is not None
        ]

    def _less(self, keys: Collection[str], *, also_dropped: bool = False) -> Timeline:
        """The same without some messages. What is unknown before one goes to the next, or leaves the end open."""
        gone = frozenset(keys)
        messages = _without(self.messages, gone)
        if len(messages) == len(self.messages):
            return self
        seats = seated(messages, (each.freed(gone) for each in self._unknown()), self.floor)
        dropped = self.dropped | gone if also_dropped else self.dropped
        less = replace(self, messages=messages, gaps=seats.gaps, dropped=dropped)
        older = (
            Edge(cursor=seats.first.cursor)
            if seats.first
            else _freed(replace(self.older, place=self._first_place), gone)
        )
        if not messages:
            is_end = self.newer.state is EdgeState.END
            return less._bare(
                older if is_end and not seats.is_open else Edge(), attached=self.attached and not seats.is_open
            )
        newer = replace(self.newer, place=None if seats.is_open else self._last_place)
        if newer.cursor is not None:
            newer = replace(newer, cursor=_last_id(messages))
        return replace(
            less,
            older=_held(older, messages[0], Side.OLDER),
            newer=_held(newer, messages[-1], Side.NEWER),
            attached=self.attached and not seats.is_open,
        )

    def _floored(self, floor: Position | None) -> Timeline:
        """The service keeps nothing before `floor` (None: nothing is said)."""
        later = _later(self.floor, floor)
        if later == self.floor:
            return self
        return replace(self, floor=later, gaps=seated(self.messages, self._unknown(), later).gaps)

    def _bare(self, older: Edge, *, attached: bool) -> Timeline:
        """The same without any message; the newer edge of an empty window is the newest end."""
        passed = frozenset(Side) if self.passed else self.passed  # nobody knows where the next window will be
        newer = Edge(EdgeState.END)
        return replace(self, messages=(), older=older, newer=newer, gaps={}, attached=attached, passed=passed)


def _before(message: ChatMessage, cursor: str | None) -> Unknown:
    """Something unknown right before a message."""
    return Unknown(position(message), position(message), Gap(cursor=cursor))


def _held(edge: Edge, outermost: ChatMessage, side: Side) -> Edge:
    """The edge with its place only while that is beyond the outermost message."""
    if edge.place is None:
        return edge
    place = position(outermost)
    is_beyond = edge.place < place if side is Side.OLDER else edge.place > place
    return edge if is_beyond else replace(edge, place=None)


def _freed(edge: Edge, gone: Collection[str]) -> Edge:
    """The edge without a cursor that names a message that has gone: the service may not know it any more."""
    return replace(edge, cursor=None) if edge.cursor in gone else edge


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


def _without(messages: tuple[ChatMessage, ...], keys: Collection[str]) -> tuple[ChatMessage, ...]:
    if frozenset(keys).isdisjoint(_keys(messages)):
        return messages
    return tuple(message for message in messages if message.key not in keys)


def _keys(messages: Iterable[ChatMessage]) -> list[str]:
    """The keys of all messages. Quick, as it is asked for at each arrival: a property for each would take twice."""
    return [message.id or message.key for message in messages]


def _last_id(messages: Iterable[ChatMessage]) -> str | None:
    return next((message.id for message in reversed(tuple(messages)) if message.id), None)


def _right_after(messages: Iterable[ChatMessage]) -> Position:
    """The first place after all messages; END when there are none.

    A floor up there tells nothing of what comes later, while END would be above it.
    """
    last = max(map(position, messages), default=END)
    return last if last == END else last._replace(mark=f"{last.mark}\0")


def _later(one: Position | None, other: Position | None) -> Position | None:
    """The later of two places, where None is none."""
    return max((place for place in (one, other) if place is not None), default=None)
