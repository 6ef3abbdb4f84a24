"""Going to a place in any conversation, and back to where one came from."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

from tui.app.acts.act import Act, Acts
from tui.app.acts.desk import Desk
from tui.app.acts.jumps import Jumps
from tui.app.widgets.history.place import FOLLOW, place_at
from tui.i18n import _
from tui.models import ConversationKey
from tui.runs import Position
from tui.spots import Spot
from tui.store.landing import Landing
from tui.timeline.edges import Side


class Going:
    """Every far move is remembered, so that one can go back.

    The places of messages are those of `tui.runs.position`; `Position(time, 0)` is that of the first message sent at or
    after a time (ms since 1970).
    """

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._jumps = Jumps()
        self._under_way: asyncio.Task[Any] | None = None

    def acts(self) -> Acts:
        return {"back": Act(self._back, self._is_reading), "forward": Act(self._forward, self._is_reading)}

    def go_to(self, conversation: ConversationKey, place: Position) -> None:
        """Show the message at a place in the middle of the screen, in its context.

        From the archive or, where that lacks it, from the service. Where the message has gone, what is nearest to it is
        shown and the user is told.
        """
        self._desk.run(self._visit(Spot(conversation, place), _gone))

    async def arrive(self, conversation: ConversationKey, place: Position) -> bool:
        """As `go_to`, for whoever waits until it is shown; False where there is nothing. Raises RoamingError."""
        return await self._visit(Spot(conversation, place), _gone)

    async def back_to(self, spot: Spot) -> None:
        """Show a place as it was left, without noting where one comes from. Raises RoamingError."""
        await self._visit(spot, _gone, is_new=False)

    async def end_of(self, conversation: ConversationKey) -> None:
        """Show the newest end of a conversation, and follow it. Raises RoamingError."""
        self._begin()
        await self._desk.store.histories.go_to_end(conversation, Side.NEWER)
        self._desk.store.show_all()
        self._desk.show(conversation, FOLLOW)

    def go_to_next(self, conversation: ConversationKey, place: Position) -> None:
        """Show the first message at or after a place, or else the newest."""
        self._desk.run(self._visit(Spot(conversation, place), lambda _landing: ""))

    def go_to_message(self, conversation: ConversationKey, message_id: str) -> None:
        """As `go_to`, for a message of which no more than the id is known."""
        self._desk.run(self._find(conversation, message_id))

    def go_to_time(self, conversation: ConversationKey, time: int) -> None:
        """Show the first message sent at or after a time (ms since 1970).

        Where all messages are newer or older, the nearest one is shown and the user is told.
        """
        self._desk.run(self._visit(Spot(conversation, Position(time, 0)), _beyond))

    def leave(self, spot: Spot | None) -> None:
        """Note that one goes far away from here."""
        if spot is not None:
            self._jumps.leave(spot)

    @property
    def is_under_way(self) -> bool:
        """Whether a place is gone to that is not there yet."""
        return self._under_way is not None and not self._under_way.done()

    def stop(self) -> None:
        """Stay here; what has come on the way is archived."""
        if self._under_way is not None and self._under_way is not asyncio.current_task():
            self._under_way.cancel()
        self._under_way = None

    def _begin(self) -> None:
        """Whatever was gone to before is not gone to any more."""
        self.stop()
        self._under_way = asyncio.current_task()

    async def _find(self, conversation: ConversationKey, message_id: str) -> None:
        self._begin()
        place = await self._desk.store.histories.place_of(conversation, message_id)
        if place is None:
            self._desk.say(_("This message is not there any more, nor any other of its conversation."))
        else:
            await self._visit(Spot(conversation, place), _gone)

    async def _visit(self, target: Spot, remark: Callable[[Landing], str], *, is_new: bool = True) -> bool:
        """`remark` is what to say of where one has come to, '' for nothing; `is_new`: it is no way back or forward.

        False where one has not come anywhere.
        """
        self._begin()
        landing = await self._desk.store.histories.go_to(target.conversation, target.position)
        if landing is None:
            self._desk.say(_("There is no message in this conversation."))
            return False
        if is_new:
            self.leave(self._desk.panes.history.spot)
        self._desk.store.show_all()
        line = self._desk.panes.history.middle if target.line is None else target.line
        self._desk.show(target.conversation, place_at(landing.message, line, stays=is_new))
        if told := landing.doubt or remark(landing):
            self._desk.say(told)
        return True

    def _back(self) -> None:
        self._move(self._jumps.back(self._desk.panes.history.spot))

    def _forward(self) -> None:
        self._move(self._jumps.forward(self._desk.panes.history.spot))

    def _move(self, target: Spot | None) -> None:
        if target is None:
            self._desk.say(_("There is no other place to go to."), "information")
        else:
            self._desk.run(self._visit(target, _gone, is_new=False))

    def _is_reading(self) -> bool:
        return self._desk.shown is not None


def _gone(landing: Landing) -> str:
    if landing.is_exact:
        return ""
    return _("This message is not there any more; here is the one that is nearest to it.")


def _beyond(landing: Landing) -> str:
    if landing.is_oldest:
        return _("There is nothing older; this is the oldest message.")
    return _("There is nothing newer; this is the newest message.") if landing.is_newest else ""
