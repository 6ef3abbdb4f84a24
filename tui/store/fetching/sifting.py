"""Fetching those messages of one conversation that a query can mean, from the parts of it that are not archived."""

from __future__ import annotations

from collections.abc import AsyncIterator

from tui.errors import RoamingError
from tui.events import MessagesFound
from tui.i18n import _
from tui.limits import LARGEST_PAGE
from tui.models import ConversationKey, SearchOptions
from tui.runs import Coverage, Hole
from tui.store.fetching.extent import Extent
from tui.store.fetching.queue import Queue
from tui.store.fetching.urgency import unsaved_since
from tui.store.fetching.wanted import Wanted
from tui.store.pages import EMPTY_PAGES
from tui.store.service import Service

MOST_PARTS = 8
"""Parts of a conversation that are asked for one by one; more of them are asked for as one."""


class Sifting:
    """What comes is archived as what it is: messages of which only is known that they exist.

    A page that was asked for with a filter says nothing of what the filter left out, so no gap becomes smaller by it.
    """

    def __init__(self, service: Service, archive: Queue, before: Coverage, wanted: Wanted) -> None:
        """`before`: what is archived when it begins, which says what is to be asked for."""
        self.key: ConversationKey = before.key
        self.fetched = 0
        """Messages that came, known ones among them."""
        self.extent = Extent()
        self.asked: tuple[Hole, ...] = ()
        """The parts that have been asked for to their end."""
        self._service = service
        self._archive = archive
        self._wanted = wanted
        self._parts = tuple(part for hole in holes(before) if (part := wanted.part(hole)) is not None)
        self._since = unsaved_since(before)

    async def pages(self) -> AsyncIterator[int]:
        """Fetch and write a page at each step, newest first; gives how urgent the conversation is, see `Filling`.

        Raises RoamingError; what came before it is kept.
        """
        for part in reversed(_at_most(MOST_PARTS, self._parts)):
            for options in self._wanted.options(self.key, part) or ():
                async for _count in self._walk(options):
                    yield self._since
            self.asked = (*self.asked, part)

    async def _walk(self, options: SearchOptions) -> AsyncIterator[int]:
        """Every page of what is asked for; gives the messages of each."""
        cursor: str | None = None
        seen: set[str | None] = {None}
        in_vain = 0
        while in_vain < EMPTY_PAGES:
            page = await self._service.get_history_messages(
                *(self.key.id, self.key.type, cursor), page_size=LARGEST_PAGE, search_options=options
            )
            self.fetched += len(page.messages)
            in_vain = 0 if page.messages else in_vain + 1
            if page.messages:
                await self._archive.put(MessagesFound(self.key, page.messages))
            yield len(page.messages)
            oldest = min((each.time for each in page.messages), default=None)
            is_past = oldest is not None and oldest < (options.start_time or 0)  # a server without this filter
            if page.is_last or page.cursor in seen or is_past:
                return
            cursor = page.cursor
            seen.add(cursor)
        raise RoamingError(_("The service sent many pages without a new message."))


def holes(coverage: Coverage) -> tuple[Hole, ...]:
    """Where messages may be that are not archived, oldest first: after the newest that is archived, too."""
    if not coverage.messages:
        return (Hole(None, None),)
    return (*coverage.missing, Hole(coverage.newest, None))


def _at_most(count: int, parts: tuple[Hole, ...]) -> tuple[Hole, ...]:
    """`parts`, or all from the first to the last as one where there are more."""
    return parts if len(parts) <= count else (Hole(parts[0].after, parts[-1].before),)
