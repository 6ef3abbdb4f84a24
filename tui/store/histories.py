"""The histories that were opened: what is loaded of each, and how more comes and goes."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass, field, replace

from tui.errors import PartialRemovalError, RoamingError
from tui.events import (
    ConversationRemoved,
    Event,
    HistoryUncertain,
    MessageArrived,
    MessageChanged,
    MessagesCut,
    MessagesRemoved,
    NewestKnown,
)
from tui.i18n import _
from tui.models import ChatMessage, ConversationKey, HistoryPage
from tui.store.service import Service
from tui.store.snapshots import HistorySnapshot, Phase
from tui.timeline.rows import Row, derive_rows
from tui.timeline.timeline import EdgeState, Side, Timeline, oldest

PAGE_SIZE = 50
"""Messages asked for at once: the most that the service gives (section 8)."""

LOADED_CAP = 1_000
"""Messages of one conversation kept in memory; beyond it the far side is let go and can be loaded again."""

OPEN_CAP = 12
"""Histories kept in memory; the one not looked at for the longest time goes first."""

EMPTY_PAGES = 20
"""Pages without a message that are passed over in a row before the user is asked."""

_DIRECTION = {Side.OLDER: "up", Side.NEWER: "down"}


@dataclass(slots=True)
class _History:
    """One conversation's state. `generation` counts how often the timeline was started afresh."""

    timeline: Timeline = field(default_factory=Timeline)
    phase: Phase = Phase.WAITING
    reason: str = ""
    wanted: Side = Side.NEWER
    """The end that `phase` is about."""
    generation: int = 0
    loading: set[Side] = field(default_factory=set)
    leaving: set[str] = field(default_factory=set)
    removed: set[str] = field(default_factory=set)
    """Gone for good: a page that was asked for earlier must not bring them back."""
    cut: int = -1
    """All messages up to this time (ms since 1970) are gone for good."""
    epoch: int = 0
    """The live connection since which nothing can be missing at the newest end; an older one's is over."""
    arrived: list[ChatMessage] = field(default_factory=list)
    """Came while a page was on its way that may not have them yet."""
    rows: tuple[Row, ...] | None = None


