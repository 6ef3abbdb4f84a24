"""Fills the windows of histories: from the archive first, and where it has nothing more, from the service."""

from __future__ import annotations

from collections.abc import Callable

from tui.errors import NotConnectedError, RoamingError, TransportError
from tui.events import Event, NewestKnown
from tui.models import ChatMessage, ConversationKey
from tui.runs import Run, Stretch
from tui.store.connection import Connection
from tui.store.failures import is_of_the_network
from tui.store.history import LOADED_CAP, Errand, History
from tui.store.reading import Reading
from tui.store.snapshots import Phase
from tui.store.verifying import Verifying
from tui.timeline.timeline import EdgeState, Request, Side, Timeline

FROM_NEWEST = Request(up=True)
FROM_OLDEST = Request(up=False)


class Loading:
    """Every method loads for one history; how it went is said by its window and its phase, never by an exception."""

    def __init__(
        self,
        reading: Reading,
        publish: Callable[[Event], None],
        notify: Callable[[], None],
        connection: Connection,
    ) -> None:
        self._reading = reading
        self._publish = publish
        self._notify = notify
        self._connection = connection
        self._verifying = Verifying(reading, connection)

    async def restore(self, key: ConversationKey, history: History) -> None:
        """Show what the archive has of a history that nothing is known of yet."""
        if history.is_restored:
            return
        with history.waiting():
            stretch = await self._reading.stretch(key, Side.OLDER, None)
            if not history.is_restored:
                history.open_at_newest(stretch)
                self._notify()

    async def jump(self, key: ConversationKey, history: History, side: Side) -> None:
        """Begin anew at the end of `side`; what was loaded stays to be seen until something else comes."""
        history.begin()
        history.jump = side
        await (self._to_newest if side is Side.NEWER else self._to_oldest)(key, history)

    async def newest(self, key: ConversationKey, history: History) -> Run | None:
        """Read the newest page, and tell of the newest message; None where that failed, or is of no use any more."""
        with history.waiting():
            run = await self._end(key, history, FROM_NEWEST)
            if run is not None and (message := _newest(run, history)) is not None:
                self._publish(NewestKnown(key, message))
            return run

    async def verify(self, key: ConversationKey, history: History) -> bool:
        """Verify one more page of what was loaded before; returns whether there may be more. See `Verifying`."""
        return await self._verifying.look_again(key, history)

    async def beyond(self, key: ConversationKey, history: History, side: Side) -> None:
        """Load what is beyond an edge, which is not its END. Does nothing while it is on its way."""
        if side in history.errands:
            return
        with history.running(side) as episode:
            stretch = await self._stretch_beyond(key, history, side)
            if history.episode != episode:
                return
            request = history.timeline.request(side)
            extended = history.timeline.extended(side, stretch)
            is_end = extended.edge(side).state is EdgeState.END
            self._put(history, extended.trimmed(LOADED_CAP, side.opposite))
        if stretch.messages:
            await self._verifying.look(key, history, side, stretch, request)
        elif not is_end:
            await self._page(key, history, side, request)
        if side is Side.NEWER and is_end and not history.timeline.attached:
            await self.newest(key, history)

    async def _stretch_beyond(self, key: ConversationKey, history: History, side: Side) -> Stretch:
        """What the archive has beyond the edge, as the window is when that is known: messages stream in meanwhile."""
        while True:
            outermost = history.timeline.outermost(side)
            stretch = await self._reading.stretch(key, side, outermost)
            if history.timeline.outermost(side) == outermost:
                return stretch

    async def gap(self, key: ConversationKey, history: History, message_key: str, side: Side) -> None:
        """Load a page of a gap: its newer part with `side` OLDER, else its older part. Does nothing while one comes."""
        request = history.timeline.gap_request(message_key, side)
        if request is not None and message_key not in history.errands:
            await self._page(key, history, message_key, request)

    async def _to_newest(self, key: ConversationKey, history: History) -> None:
        episode = history.episode
        if await self._show_archived(key, history, Side.NEWER):
            history.jump = None
        if history.episode != episode:
            return
        run = await self.newest(key, history)
        if run is not None and history.goes(Side.NEWER, episode):
            history.jump = None
            if history.is_in_its_middle:  # the archive could not say where its newest end is
                self._put(history, history.timeline.emptied().covered(run))

    async def _to_oldest(self, key: ConversationKey, history: History) -> None:
        episode = history.episode
        is_offline = self._connection.is_cut_off
        run = None if is_offline else await self._end(key, history, FROM_OLDEST)
        if not history.goes(Side.OLDER, episode):
            return
        await self._show_archived(key, history, Side.OLDER)
        if not history.goes(Side.OLDER, episode):
            return
        if is_offline:
            if history.timeline.older.state is not EdgeState.END:
                history.put(history.timeline.offline(Side.OLDER))  # there is nothing older to be had for now
            self._enter(history, Phase.READY)
        if run is not None and history.begins_with(run):
            self._put(history, history.timeline.emptied().covered(run))
            await self._find_oldest(key, history, run)
        if (run is not None or is_offline) and history.goes(Side.OLDER, episode):
            history.jump = None

    async def _show_archived(self, key: ConversationKey, history: History, side: Side) -> bool:
        """Let the window be the archive's outermost messages at `side`; returns whether it is.

        It is not where the archive has none, nor where the window is not to go there any more.
        """
        with history.waiting() as episode:
            stretch = await self._reading.stretch(key, side.opposite, None)
            if not (stretch.messages and history.goes(side, episode)):
                return False
            self._put(history, history.timeline.emptied().extended(side.opposite, stretch))
            return True

    async def _end(self, key: ConversationKey, history: History, request: Request) -> Run | None:
        """Read the page at an end of the history."""
        self._enter(history, Phase.LOADING)
        with history.waiting() as episode:
            try:
                run = await self._reading.page(key, history, request)
            except RoamingError as error:
                self._fail(history, request, error)
                return None
            except BaseException:
                if history.episode == episode:
                    self._enter(history, Phase.WAITING)  # cancelled: nobody is fetching any more
                raise
            if run is not None:
                history.lacks_newest = history.lacks_newest and request != FROM_NEWEST
                await self._find_oldest(key, history, run)
                if history.episode == episode:
                    self._enter(history, Phase.READY)
            return run

    async def _page(self, key: ConversationKey, history: History, errand: Errand, request: Request) -> None:
        """Read the page that an edge or a gap asks for."""
        self._put(history, history.timeline.loading(errand))
        with history.running(errand) as episode:
            try:
                run = await self._reading.page(key, history, request)
            except RoamingError as error:
                self._put(history, self._failed(history.timeline, errand, error))
                return
            except BaseException:
                if history.episode == episode:
                    self._put(history, history.timeline.at_rest(errand))
                raise
            if run is not None:
                if isinstance(errand, Side) and errand.opposite not in history.errands:
                    history.put(history.timeline.trimmed(LOADED_CAP, errand.opposite))
                await self._find_oldest(key, history, run)
                history.jump = None
                if not history.lacks_newest and history.phase is Phase.FAILED:
                    self._enter(history, Phase.READY)  # whatever failed before: there is a way on from here

    async def _find_oldest(self, key: ConversationKey, history: History, run: Run) -> None:
        """Where the service has nothing older than the window, there may still be something older in the archive."""
        if history.timeline.older.state is EdgeState.END or not (run.reaches_oldest and history.begins_with(run)):
            return
        place = history.timeline.outermost(Side.OLDER)
        with history.waiting():
            stretch = await self._reading.stretch(key, Side.OLDER, place)
            if history.timeline.outermost(Side.OLDER) == place:
                self._put(history, history.timeline.extended(Side.OLDER, stretch))

    def _fail(self, history: History, request: Request, error: RoamingError) -> None:
        if request == FROM_NEWEST:
            never_asked = isinstance(error, NotConnectedError)
            history.lacks_newest = never_asked or is_of_the_network(error)
            if history.lacks_newest and not history.timeline.messages:
                history.put(history.timeline.offline(Side.OLDER))
            if history.lacks_newest and not never_asked:
                self._connection.lacks(error)
        self._enter(history, Phase.FAILED, str(error))

    def _failed(self, timeline: Timeline, errand: Errand, error: RoamingError) -> Timeline:
        """The edge or the gap that could not be loaded, and why."""
        has_no_network = isinstance(error, TransportError) and self._connection.is_cut_off
        is_offline = isinstance(error, NotConnectedError) or has_no_network
        return timeline.offline(errand) if is_offline else timeline.failed(errand, str(error))

    def _put(self, history: History, timeline: Timeline) -> None:
        history.put(timeline)
        self._notify()

    def _enter(self, history: History, phase: Phase, reason: str = "") -> None:
        history.phase, history.reason = phase, reason
        history.changed()
        self._notify()


def _newest(run: Run, history: History) -> ChatMessage | None:
    """The newest message once the newest page was read; None where a later one may have come meanwhile."""
    timeline = history.timeline
    if timeline.attached and timeline.messages:
        return timeline.messages[-1] if run.messages else None
    is_current = run.generation == timeline.generation and history.came.keys() <= {each.key for each in run.messages}
    return run.messages[-1] if run.messages and is_current else None
