"""The histories that were opened: how more of them comes from the archive and the service, and how messages go."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import replace

from tui.errors import ArchiveError, NotConnectedError, PartialRemovalError, RoamingError, TransportError
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
from tui.i18n import _
from tui.models import ConversationKey
from tui.runs import START, Coverage, Position, Run, Stretch
from tui.store.archive import Archive
from tui.store.history import LOADED_CAP, Errand, History
from tui.store.pages import PAGE_SIZE, read_run
from tui.store.service import Service
from tui.store.snapshots import HistorySnapshot, Phase
from tui.timeline.timeline import EdgeState, Request, Side, Timeline

OPEN_CAP = 12
"""Histories kept in memory; the one not looked at for the longest time goes first."""

FROM_NEWEST = Request(up=True)
FROM_OLDEST = Request(up=False)

_VERIFYING = "verifying"


class Histories:
    """The truth about messages. A late answer may be kept, but never shows up in another conversation."""

    def __init__(
        self,
        service: Callable[[], Service],
        archive: Callable[[], Archive],
        publish: Callable[[Event], None],
        notify: Callable[[], None],
        describe: Callable[[ConversationKey], tuple[str, Coverage | None]],
        own_id: Callable[[], str],
        is_offline: Callable[[], bool],
    ) -> None:
        """`describe` gives a conversation's name and how much of it is archived; `own_id` the signed-in user's id."""
        self._service = service
        self._archive = archive
        self._publish = publish
        self._notify = notify
        self._describe = describe
        self._own_id = own_id
        self._is_offline = is_offline
        self._open: dict[ConversationKey, History] = {}
        self._generation = 0
        self._latest: ConversationKey | None = None

    def snapshot(self, key: ConversationKey) -> HistorySnapshot:
        """What is loaded of a conversation; empty and waiting when it was never opened."""
        name, coverage = self._describe(key)
        history = self._open.get(key)
        if history is None:
            return HistorySnapshot(key, name, coverage=coverage)
        return HistorySnapshot(
            key=key,
            name=name,
            rows=history.rows(self._own_id()),
            message_count=len(history.timeline.messages),
            reaches_newest=history.timeline.newer.state is EdgeState.END,
            phase=history.phase,
            reason=history.reason,
            coverage=coverage,
        )

    async def open(self, key: ConversationKey) -> None:
        """Show what the archive has and correct it by the newest page; try again what failed.

        A history left in its middle stays as it is.
        """
        history = self._touch(key)
        is_other, self._latest = self._latest != key, key
        await self._restore(key, history)
        if is_other:
            history.mark_new()
        if history.phase is Phase.FAILED:
            await self._start(key, history.wanted)
        elif history.phase is not Phase.LOADING and not history.is_in_its_middle:
            await self._read_newest(key, history)

    async def load(self, key: ConversationKey, side: Side) -> None:
        """Load what is beyond an edge. Does nothing while it is on its way or when there is nothing beyond."""
        history = self._touch(key)
        if history.phase is Phase.FAILED and not history.timeline.messages:
            await self._start(key, history.wanted)
        elif side not in history.errands and history.timeline.edge(side).state is not EdgeState.END:
            await self._extend(key, history, side)

    async def fill(self, key: ConversationKey, message_key: str, side: Side) -> None:
        """Load a page of the gap right before a message: its newer part with `side` OLDER, else its older part.

        Does nothing while it is on its way or when there is no such gap.
        """
        history = self._touch(key)
        request = history.timeline.gap_request(message_key, side)
        if request is not None and message_key not in history.errands:
            self._put(history, history.timeline.loading(message_key))
            await self._fetch(key, history, message_key, request)

    async def go_to_end(self, key: ConversationKey, side: Side) -> None:
        """Start afresh at the oldest message that there is, or at the newest."""
        history = self._touch(key)
        is_there = history.timeline.edge(side).state is EdgeState.END
        if side is Side.NEWER and not self._is_offline():
            is_there = is_there and history.timeline.attached
        if not is_there or history.phase is Phase.FAILED:
            await self._start(key, side)

    async def remove(self, key: ConversationKey, message_keys: Collection[str]) -> None:
        """Remove these messages on the server, for this user only, then here.

        Raises PartialRemovalError when only some went, another RoamingError when none did.
        """
        history = self._touch(key)
        ids = [message.id for message in history.chosen(frozenset(message_keys))]
        if not ids:
            raise RoamingError(_("These messages are no longer here."))
        if not all(ids):
            raise RoamingError(_("A message without an id cannot be removed: the service would not know which one."))
        history.leaving.update(ids)
        self._changed(history)
        try:
            await self._service().remove_history_messages(key.id, key.type, ids)
        except PartialRemovalError as error:
            self._publish(MessagesRemoved(key, frozenset(error.done)))
            raise
        finally:
            history.leaving.difference_update(ids)
            self._changed(history)
        self._publish(MessagesRemoved(key, frozenset(ids)))

    def apply(self, fact: Event | ConnectionBegan) -> None:
        """Take over what happened, here or on another device; repeats do no harm."""
        if isinstance(fact, ConnectionBegan):
            self._generation = fact.generation
            for each in self._open.values():
                each.detach(fact.generation)
            self.online()
            return
        history = self._open.get(fact.key)
        if history is not None:
            self._take(fact, history)
            self._notify()

    def _take(self, fact: Event, history: History) -> None:
        match fact:
            case HistoryRead():
                history.read(fact)
            case ConversationRemoved(key=key, with_messages=True):
                del self._open[key]
            case MessagesRemoved():
                history.put(history.timeline.without(fact.ids))
                self._tell_newest(fact.key, history)
            case MessagesCut():
                history.put(history.timeline.cut(fact.until))
                self._tell_newest(fact.key, history)
            case MessageArrived():
                history.arrive(fact)
            case MessageChanged():
                history.change(fact)
            case HistoryUncertain():
                history.forget()
            case _:
                pass

    def is_open(self, key: ConversationKey) -> bool:
        return key in self._open

    @property
    def latest(self) -> ConversationKey | None:
        """The history that was opened last."""
        return self._latest

    def online(self) -> None:
        """The service can be asked again: what waited for that can be loaded."""
        for history in self._open.values():
            history.put(history.timeline.online())
        self._notify()

    async def refresh(self, key: ConversationKey) -> None:
        """Ask for the newest page again: of a history in its middle nothing changes but what the list is told."""
        history = self._touch(key)
        run = await self._read_newest(key, history)
        if run is not None and run.reaches_oldest and not run.messages:
            is_kept_here = bool(history.timeline.messages)
            self._publish(ConversationRemoved(key, with_messages=False) if is_kept_here else NewestKnown(key, None))

    async def _restore(self, key: ConversationKey, history: History) -> None:
        """Show what the archive has of a history that nothing is known of yet."""
        if history.is_restored:
            return
        stretch = await self._beyond(key, Side.OLDER, None)
        if not history.is_restored:
            history.open_at_newest(stretch)
            self._notify()

    async def _start(self, key: ConversationKey, side: Side) -> None:
        """Begin anew at the end of `side`; what was loaded stays to be seen until something else comes."""
        history = self._touch(key)
        episode = history.begin()
        history.wanted = side
        if side is Side.NEWER:
            await self._show_archived(key, history, side)
            await self._read_newest(key, history)
            return
        run = await self._fetch_end(key, history, FROM_OLDEST)
        if history.episode != episode:
            return
        await self._show_archived(key, history, side)
        if run is not None and history.begins_with(run):
            history.put(history.timeline.emptied().covered(run))
            await self._find_oldest(key, history, run)

    async def _show_archived(self, key: ConversationKey, history: History, side: Side) -> None:
        """Let the window be the archive's outermost messages at `side`, where it has any."""
        episode = history.episode
        stretch = await self._beyond(key, side.opposite, None)
        if history.episode == episode and stretch.messages:
            self._put(history, history.timeline.emptied().extended(side.opposite, stretch))

    async def _read_newest(self, key: ConversationKey, history: History) -> Run | None:
        run = await self._fetch_end(key, history, FROM_NEWEST)
        if run is not None and run.messages:
            timeline = history.timeline
            is_known = timeline.attached and timeline.messages
            self._publish(NewestKnown(key, timeline.messages[-1] if is_known else run.messages[-1]))
        return run

    async def _fetch_end(self, key: ConversationKey, history: History, request: Request) -> Run | None:
        """Read the page at an end of the history; None where it failed, or is of no use any more."""
        episode = history.episode
        self._enter(history, Phase.LOADING)
        try:
            run = await read_run(self._service(), key, request, self._generation)
        except RoamingError as error:
            if history.episode == episode:
                self._enter(history, Phase.FAILED, str(error))
            return None
        except BaseException:
            if history.episode == episode:
                self._enter(history, Phase.WAITING)  # cancelled: nobody is fetching any more
            raise
        if history.episode != episode or self._open.get(key) is not history:
            return None
        self._take_run(key, history, run)
        await self._find_oldest(key, history, run)
        self._enter(history, Phase.READY)
        history.settle()
        return run

    async def _find_oldest(self, key: ConversationKey, history: History, run: Run) -> None:
        """Where the service has nothing older, there may still be something older in the archive."""
        place = history.timeline.outermost(Side.OLDER)
        if not run.reaches_oldest or history.timeline.older.state is EdgeState.END:
            return
        stretch = await self._beyond(key, Side.OLDER, place)
        if history.timeline.outermost(Side.OLDER) == place:
            self._put(history, history.timeline.extended(Side.OLDER, stretch))

    async def _extend(self, key: ConversationKey, history: History, side: Side) -> None:
        """Load from the archive; where it has nothing beyond the edge, from the service."""
        outermost = history.timeline.outermost(side)
        with history.running(side) as episode:
            stretch = await self._beyond(key, side, outermost)
            if history.episode != episode or history.timeline.outermost(side) != outermost:
                return
            request = history.timeline.request(side)
            extended = history.timeline.extended(side, stretch)
            is_known = extended.edge(side).state is EdgeState.END
            if not stretch.messages and not is_known:
                extended = extended.loading(side)
            self._put(history, extended.trimmed(LOADED_CAP, side.opposite))
        if not stretch.messages and not is_known:
            await self._fetch(key, history, side, request)
        elif stretch.joins and not history.verified.issuperset(each.key for each in stretch.messages):
            await self._verify(key, history, request)
        if side is Side.NEWER and is_known and not history.timeline.attached:
            await self._read_newest(key, history)

    async def _beyond(self, key: ConversationKey, side: Side, place: Position | None) -> Stretch:
        """What the archive has beyond a place; an archive that cannot be read has nothing."""
        try:
            archive = self._archive()
            return await (archive.older if side is Side.OLDER else archive.newer)(key, place, PAGE_SIZE)
        except ArchiveError:
            return Stretch()

    async def _fetch(self, key: ConversationKey, history: History, errand: Errand, request: Request) -> None:
        """Read the page that an edge or a gap asks for."""
        with history.running(errand) as episode:
            try:
                run = await read_run(self._service(), key, request, self._generation)
            except RoamingError as error:
                if history.episode == episode:
                    self._put(history, self._failed(history.timeline, errand, error))
                return
            except BaseException:
                if history.episode == episode:
                    self._put(history, history.timeline.at_rest())
                raise
            if history.episode == episode and self._open.get(key) is history:
                self._take_run(key, history, run)
                if isinstance(errand, Side) and errand.opposite not in history.errands:
                    history.put(history.timeline.trimmed(LOADED_CAP, errand.opposite))
                await self._find_oldest(key, history, run)
                self._enter(history, Phase.READY)  # whatever failed before: there is a way on from here

    async def _verify(self, key: ConversationKey, history: History, request: Request) -> None:
        """Read the page of `request`, which shows what has become of archived messages since they were fetched.

        One at a time: of those wanted meanwhile only the latest is read, so that scrolling fast asks for little.
        """
        history.to_verify = request
        if _VERIFYING in history.errands:
            return
        with history.running(_VERIFYING) as episode:
            while history.to_verify is not None and history.episode == episode and not self._is_offline():
                wanted, history.to_verify = history.to_verify, None
                try:
                    run = await read_run(self._service(), key, wanted, self._generation)
                except RoamingError:
                    return  # they stay as they are, and are looked at again when they come into sight again
                if history.episode == episode and self._open.get(key) is history:
                    self._take_run(key, history, run)

    def _take_run(self, key: ConversationKey, history: History, run: Run) -> None:
        if history.is_doubted and run.reaches_oldest:
            run = replace(run, gone_from=START)
        attaches = run.reaches_newest and run.generation == self._generation
        self._publish(HistoryRead(key, run, frozenset(history.came), attaches))

    def _tell_newest(self, key: ConversationKey, history: History) -> None:
        """Tell the list which message is the last one, where that is known."""
        timeline = history.timeline
        if not timeline.attached or history.phase is Phase.LOADING:
            return
        if timeline.messages:
            self._publish(NewestKnown(key, timeline.messages[-1]))
        elif timeline.older.state is EdgeState.END:
            self._publish(NewestKnown(key, None))

    def _touch(self, key: ConversationKey) -> History:
        """The history of `key`, now the one most recently looked at; the one least so may go."""
        history = self._open.pop(key, None) or self._begun()
        self._open[key] = history
        for stale in [each for each in list(self._open)[:-OPEN_CAP] if not self._open[each].is_busy]:
            del self._open[stale]
        return history

    def _failed(self, timeline: Timeline, errand: Errand, error: RoamingError) -> Timeline:
        """The edge or the gap that could not be loaded, and why."""
        is_offline = isinstance(error, NotConnectedError) or (isinstance(error, TransportError) and self._is_offline())
        return timeline.offline(errand) if is_offline else timeline.failed(errand, str(error))

    def _begun(self) -> History:
        history = History()
        history.detach(self._generation)
        return history

    def _put(self, history: History, timeline: Timeline) -> None:
        history.put(timeline)
        self._notify()

    def _enter(self, history: History, phase: Phase, reason: str = "") -> None:
        history.phase, history.reason = phase, reason
        self._changed(history)

    def _changed(self, history: History) -> None:
        history.changed()
        self._notify()
