"""What is known of one conversation's history in memory, and how facts change it."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from tui.events import HistoryRead, MessageArrived, MessageChanged
from tui.runs import END, Position, Run, Stretch, position
from tui.store.departures import Departure, split
from tui.store.snapshots import Phase
from tui.timeline.recalls import with_recalls
from tui.timeline.rows import EdgeRow, Row, derive_rows
from tui.timeline.timeline import EdgeState, Request, Side, Timeline
from tui.timeline.visit_line import with_visit_line

LOADED_CAP = 1_000
"""Messages of one conversation kept in memory; beyond it the far side is let go and can be loaded again."""

_SLACK = LOADED_CAP // 4
"""So many more may have come live before some are let go: doing that at each message takes its time."""

VERIFIED_CAP = 5 * LOADED_CAP
"""Messages that are known to have been verified; beyond it one begins anew, which costs no more than requests."""

Errand = Side | str
"""What a request is for: the page beyond an edge, or the gap before the message with this key."""


@dataclass(slots=True)
class History:
    """One conversation's window and what is on its way for it. `episode` counts how often the window was begun anew."""

    timeline: Timeline = field(default_factory=Timeline)
    phase: Phase = Phase.WAITING
    reason: str = ""
    lacks_newest: bool = False
    """The newest page was asked for last in vain, for want of a network."""
    jump: Side | None = None
    """The end to which the window is still to go."""
    episode: int = 0
    is_restored: bool = False
    """Whether the archive has been looked at."""
    errands: set[Errand] = field(default_factory=set)
    verified: set[str] = field(default_factory=set)
    """The keys of messages that a page of the present connection has shown."""
    to_verify: Request | None = None
    """The page that shows what has become of the archived messages that came into sight last."""
    looked_from: Position | None = None
    """From where on what was loaded before the present connection has been verified again."""
    is_followed: bool = True
    """Whether the reader is at the newest message; where not, those around the reader are kept."""
    new_after: Position | None = None
    """The newest message when the conversation was opened."""
    seen: Position | None = None
    """The newest message that had been seen when the conversation was last left; None: it never was read."""
    came: dict[str, int] = field(default_factory=dict)
    """The keys of messages that came while a page was on its way, and how many pages had been asked for by then."""
    edits: list[tuple[int, MessageChanged]] = field(default_factory=list)
    """What was told of messages while a page was on its way, and how many pages had been asked for by then."""
    fetched: int | None = None
    """How many messages have come on the way to a place; None while none is gone to."""
    asked: int = 0
    """How many pages have been asked for."""
    _on_their_way: int = 0
    _rows: tuple[Row, ...] = ()
    _are_rows_current: bool = False
    _rows_for: tuple[EdgeState, tuple[Departure, ...]] = (EdgeState.END, ())

    def rows(
        self, own_id: str, end: EdgeState = EdgeState.END, departures: tuple[Departure, ...] = ()
    ) -> tuple[Row, ...]:
        """What is to be seen; the same object until something changes.

        `end`: what is to be said of what may have come after the newest message known anywhere; END: nothing.
        `departures`: what is about to be removed.
        """
        if not self._are_rows_current or self._rows_for != (end, departures):
            leaving, hidden = split(departures, self.timeline.messages)
            rows = derive_rows(
                self.timeline,
                leaving=leaving,
                new_after=self.new_after,
                own_id=own_id,
                earlier=self._rows,
                hidden=hidden,
            )
            rows = with_recalls(with_visit_line(rows, self.seen, own_id), self.timeline.recalls)
            if end is not EdgeState.END and self.timeline.messages and self.timeline.newer.state is EdgeState.END:
                rows = (*rows, EdgeRow(f"edge-{Side.NEWER.value}", Side.NEWER, end))
            self._rows, self._rows_for, self._are_rows_current = rows, (end, departures), True
        return self._rows

    def changed(self) -> None:
        self._are_rows_current = False

    @property
    def is_busy(self) -> bool:
        """Whether something is on its way that may not have yet what arrives now."""
        return self._on_their_way > 0

    @property
    def is_in_its_middle(self) -> bool:
        """Whether there are messages in the window, but not the newest ones."""
        return bool(self.timeline.messages) and self.timeline.newer.state is not EdgeState.END

    @contextmanager
    def waiting(self) -> Iterator[int]:
        """Note that something is on its way; gives the episode that it belongs to."""
        self._on_their_way += 1
        try:
            yield self.episode
        finally:
            self._on_their_way -= 1
            if not self.is_busy:  # no late page can miss what has arrived
                self.came.clear()
                self.edits.clear()
                self.put(self.timeline.settled())

    @contextmanager
    def running(self, errand: Errand) -> Iterator[int]:
        """Note that something is on its way for `errand`; gives the episode that it belongs to."""
        with self.waiting() as episode:
            self.errands.add(errand)
            try:
                yield episode
            finally:
                if self.episode == episode:
                    self.errands.discard(errand)

    def came_since(self, number: int) -> frozenset[str]:
        """What the page that was asked for as the `number`th may not have yet, as it came after that."""
        return frozenset(key for key, asked in self.came.items() if asked >= number)

    def edits_since(self, number: int, keys: Collection[str]) -> tuple[MessageChanged, ...]:
        """What was told of the messages `keys` after a page had been asked for as the `number`th; in that order."""
        return tuple(edit for asked, edit in self.edits if asked >= number and edit.message.key in keys)

    def begin(self) -> int:
        """Begin anew: nothing that is on its way will be drawn. Returns the new episode."""
        self.episode += 1
        self.errands.clear()
        self.to_verify = self.looked_from = self.fetched = None
        if self.phase is Phase.LOADING:
            self.phase = Phase.WAITING
        self.put(self.timeline.at_rest())
        return self.episode

    def goes(self, side: Side, episode: int) -> bool:
        """Whether the window is still to go to that end, as it was when this episode began."""
        return self.jump is side and self.episode == episode

    def put(self, timeline: Timeline) -> None:
        if timeline is not self.timeline:
            self.timeline = timeline
            self.changed()

    def forget(self) -> None:
        """Drop the window: what is in it is not certain any more, nor what was verified."""
        self.begin()
        self.put(self.timeline.emptied())
        self.verified.clear()
        self.phase, self.is_restored = Phase.WAITING, True

    def open_at_newest(self, stretch: Stretch) -> None:
        """Show what the archive has."""
        self.is_restored = True
        if stretch.messages and not self.timeline.messages:
            self.put(self.timeline.extended(Side.OLDER, stretch))

    def begins_with(self, run: Run) -> bool:
        """Whether nothing older than what is in `run` is in the window."""
        first = self.timeline.outermost(Side.OLDER)
        return first is None or first >= run.first

    def mark_new(self) -> None:
        """What comes from now on is new to whoever looks.

        In the middle of a history that is found out at its end; and where there is a last visit, which tells of what
        came before this opening, when the newest page is there.
        """
        messages = self.timeline.messages
        is_known = not self.is_in_its_middle and (self.seen is None or self.timeline.attached)
        self.new_after = position(messages[-1]) if messages and is_known else END
        self.changed()

    def read(self, fact: HistoryRead) -> None:
        """Take over a page."""
        was_unopened = self.new_after in (None, END)
        if fact.run.generation == self.timeline.generation:
            self._verify(message.key for message in fact.run.messages)
        self.put(self.timeline.covered(fact.run, spared=fact.spared))
        if was_unopened and fact.run.reaches_newest:
            self.mark_new()

    def arrive(self, fact: MessageArrived) -> None:
        timeline = self.timeline.arrived(fact.message)
        if self.is_busy:
            self.came[fact.message.key] = self.asked
        else:
            timeline = timeline.settled()
        self._verify((fact.message.key,))
        if len(timeline.messages) > LOADED_CAP + _SLACK:
            timeline = timeline.trimmed(LOADED_CAP, Side.OLDER if self.is_followed else Side.NEWER)
        self.put(timeline)

    def change(self, fact: MessageChanged) -> None:
        if self.is_busy and all(fact is not edit for _asked, edit in self.edits):  # it may be told again
            self.edits.append((self.asked, fact))
        self.put(self.timeline.changed(fact))

    def detach(self, generation: int) -> None:
        """A live connection begins: nothing is known any more of what came before it."""
        self.verified.clear()
        self.looked_from = None
        self.put(self.timeline.detached(generation))

    def next_to_verify(self) -> Request | None:
        """The page of the newest messages in the window that no page of the present connection has shown yet.

        Not beyond a gap: nobody asked for what is in it.
        """
        messages, gaps, floor = self.timeline.messages, self.timeline.gaps, self.timeline.floor
        top = len(messages) - 1
        if self.looked_from is not None:
            top = min(top, bisect_left(messages, self.looked_from, key=position))
        for at in range(top - 1, -1, -1):
            if floor is not None and position(messages[at]) < floor:
                break
            beside = messages[at + 1]
            if messages[at].key not in self.verified and beside.key not in gaps and beside.id:
                return Request(True, beside.id, position(beside))
        return None

    def _verify(self, keys: Iterable[str]) -> None:
        if len(self.verified) >= VERIFIED_CAP:
            self.verified.clear()
        self.verified.update(keys)
