"""Going to a place in a history, wherever its window is: what the archive has around it, or else the service."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from tui.errors import NotConnectedError, RoamingError
from tui.i18n import _
from tui.models import ChatMessage, ConversationKey
from tui.runs import Position, number_of, position
from tui.store.connection import Connection
from tui.store.history import History
from tui.store.loading import Loading
from tui.store.reading import Reading
from tui.store.snapshots import Phase
from tui.timeline.timeline import EdgeState, Request, Side


@dataclass(frozen=True, slots=True)
class Landing:
    """Where one has come to: the first message at or after a place, else the last one before it.

    `is_exact`: it is the one at the place. `is_oldest`: there is none at or before the place, neither in the archive
    nor on the service; `is_newest`: there is none at or after it. `doubt`: why there may be a nearer one that is not
    here, as a sentence; '' where there is none.
    """

    message: ChatMessage
    is_exact: bool
    is_oldest: bool = False
    is_newest: bool = False
    doubt: str = ""


class Landings:
    """Opens windows around places. One that is begun later, or any other new beginning, takes over."""

    def __init__(self, reading: Reading, loading: Loading, notify: Callable[[], None], connection: Connection) -> None:
        self._reading = reading
        self._loading = loading
        self._notify = notify
        self._connection = connection

    async def at(self, key: ConversationKey, history: History, place: Position) -> Landing | None:
        """Let the window hold the message at a place with what is around it, or what is nearest; None: there is none.

        Asks the service only where the archive may lack something right there. Raises RoamingError where that fails
        and nothing is here to land on. When it is cancelled, what has come stays in the archive.
        """
        doubt = ""
        if not history.timeline.reaches(place):
            episode = history.begin()
            await self._open(key, history, place)
            if history.episode == episode and not history.timeline.reaches(place):
                doubt = await self._fetch(key, history, place)
        message = history.timeline.nearest(place)
        return None if message is None else _landing(history, message, place, doubt)

    async def place_of(self, key: ConversationKey, history: History, message_id: str) -> Position | None:
        """Where the message with this id is, or would be beside what the service keeps; None: nothing is there.

        Raises RoamingError where only the service could say.
        """
        found = next((each for each in history.timeline.messages if each.key == message_id), None)
        if found is not None:
            return position(found)
        archived = await self._reading.archived_place(key, message_id)
        number = number_of(message_id)
        if archived is not None or number is None:
            return archived
        older = await self._reading.beside(key, message_id, up=True)
        nearest = await self._reading.beside(key, older.id if older else None, up=False) or older
        return Position(nearest.time, number) if nearest else None

    async def _open(self, key: ConversationKey, history: History, place: Position) -> None:
        with history.waiting() as episode:
            stretch = await self._reading.around(key, place)
            if history.episode == episode and stretch.messages:
                history.is_restored = True
                history.jump = None
                history.phase, history.reason = Phase.READY, ""
                history.put(history.timeline.opened(stretch))
                self._notify()

    async def _fetch(self, key: ConversationKey, history: History, place: Position) -> str:
        """Read what is right after and right before a place; returns why that could not be done."""
        episode = history.episode
        self._count(history, episode, 0)
        try:
            if self._connection.is_cut_off:
                raise NotConnectedError(_("Messages right there may be missing: it takes the network to fetch them."))
            await self._read(key, history, place)
            if history.episode == episode:
                await self._open(key, history, place)
        except RoamingError as error:
            if not history.timeline.messages:
                raise
            return str(error)
        finally:
            self._count(history, episode, None)
        return ""

    async def _read(self, key: ConversationKey, history: History, place: Position) -> None:
        episode = history.episode
        since = Request(up=False, asked_from=Position(place.time, 0), since=place.time)
        run = await self._reading.page(key, history, since)
        if run is None:
            return
        if not run.messages:
            await self._loading.jump(key, history, Side.NEWER)
            return
        self._count(history, episode, len(run.messages))
        first = run.messages[0]
        before = await self._reading.page(key, history, Request(True, first.id, position(first))) if first.id else None
        self._count(history, episode, len(run.messages) + len(before.messages if before else ()))

    def _count(self, history: History, episode: int, fetched: int | None) -> None:
        """Tell how many messages have come, unless the history has been begun anew since."""
        if history.episode == episode:
            history.fetched = fetched
            self._notify()


def _landing(history: History, message: ChatMessage, place: Position, doubt: str) -> Landing:
    timeline = history.timeline
    is_oldest = timeline.messages[0] is message and timeline.older.state is EdgeState.END and position(message) > place
    is_newest = timeline.newer.state is EdgeState.END and position(message) < place  # else it would not be the nearest
    return Landing(message, position(message) == place, is_oldest, is_newest, doubt)
