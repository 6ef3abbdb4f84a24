"""Reads histories: from the archive as they are there, from the service with what a page says of all the rest."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from tui.errors import ArchiveError, RoamingError
from tui.events import Event, HistoryRead
from tui.limits import LARGEST_PAGE
from tui.models import ChatMessage, ConversationKey
from tui.runs import START, Position, Run, Stretch
from tui.store.archive import Archive
from tui.store.history import History
from tui.store.pages import read_run
from tui.store.service import Service
from tui.store.windows import Windows
from tui.timeline.timeline import Request, Side


class Reading:
    """Reads for the histories in `windows`; every page is told to `publish`, unless it is of no use any more."""

    def __init__(
        self,
        windows: Windows,
        service: Callable[[], Service],
        archive: Callable[[], Archive],
        publish: Callable[[Event], None],
        kept_from: Callable[[], Position | None],
    ) -> None:
        """`kept_from`: from where on the service has forgotten nothing by itself; None where that is not known."""
        self._windows = windows
        self._service = service
        self._archive = archive
        self._publish = publish
        self._kept_from = kept_from
        self._doubted: set[ConversationKey] = set()

    def doubt(self, key: ConversationKey) -> None:
        """Something was deleted, and nobody said what: what no page shows has gone, rather than grown too old."""
        self._doubted.add(key)

    async def page(self, key: ConversationKey, history: History, request: Request) -> Run | None:
        """The page of `request`; None where the window was begun anew or dropped meanwhile. Raises RoamingError."""
        generation = self._windows.generation
        with history.waiting() as episode:
            history.asked += 1
            number = history.asked
            try:
                run = await read_run(self._service(), key, request, generation)
            except RoamingError:
                if self._is_current(key, history, episode):
                    raise
                return None
            if not self._is_current(key, history, episode):
                return None
            keys = frozenset(each.key for each in run.messages)
            self._tell(key, history, run, history.came_since(number))
            history.came.update(dict.fromkeys(keys, number))
            for edit in history.edits_since(number, keys):
                self._publish(edit)  # again: the page may have been made before it
            return run

    async def stretch(self, key: ConversationKey, side: Side, place: Position | None) -> Stretch:
        """What the archive has beyond a place; an archive that cannot be read has nothing."""
        try:
            archive = self._archive()
            return await (archive.older if side is Side.OLDER else archive.newer)(key, place, LARGEST_PAGE)
        except ArchiveError:
            return Stretch()

    async def around(self, key: ConversationKey, place: Position) -> Stretch:
        """What the archive has around a place; an archive that cannot be read has nothing."""
        try:
            return await self._archive().around(key, place.time, LARGEST_PAGE)
        except ArchiveError:
            return Stretch()

    async def archived_place(self, key: ConversationKey, message_key: str) -> Position | None:
        """Where the archive has a message; None where it has it not, or cannot be read."""
        try:
            return await self._archive().place_of(key, message_key)
        except ArchiveError:
            return None

    async def beside(self, key: ConversationKey, message_id: str | None, *, up: bool) -> ChatMessage | None:
        """The service's message right before (`up`) or after an id (None: at the end), which may be nobody's.

        Raises RoamingError.
        """
        page = await self._service().get_history_messages(
            key.id, key.type, message_id, page_size=1, search_direction="up" if up else "down"
        )
        return page.messages[0] if page.messages else None

    def _is_current(self, key: ConversationKey, history: History, episode: int) -> bool:
        return history.episode == episode and self._windows.holds(key, history)

    def _tell(self, key: ConversationKey, history: History, run: Run, spared: frozenset[str]) -> None:
        is_current = run.generation == self._windows.generation
        if run.reaches_oldest:
            run = replace(run, gone_from=self._gone_from(key, history, run))
            if is_current:
                self._doubted.discard(key)
        attaches = run.reaches_newest and is_current
        self._publish(HistoryRead(key, run, spared, attaches))

    def _gone_from(self, key: ConversationKey, history: History, run: Run) -> Position | None:
        """From where on what a page lacks that reaches the oldest end has been deleted.

        What the service had forgotten before anything was deleted stays, unless nothing is left of the history.
        """
        if key not in self._doubted:
            return self._kept_from()
        floor = history.timeline.floor if run.messages else None
        return START if floor is None else floor