class Histories:
    """The truth about messages. A late answer may be kept, but never shows up in another conversation."""

    def __init__(
        self,
        service: Callable[[], Service],
        publish: Callable[[Event], None],
        notify: Callable[[], None],
        name_of: Callable[[ConversationKey], str],
    ) -> None:
        self._service = service
        self._publish = publish
        self._notify = notify
        self._name_of = name_of
        self._open: dict[ConversationKey, _History] = {}
        self._epoch = 0
        self._latest: ConversationKey | None = None

    def snapshot(self, key: ConversationKey) -> HistorySnapshot:
        """What is loaded of a conversation; empty and waiting when it was never opened."""
        history = self._open.get(key)
        if history is None:
            return HistorySnapshot(key, self._name_of(key))
        if history.rows is None:
            history.rows = derive_rows(history.timeline, leaving=history.leaving)
        return HistorySnapshot(
            key=key,
            name=self._name_of(key),
            rows=history.rows,
            message_count=len(history.timeline.messages),
            reaches_newest=history.timeline.newer.state is EdgeState.END,
            phase=history.phase,
            reason=history.reason,
        )

    async def open(self, key: ConversationKey, *, keep_place: bool = False) -> None:
        """Show what is loaded and correct it by the newest page; try again what failed.

        A history left in its middle stays as it is. So does, with `keep_place`, one that so much has come after that
        the newest page does not meet it; without, that page takes its place.
        """
        history, self._latest = self._touch(key), key
        if history.phase is Phase.FAILED:
            await self._start(key, history.wanted, keep=keep_place)
        elif history.phase is not Phase.LOADING and not self._is_in_its_middle(history):
            await self._start(key, Side.NEWER, keep=keep_place)

    @staticmethod
    def _is_in_its_middle(history: _History) -> bool:
        return bool(history.timeline.messages) and history.timeline.newer.state is not EdgeState.END

    async def load(self, key: ConversationKey, side: Side) -> None:
        """Load the page beyond an edge. Does nothing while it is on its way or when there is nothing beyond."""
        history = self._touch(key)
        if history.phase is Phase.FAILED and not history.timeline.messages:
            await self._start(key, history.wanted)
        elif side not in history.loading and history.timeline.edge(side).state is not EdgeState.END:
            await self._extend(key, history, side)

    async def go_to_end(self, key: ConversationKey, side: Side) -> None:
        """Start afresh at the oldest message that the server keeps, or at the newest."""
        history = self._touch(key)
        if history.timeline.edge(side).state is not EdgeState.END or history.phase is Phase.FAILED:
            await self._start(key, side)

    async def remove(self, key: ConversationKey, message_keys: Collection[str]) -> None:
        """Remove these messages on the server, for this user only, then here.

        Raises PartialRemovalError when only some went, another RoamingError when none did.
        """
        history = self._touch(key)
        chosen = [message for message in history.timeline.messages if message.key in frozenset(message_keys)]
        ids = [message.id for message in chosen]
        if not ids:
            raise RoamingError(_("These messages are no longer here."))
        if not all(ids):
            raise RoamingError(_("A message without an id cannot be removed: the service would not know which one."))
        self._mark_leaving(history, ids)
        try:
            await self._service().remove_history_messages(key.id, key.type, ids)
        except PartialRemovalError as error:
            self._publish(MessagesRemoved(key, frozenset(error.done)))
            raise
        finally:
            history.leaving.difference_update(ids)
            self._changed(history)
        self._publish(MessagesRemoved(key, frozenset(ids)))

    def apply(self, event: Event) -> None:
        """Take over what happened, here or on another device; repeats do no harm."""
        history = self._open.get(event.key)
        if history is None:
            return
        match event:
            case ConversationRemoved(with_messages=True):
                del self._open[event.key]
                self._notify()
            case MessagesRemoved():
                self._forget(event.key, history, event.ids)
            case MessagesCut():
                history.cut = max(history.cut, event.until)
                self._forget(event.key, history, [m.key for m in history.timeline.messages if m.time <= event.until])
            case MessageArrived():
                self._arrive(history, event.message)
            case MessageChanged():
                messages = tuple(map(event.applied_to, history.timeline.messages))
                history.arrived = list(map(event.applied_to, history.arrived))
                self._put(history, replace(history.timeline, messages=messages))
            case HistoryUncertain():
                history.generation += 1
                history.loading.clear()
                history.timeline = Timeline()
                self._enter(history, Phase.WAITING)
            case _:
                pass

    def is_open(self, key: ConversationKey) -> bool:
        return key in self._open

    @property
    def latest(self) -> ConversationKey | None:
        """The history that was opened last."""
        return self._latest

    def reconnected(self) -> None:
        """A live connection begins: what came while there was none is in no history until it is fetched again."""
        self._epoch += 1

    async def refresh(self, key: ConversationKey) -> None:
        """Ask for the newest page again: of a history in its middle nothing changes but what the list is told."""
        history = self._open.get(key)
        if history is not None and not self._is_in_its_middle(history):
            await self._start(key, Side.NEWER, keep=True)
            return
        try:
            page = await self._fetch(key, None, Side.OLDER, Timeline())
        except RoamingError:
            return  # the list goes on showing what it had
        self._publish(NewestKnown(key, page.messages[0] if page.messages else None))

    def _arrive(self, history: _History, message: ChatMessage) -> None:
        if message.id in history.removed:
            return
        if history.phase is Phase.LOADING or Side.NEWER in history.loading:
            history.arrived.append(message)
        if history.epoch != self._epoch:
            return
        timeline = history.timeline.arrived(message)
        if len(timeline.messages) > 2 * LOADED_CAP:  # not at each message: the reader may be at the oldest ones
            timeline = timeline.trimmed(LOADED_CAP, Side.OLDER)
        if timeline is not history.timeline:
            self._put(history, timeline)

    def _catch_up(self, history: _History, epoch: int) -> None:
        """Where the newest message is here now: add what came while its page was on its way, asked for in `epoch`."""
        if history.timeline.newer.state is not EdgeState.END:
            return
        history.epoch = epoch
        arrived, history.arrived = history.arrived, []
        for message in arrived if epoch == self._epoch else ():
            if message.id not in history.removed:
                history.timeline = history.timeline.arrived(message)

    def _forget(self, key: ConversationKey, history: _History, ids: Collection[str]) -> None:
        history.removed.update(ids)
        history.timeline = history.timeline.without(ids)
        self._changed(history)
        self._tell_newest(key, history)

    def _tell_newest(self, key: ConversationKey, history: _History) -> None:
        """Tell the list which message is the last one, where that is known."""
        timeline = history.timeline
        is_certain = history.epoch == self._epoch and history.phase is not Phase.LOADING
        if timeline.newer.state is not EdgeState.END or not is_certain:
            return
        if timeline.messages:
            self._publish(NewestKnown(key, timeline.messages[-1]))
        elif timeline.older.state is EdgeState.END:
            self._publish(NewestKnown(key, None))

    async def _start(self, key: ConversationKey, side: Side, *, keep: bool = False) -> None:
        """Fetch the page at the end of `side` and go on from it; what was loaded stays to be seen until it comes."""
        history = self._touch(key)
        history.generation += 1
        history.loading.clear()
        history.timeline = history.timeline.at_rest()
        history.wanted = side
        generation, epoch = history.generation, self._epoch
        history.arrived.clear()
        self._enter(history, Phase.LOADING)
        try:
            page = await self._fetch(key, None, side.opposite, Timeline())
        except RoamingError as error:
            if history.generation == generation:
                self._enter(history, Phase.FAILED, str(error))
            return
        except BaseException:
            if history.generation == generation:
                self._enter(history, Phase.WAITING)  # cancelled: nobody is fetching any more
            raise
        if history.generation != generation:
            return
        page = _without(page, history)
        if side is Side.OLDER:
            history.timeline = oldest(page)
        else:
            history.timeline = history.timeline.refreshed(page, keep=keep).trimmed(LOADED_CAP, Side.OLDER)
        self._catch_up(history, epoch)
        self._enter(history, Phase.READY)
        if side is Side.NEWER and page.messages:
            attached = history.timeline.newer.state is EdgeState.END
            self._publish(NewestKnown(key, history.timeline.messages[-1] if attached else page.messages[0]))

    async def _extend(self, key: ConversationKey, history: _History, side: Side) -> None:
        generation, epoch = history.generation, self._epoch
        history.loading.add(side)
        if side is Side.NEWER:
            history.arrived.clear()
        edge = history.timeline.edge(side)
        self._put(history, history.timeline.loading(side))
        try:
            page = await self._fetch(key, edge.cursor, side, history.timeline)
        except RoamingError as error:
            if history.generation == generation:
                history.loading.discard(side)
                self._put(history, history.timeline.failed(side, str(error)))
            return
        except BaseException:
            if history.generation == generation:
                history.loading.discard(side)
                self._put(history, history.timeline.with_edge(side, edge))
            raise
        if history.generation != generation:
            return
        history.loading.discard(side)
        extended = history.timeline.extended(side, _without(page, history))
        if side.opposite not in history.loading:  # its page is asked for by a cursor that must stay where it is
            extended = extended.trimmed(LOADED_CAP, side.opposite)
        history.timeline = extended
        if side is Side.NEWER:
            self._catch_up(history, epoch)
        self._enter(history, Phase.READY)  # whatever failed before: there is a way on from here

    async def _fetch(self, key: ConversationKey, cursor: str | None, side: Side, known: Timeline) -> HistoryPage:
        """The next page with a message that is not in `known`, or the last.

        A page may be empty without being the end (section 8); a wrong server may send known ones round in circles.
        """
        for _attempt in range(EMPTY_PAGES):
            page = await self._service().get_history_messages(
                key.id, key.type, cursor, page_size=PAGE_SIZE, search_direction=_DIRECTION[side]
            )
            has_news = not all(known.holds(message.key) for message in page.messages)
            if has_news or page.is_last or page.cursor is None or page.cursor == cursor:
                return page
            cursor = page.cursor
        raise RoamingError(_("The service sent many pages without a new message."))

    def _touch(self, key: ConversationKey) -> _History:
        """The history of `key`, now the one most recently looked at; the one least so may go."""
        history = self._open.pop(key, None) or _History()
        self._open[key] = history
        for stale in list(self._open)[:-OPEN_CAP]:
            del self._open[stale]
        return history

    def _mark_leaving(self, history: _History, ids: Collection[str]) -> None:
        history.leaving.update(ids)
        self._changed(history)

    def _put(self, history: _History, timeline: Timeline) -> None:
        history.timeline = timeline
        self._changed(history)

    def _enter(self, history: _History, phase: Phase, reason: str = "") -> None:
        history.phase, history.reason = phase, reason
        self._changed(history)

    def _changed(self, history: _History) -> None:
        history.rows = None
        self._notify()


def _without(page: HistoryPage, history: _History) -> HistoryPage:
    """The page less what was removed from `history` meanwhile."""

    def stays(message: ChatMessage) -> bool:
        return message.id not in history.removed and message.time > history.cut

    if all(map(stays, page.messages)):
        return page
    return HistoryPage(tuple(filter(stays, page.messages)), page.cursor, page.is_last, page.service)
