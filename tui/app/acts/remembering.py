"""Remembering how conversations are left, coming back to there, and finding what is new since."""

from __future__ import annotations

from contextlib import suppress

from tui.app.acts.act import Act, Acts
from tui.app.acts.desk import Desk
from tui.app.acts.going import Going
from tui.app.widgets.history.place import place_at
from tui.app.widgets.history_pane import HistoryPane
from tui.errors import RoamingError
from tui.i18n import _
from tui.models import ConversationKey
from tui.runs import Position, position
from tui.spots import Spot
from tui.timeline.rows import MessageRow, NewRow, Row


class Remembering:
    """What is noted while reading is there again after a restart."""

    def __init__(self, desk: Desk, going: Going) -> None:
        self._desk = desk
        self._going = going
        self._expected: ConversationKey | None = None

    def acts(self) -> Acts:
        return {"new": Act(self._go_to_new, self._is_reading)}

    def note(self, pane: HistoryPane) -> None:
        """Note where one is, and what one has seen. Costs nothing where that is known."""
        visit = pane.visit
        if visit is not None and visit.conversation != self._expected:
            self._desk.store.visits.leave(visit)

    def expect(self, conversation: ConversationKey | None) -> None:
        """This conversation is to be shown where it was left (None: none is), so that nothing is noted before it is."""
        self._expected = conversation

    async def come_back(self) -> None:
        """Show the conversation that is expected where it was left. Never raises a RoamingError: opening it will."""
        conversation = self._expected
        visit = self._desk.store.visits.of(conversation) if conversation is not None else None
        if visit is not None and visit.spot is not None:
            with suppress(RoamingError):
                await self._return(visit.spot)
        if self._expected == conversation:
            self._expected = None

    async def _return(self, spot: Spot) -> None:
        pane = self._desk.panes.history
        if pane.has_read(spot.conversation) and pane.holds(spot.position):
            return
        landing = await self._desk.store.histories.go_to(spot.conversation, spot.position)
        if landing is not None and self._expected == spot.conversation == self._desk.shown:
            self._desk.show(spot.conversation, place_at(landing.message, spot.line or 0, stays=True), enter=False)

    def _go_to_new(self) -> None:
        conversation = self._desk.shown
        place = self._first_new(conversation) if conversation is not None else None
        if conversation is None or place is None:
            self._desk.say(_("Nothing is new here."), "information")
        else:
            self._going.go_to_next(conversation, place)

    def _first_new(self, conversation: ConversationKey) -> Position | None:
        """From where on messages are new: since the last visit, since the opening, or by the service's count."""
        rows = self._desk.store.histories.snapshot(conversation).rows
        item = self._desk.panes.conversations.cursor_item
        seen = self._desk.store.histories.seen(conversation)
        last = item.last_message if item is not None and item.key == conversation else None
        if seen is not None and last is not None and position(last) > seen:
            return seen._replace(mark=f"{seen.mark}\0")
        line = next((at for at, row in enumerate(rows) if isinstance(row, NewRow)), None)
        if line is not None:
            return next((position(row.message) for row in rows[line:] if isinstance(row, MessageRow)), None)
        return self._unread(rows, item.unread_count) if seen is None and item is not None and last is not None else None

    def _unread(self, rows: tuple[Row, ...], count: int) -> Position | None:
        """Where the last `count` messages of others begin, as far as they are loaded."""
        account = self._desk.store.account
        messages = [row.message for row in rows if isinstance(row, MessageRow)]
        theirs = [each for each in messages if account is None or each.sender != account.user_id]
        return position(theirs[-count:][0]) if count and theirs else None

    def _is_reading(self) -> bool:
        return self._desk.shown is not None
