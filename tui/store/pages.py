"""Asks the service for a page of history and says what it claims, whatever a wrong server sends."""

from __future__ import annotations

from tui.errors import RoamingError
from tui.i18n import _
from tui.limits import LARGEST_PAGE
from tui.models import ConversationKey, SearchOptions
from tui.runs import Run, run_of
from tui.store.service import Service
from tui.timeline.timeline import Request

EMPTY_PAGES = 20
"""Pages without a message on the way that are passed over in a row before one gives up."""


async def read_run(service: Service, key: ConversationKey, request: Request, generation: int = 0) -> Run:
    """The next run of messages in the direction of `request`, asked for during the live connection `generation`.

    A page may be empty without being the end (section 8); a wrong server may send known ones round in circles. Raises
    RoamingError.
    """
    cursor = request.cursor
    options = None if request.since is None else SearchOptions(start_time=request.since)
    direction = "up" if request.up else "down"
    for _attempt in range(EMPTY_PAGES):
        page = await service.get_history_messages(
            key.id, key.type, cursor, page_size=LARGEST_PAGE, search_direction=direction, search_options=options
        )
        run = run_of(page, up=request.up, asked_from=request.asked_from, generation=generation)
        if run is not None and _leads_on(run, request):
            return run
        if page.cursor is None or page.cursor == cursor:
            break
        cursor = page.cursor
    raise RoamingError(_("The service sent many pages without a new message."))


def _leads_on(run: Run, request: Request) -> bool:
    """Whether the run comes closer to the end of the history that `request` looks to."""
    if request.asked_from is None:
        return True
    if run.asked_from is None:
        return False  # the page is from somewhere else
    if request.up:
        return run.reaches_oldest or run.first < request.asked_from
    return run.reaches_newest or run.last > request.asked_from
