"""The histories that were opened: what can be done with them, and how they follow what happens."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from tui.events import (
    ConnectionBegan,
    ConversationRemoved,
    Event,
    HistoryRead,
    HistoryUncertain,
    MessageArrived,
    MessageChanged,
    MessagesCut,
    MessagesRemoved,
    NewestKnown,
)
from tui.models import ChatMessage, ConversationKey
from tui.runs import Position
from tui.store.archive import Archive
from tui.store.connection import Connection
from tui.store.coverages import Coverages
from tui.store.departures import Departure
from tui.store.history import History
from tui.store.landing import Landing, Landings
from tui.store.loading import Loading
from tui.store.names import Names
from tui.store.reading import Reading
from tui.store.snapshots import HistorySnapshot, Phase
from tui.store.visits import Visits
from tui.store.windows import Windows
from tui.timeline.timeline import EdgeState, Side


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What the histories are part of.

    `archive` raises ArchiveError where there is none. `publish` gives what is found out back to `apply`. `departures`:
    what is about to be removed of a conversation. `kept_from`: see `Reading`. `now` is in ms since 1970.
    """

    connection: Connection
    archive: Callable[[], Archive]
    names: Names
    coverages: Coverages
    visits: Visits
    publish: Callable[[Event], None]
    notify: Callable[[], None]
    departures: Callable[[ConversationKey], tuple[Departure, ...]]
    kept_from: Callable[[], Position | None]
    now: Callable[[], int]


