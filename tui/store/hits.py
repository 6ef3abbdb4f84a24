"""Asking an archive for hits until there are as many as are wanted: its pages may have fewer."""

from __future__ import annotations

from collections.abc import Callable

from tui.models import ConversationKey
from tui.query import Hit, Query
from tui.store.archive import Archive
from tui.timeline.edges import Side


async def find(
    archive: Archive,
    query: Query,
    within: ConversationKey | None,
    limit: int,
    *,
    place: int | None = None,
    side: Side = Side.OLDER,
    is_over: Callable[[], bool] = lambda: False,
) -> tuple[Hit, ...]:
    """The `limit` hits that are nearest to a place (`Hit.place`; None: the newest end) towards a side, nearest first.

    There are fewer only where there are no more, or when it `is_over`. Raises ArchiveError.
    """
    hits: tuple[Hit, ...] = ()
    while not is_over():
        left = limit - len(hits)
        if side is Side.OLDER:
            page = await archive.search(query, within, limit=left, before=place)
        else:
            page = await archive.search(query, within, limit=left, after=place)
        hits, place = (*hits, *page.hits), page.rest
        if place is None or len(hits) >= limit:
            break
    return hits
