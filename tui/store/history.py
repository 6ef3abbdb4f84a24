"""What is known of one conversation's history in memory, and how facts change it."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from tui.events import HistoryRead, MessageArrived, MessageChanged
from tui.models import ChatMessage
from tui.runs import END, Position, Run, Stretch, position
from tui.store.snapshots import Phase
from tui.timeline.rows import Row, derive_rows
from tui.timeline.timeline import EdgeState, Request, Side, Timeline

LOADED_CAP = 1_000
"""Messages of one conversation kept in memory; beyond it the far side is let go and can be loaded again."""

Errand = Side | str
"""What a request is for: the page beyond an edge, or the gap before the message with this key."""


@dataclass(slots=True)
class History:
    """One conversation's window and what is on its way for it. `episode` counts how often the window was begun anew."""

    timeline: Timeline = field(default_factory=Timeline)
    phase: Phase = Phase.WAITING
    reason: str = ""
    wanted: Side = Side.NEWER
    """The end that `phase` is about."""
    episode: int = 0
    is_restored: bool = False
    """Whether the archive has been looked at."""
    is_doubted: bool = False
    """Something was deleted, and nobody said what: what no page shows has gone, rather than grown too old."""
    errands: set[Errand] = field(default_factory=set)
    leaving: set[str] = field(default_factory=set)
    verified: set[str] = field(default_factory=set)
    """The keys of messages that a page of the present connection has shown."""
    new_after: Position | None = None
    """The newest message when the conversation was opened."""
    to_verify: Request | None = None
    """The page that shows what has become of the archived messages that came into sight last."""
    came: set[str] = field(default_factory=set)
    """The keys of messages that arrived while a page was on its way that may not have them yet."""
    _rows: tuple[Row, ...] | None = None

    def rows(self, own_id: str) -> tuple[Row, ...]:
        """What is to be seen; the same object until something changes."""
        if self._rows is None:
            self._rows = derive_rows(self.timeline, leaving=self.leaving, new_after=self.new_after, own_id=own_id)
        return self._rows

    def changed(self) -> None:
        self._rows = None

    @property
    def is_busy(self) -> bool:
        """Whether a page is on its way that may not have yet what arrives now."""
        return bool(self.errands) or self.phase is Phase.LOADING

    @property
    def is_in_its_middle(self) -> bool:
        """Whether there are messages in the window, but not the newest ones."""
        return bool(self.timeline.messages) and self.timeline.newer.state is not EdgeState.END

    @contextmanager
    def running(self, errand: Errand) -> Iterator[int]:
        """Note that a request is on its way for `errand`; gives the episode that it belongs to."""
        episode = self.episode
        self.errands.add(errand)
        try:
            yield episode
        finally:
            if self.episode == episode:
                self.errands.discard(errand)
            self.settle()

    def settle(self) -> None:
        """When nothing is on its way any more, no late page can miss what has arrived."""
        if not self.is_busy:
            self.came.clear()
            self.put(self.timeline.settled())

    def begin(self) -> int:
        """Begin anew: nothing that is on its way will be drawn. Returns the new episode."""
        self.episode += 1
        self.errands.clear()
        self.put(self.timeline.at_rest())
        return self.episode

    def put(self, timeline: Timeline) -> None:
        if timeline is not self.timeline:
            self.timeline = timeline
            self.changed()

    def forget(self) -> None:
        """Drop the window: what is in it is not certain any more."""
        self.begin()
        self.put(self.timeline.emptied())
        self.phase, self.is_doubted, self.is_restored = Phase.WAITING, True, True

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
        """What comes from now on is new to whoever looks."""
        messages = self.timeline.messages
        self.new_after = position(messages[-1]) if messages else END
        self.changed()

    def read(self, fact: HistoryRead) -> None:
        """Take over a page."""
        was_unopened = self.new_after in (None, END)
        self.verified.update(message.key for message in fact.run.messages)
        self.put(self.timeline.covered(fact.run, spared=fact.spared))
        if was_unopened and fact.run.reaches_newest:
            self.mark_new()

    def arrive(self, fact: MessageArrived) -> None:
        timeline = self.timeline.arrived(fact.message)
        if self.is_busy:
            self.came.add(fact.message.key)
        else:
            timeline = timeline.settled()
        self.verified.add(fact.message.key)
        if len(timeline.messages) > 2 * LOADED_CAP:  # not at each message: the reader may be at the oldest ones
            timeline = timeline.trimmed(LOADED_CAP, Side.OLDER)
        self.put(timeline)

    def change(self, fact: MessageChanged) -> None:
        self.put(self.timeline.changed(fact))

    def detach(self, generation: int) -> None:
        """A live connection begins: nothing is known any more of what came before it."""
        self.verified.clear()
        self.put(self.timeline.detached(generation))

    def chosen(self, keys: Collection[str]) -> list[ChatMessage]:
        return [message for message in self.timeline.messages if message.key in keys]