class Histories:
    """The truth about messages. A late answer may be kept, but never shows up in another conversation."""

    def __init__(self, around: Surroundings) -> None:
        self._around = around
        self._windows = Windows()
        self._connection = around.connection
        service = self._connection.service
        self._reading = Reading(self._windows, service, around.archive, around.publish, around.kept_from)
        self._loading = Loading(self._reading, around.publish, around.notify, self._connection)
        self._landings = Landings(self._reading, self._loading, around.notify, self._connection)

    def snapshot(self, key: ConversationKey) -> HistorySnapshot:
        """What is loaded of a conversation; empty and waiting when it was never opened."""
        name, coverage = self._around.names.of(key), self._around.coverages.of(key)
        history = self._windows.get(key)
        if history is None:
            return HistorySnapshot(key, name, coverage=coverage)
        phase, reason, end = self._standing(history)
        return HistorySnapshot(
            key=key,
            name=name,
            rows=history.rows(self._connection.own_id, end, self._around.departures(key)),
            message_count=len(history.timeline.messages),
            reaches_newest=history.timeline.newer.state is EdgeState.END and end is EdgeState.END,
            phase=phase,
            reason=reason,
            coverage=coverage,
            fetched=history.fetched,
        )

    async def restore(self, key: ConversationKey) -> None:
        """Show what the archive has of a conversation, without the service."""
        await self._loading.restore(key, self._windows.touch(key))

    async def open(self, key: ConversationKey) -> None:
        """Show what the archive has and correct it by the newest page; try again what failed.

        A history left in its middle stays as it is.
        """
        is_other, self._windows.latest = self._windows.latest != key, key
        history = self._windows.touch(key)
        await self._loading.restore(key, history)
        if is_other:
            history.seen = self._around.visits.seen(key)
            history.mark_new()
        if history.phase is Phase.FAILED:
            await self._try_again(key, history)
        elif history.phase is not Phase.LOADING and not history.is_in_its_middle:
            await self._loading.newest(key, history)
        await self._verify_all(key, history)

    async def load(self, key: ConversationKey, side: Side) -> None:
        """Load what is beyond an edge. Does nothing while it is on its way or when there is nothing beyond."""
        history = self._windows.touch(key)
        if history.phase is Phase.FAILED and not history.timeline.messages:
            await self._try_again(key, history)
        elif history.timeline.edge(side).state is not EdgeState.END:
            await self._loading.beyond(key, history, side)
        elif side is Side.NEWER and history.lacks_newest and history.phase is not Phase.LOADING:
            await self._loading.newest(key, history)

    async def fill(self, key: ConversationKey, message_key: str, side: Side) -> None:
        """Load a page of the gap right before a message: its newer part with `side` OLDER, else its older part.

        Does nothing while it is on its way or when there is no such gap.
        """
        await self._loading.gap(key, self._windows.touch(key), message_key, side)

    async def go_to_end(self, key: ConversationKey, side: Side) -> None:
        """Start afresh at the oldest message that there is, or at the newest; without a network, of the archived."""
        history = self._windows.touch(key)
        if history.timeline.edge(side).state is not EdgeState.END:
            await self._loading.jump(key, history, side)
        else:
            self.stay(key)
            if side is Side.NEWER and self._may_lack_newest(history):
                await self._loading.newest(key, history)
        await self._verify_all(key, history)

    def stay(self, key: ConversationKey) -> None:
        """Leave the messages that are loaded, whatever end was on its way to take their place."""
        history = self._windows.get(key)
        if history is not None:
            history.jump = None

    async def go_to(self, key: ConversationKey, place: Position) -> Landing | None:
        """Let the history show what is around a place, and tell where that led to; None: there is no message at all.

        `Position(time, 0)` is the first message sent at or after a time. What the archive lacks there is fetched; see
        `Landings.at`. Raises RoamingError where there is nothing to show.
        """
        history = self._windows.touch(key)
        await self._loading.restore(key, history)
        return await self._landings.at(key, history, place)

    def seen(self, key: ConversationKey) -> Position | None:
        """The newest message that had been seen when the conversation was left before it was opened."""
        history = self._windows.get(key)
        return history.seen if history is not None else None

    async def place_of(self, key: ConversationKey, message_id: str) -> Position | None:
        """Where a message is, or was, for `go_to`; None: the conversation has none. Raises RoamingError."""
        return await self._landings.place_of(key, self._windows.touch(key), message_id)

    def apply(self, fact: Event | ConnectionBegan) -> None:
        """Take over what happened, here or on another device; repeats do no harm."""
        if isinstance(fact, ConnectionBegan):
            self._windows.connect(fact.generation)
            self.online()
            return
        if isinstance(fact, HistoryUncertain):
            self._reading.doubt(fact.key)
        history = self._windows.get(fact.key)
        if history is not None:
            self._take(fact, history)
            self._around.notify()

    def _take(self, fact: Event, history: History) -> None:
        match fact:
            case HistoryRead():
                history.read(fact)
            case ConversationRemoved(key=key, with_messages=True):
                self._windows.drop(key)
            case MessagesRemoved():
                timeline, who = history.timeline, fact.recalled_by
                history.put(timeline.recalled(fact.ids, who) if who else timeline.without(fact.ids))
                self._tell_newest(fact.key, history)
            case MessagesCut():
                history.put(history.timeline.cut(fact.until, self._around.now()))
                self._tell_newest(fact.key, history)
            case MessageArrived():
                history.arrive(fact)
            case MessageChanged():
                history.change(fact)
            case HistoryUncertain():
                history.forget()
            case _:
                pass

    def loaded(self, key: ConversationKey) -> Sequence[ChatMessage]:
        """The messages of a conversation that are in its window, oldest first."""
        history = self._windows.get(key)
        return history.timeline.messages if history is not None else ()

    def follow(self, key: ConversationKey, is_followed: bool) -> None:
        """The reader of an open history is at its newest message, or has left it."""
        history = self._windows.get(key)
        if history is not None:
            history.is_followed = is_followed

    def is_open(self, key: ConversationKey) -> bool:
        return self._windows.get(key) is not None

    def ends_with(self, key: ConversationKey, message_key: str) -> bool:
        """Whether this message is the newest of a history that is open, and none can be missing before or after it."""
        history = self._windows.get(key)
        if history is None or not history.timeline.attached or message_key in history.timeline.gaps:
            return False
        messages = history.timeline.messages
        return bool(messages) and messages[-1].key == message_key

    @property
    def latest(self) -> ConversationKey | None:
        """The history that was opened last."""
        return self._windows.latest

    def online(self) -> None:
        """The service can be asked again: what waited for that can be loaded."""
        for history in self._windows:
            history.put(history.timeline.online())
        self._around.notify()

    async def catch_up(self) -> bool:
        """Read the newest page of the history opened last where it could not be had; returns whether it is there."""
        key = self._windows.latest
        history = self._windows.get(key) if key is not None else None
        if key is None or history is None or not history.lacks_newest or history.phase is Phase.LOADING:
            return True
        await self._loading.newest(key, history)
        return not history.lacks_newest

    async def verify(self) -> bool:
        """Look whether the service still has a page of what is loaded of the history opened last.

        Each page once a connection; returns whether there may be more to look at.
        """
        key = self._windows.latest
        history = self._windows.get(key) if key is not None else None
        return key is not None and history is not None and await self._loading.verify(key, history)

    async def _verify_all(self, key: ConversationKey, history: History) -> None:
        """Look whether the service still has what is loaded, as long as it is looked at."""
        while self._windows.latest == key and await self._loading.verify(key, history):
            pass

    async def refresh(self, key: ConversationKey) -> None:
        """Ask for the newest page again: of a history in its middle nothing changes but what the list is told."""
        history = self._windows.glance(key)
        await self._loading.restore(key, history)
        run = await self._loading.newest(key, history)
        if run is not None and run.reaches_oldest and not run.messages:
            is_kept_here = bool(history.timeline.messages)
            self._around.publish(ConversationRemoved(key, False) if is_kept_here else NewestKnown(key, None))

    def _standing(self, history: History) -> tuple[Phase, str, EdgeState]:
        """How far the history has come, why it failed, and what is to be said of what may have come since.

        That there is no network is no failure of the history: what is archived can be read.
        """
        phase = history.phase
        lacks_newest = history.lacks_newest and phase in (Phase.FAILED, Phase.LOADING)
        if lacks_newest and self._connection.is_connecting:
            return Phase.LOADING, "", EdgeState.END
        if not lacks_newest:
            may_be_old = phase is Phase.READY and self._connection.is_cut_off and not self._connection.is_connecting
            return phase, history.reason, EdgeState.OFFLINE if may_be_old else EdgeState.END
        if not self._connection.is_cut_off:
            return phase, history.reason, EdgeState.END
        is_loading = phase is Phase.LOADING
        return (phase, "", EdgeState.LOADING) if is_loading else (Phase.READY, "", EdgeState.OFFLINE)

    def _may_lack_newest(self, history: History) -> bool:
        """Whether asking for the newest page, which is not on its way, may be of use."""
        if history.phase in (Phase.LOADING, Phase.FAILED):
            return history.phase is Phase.FAILED
        return not (history.timeline.attached or self._connection.is_cut_off)

    async def _try_again(self, key: ConversationKey, history: History) -> None:
        if history.jump is not None:
            await self._loading.jump(key, history, history.jump)
        else:
            await self._loading.newest(key, history)

    def _tell_newest(self, key: ConversationKey, history: History) -> None:
        """Tell the list which message is the last one, where that is known."""
        timeline = history.timeline
        if not timeline.attached or history.phase is Phase.LOADING:
            return
        if timeline.messages:
            self._around.publish(NewestKnown(key, timeline.messages[-1]))
        elif timeline.older.state is EdgeState.END:
            self._around.publish(NewestKnown(key, None))
