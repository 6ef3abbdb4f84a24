"""Looks in the background whether the service still has what was shown from the archive."""

from __future__ import annotations

from tui.errors import RoamingError
from tui.models import ConversationKey
from tui.runs import START, Stretch, position
from tui.store.connection import Connection
from tui.store.history import History
from tui.store.reading import Reading
from tui.timeline.timeline import Request, Side

_ERRAND = "verifying"


class Verifying:
    """Reads the pages of archived messages that come into sight for the first time on a connection."""

    def __init__(self, reading: Reading, connection: Connection) -> None:
        self._reading = reading
        self._connection = connection

    async def look(
        self, key: ConversationKey, history: History, side: Side, stretch: Stretch, request: Request
    ) -> None:
        """Verify `stretch`, which was read beyond `side`; `request` asks the service for what is there.

        What the service keeps no more cannot be verified. One page at a time: of those wanted meanwhile only the latest
        is read, so that scrolling fast asks for little.
        """
        floor = history.timeline.floor or START
        if self._connection.is_cut_off or history.verified.issuperset(
            each.key for each in stretch.messages if position(each) >= floor
        ):
            return
        history.to_verify = request if stretch.joins else _within(stretch, side) or request
        if _ERRAND in history.errands:
            return
        with history.running(_ERRAND) as episode:
            while history.episode == episode and history.to_verify is not None and not self._connection.is_cut_off:
                wanted, history.to_verify = history.to_verify, None
                try:
                    await self._reading.page(key, history, wanted)
                except RoamingError:
                    return  # they stay as they are, and are looked at again when they come into sight again

    async def look_again(self, key: ConversationKey, history: History) -> bool:
        """Verify one more page of what was loaded before the present connection; returns whether there may be more."""
        request = history.next_to_verify()
        if request is None or self._connection.is_cut_off or _ERRAND in history.errands:
            return False
        with history.running(_ERRAND):
            try:
                run = await self._reading.page(key, history, request)
            except RoamingError:
                return False
            if run is not None:
                history.looked_from = START if run.reaches_oldest else run.first
            return run is not None


def _within(stretch: Stretch, side: Side) -> Request | None:
    """The page of `stretch` beyond a gap, from its nearest message on; None where none has an id."""
    nearest_first = reversed(stretch.messages) if side is Side.OLDER else iter(stretch.messages)
    found = next((message for message in nearest_first if message.id), None)
    return Request(side is Side.OLDER, found.id, position(found)) if found else None
