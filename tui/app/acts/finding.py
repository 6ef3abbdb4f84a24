"""Looking for messages, walking from hit to hit, and coming back to where one was."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from tui.app.acts.act import Act, Acts
from tui.app.acts.desk import Desk
from tui.app.acts.going import Going
from tui.app.acts.patience import Patience
from tui.app.glyphs import Glyphs
from tui.app.widgets.history.spread import Find
from tui.i18n import _
from tui.lenses import Lenses
from tui.models import ConversationKey
from tui.runs import position
from tui.spots import Spot
from tui.timeline.edges import Side

if TYPE_CHECKING:  # nobody searches before the first frame
    from tui.app.screens.search import Answer


@dataclass(frozen=True, slots=True)
class _Origin:
    """Where a search began. `spot`: None at the newest end; `is_reading`: with the focus in the history."""

    conversation: ConversationKey
    spot: Spot | None
    is_reading: bool


class Finding:
    """The hits of the last search are marked until one leaves it, which leads back to where it began."""

    def __init__(self, desk: Desk, going: Going, glyphs: Glyphs, lenses: Lenses, patience: Patience) -> None:
        self._desk = desk
        self._patience = patience
        self._going = going
        self._glyphs = glyphs
        self._lenses = lenses
        self._origin: _Origin | None = None
        self._find: Find | None = None
        self._answer: Answer | None = None
        self._texts: dict[ConversationKey | None, Answer] = {}
        self._walking = asyncio.Lock()

    def acts(self) -> Acts:
        return {
            "search": Act(self._search_here, self._is_reading),
            "search_all": Act(self._search_all),
            "next_hit": Act(partial(self._walk, Side.OLDER), self._is_reading),
            "previous_hit": Act(partial(self._walk, Side.NEWER), self._is_reading),
        }

    @property
    def is_active(self) -> bool:
        """Whether one is at a hit, so that there is a way back."""
        return self._origin is not None

    @property
    def find(self) -> Find | None:
        """Where in a text is what was looked for; None where nothing was."""
        return self._find

    def leave(self) -> None:
        """Go back to where the search began; its hits are marked no more."""
        origin, self._origin = self._origin, None
        self._find = None
        self._desk.show_snapshots()
        if origin is not None:
            self._desk.run(self._return(origin))

    def _search_here(self) -> None:
        self._open(self._desk.shown)

    def _search_all(self) -> None:
        self._open(None)

    def _open(self, within: ConversationKey | None) -> None:
        self._patience.stop()
        from tui.app.screens.search import SearchScreen, Shown

        shown = Shown(self._glyphs, self._lenses)
        screen = SearchScreen(self._desk.store, within, shown, self._desk.say, self._texts.get(within))
        self._desk.app.push_screen(screen, self._take)

    def _take(self, answer: Answer | None) -> None:
        if answer is not None:
            self._texts[answer.findings.within] = answer
            self._desk.run(self._go(answer))

    async def _go(self, answer: Answer) -> None:
        from tui.query import spans

        origin = self._origin or self._here()
        if not await self._going.arrive(answer.hit.key, position(answer.hit.message)):
            return
        self._origin = origin  # not before: where one does not arrive, there is nothing to come back from
        self._answer = answer
        query = answer.findings.query
        self._find = partial(spans, query) if query is not None else None
        self._desk.show_snapshots()

    def _walk(self, side: Side) -> None:
        if self._answer is None:
            self._desk.say(_("Nothing was looked for yet: / does that."), "information")
        else:
            self._patience.run(self._walk_on(side), _("Looking for the next hit… Esc stops"))

    async def _walk_on(self, side: Side) -> None:
        """One step after the other, however fast the keys come."""
        async with self._walking:
            answer = self._answer
            if answer is None:
                return
            findings = answer.findings
            hit = await self._desk.store.searching.beside(findings, self._place(answer, side), side)
            if hit is not None:
                await self._go(type(answer)(hit, findings))
            elif side is Side.OLDER:
                self._desk.say(_("There is no older hit."), "information")
            else:
                self._desk.say(_("There is no newer hit."), "information")

    def _place(self, answer: Answer, side: Side) -> int:
        """Where to go on from: the hit, unless the user has gone elsewhere since."""
        from tui.query import place_of

        pane, hit = self._desk.panes.history, answer.hit
        message = pane.cursor_message
        is_there = message is not None and (pane.conversation, message.key) == (hit.key, hit.message.key)
        if message is None or is_there:
            return hit.place
        return place_of(message.time) if side is Side.OLDER else place_of(message.time + 1) - 1

    def _here(self) -> _Origin | None:
        panes, conversation = self._desk.panes, self._desk.shown
        if conversation is None:
            return None
        spot = None if panes.history.follows else panes.history.spot
        return _Origin(conversation, spot, panes.reading)

    async def _return(self, origin: _Origin) -> None:
        if origin.spot is None:
            await self._going.end_of(origin.conversation)
        else:
            await self._going.back_to(origin.spot)
        self._desk.panes.enter(history=origin.is_reading)

    def _is_reading(self) -> bool:
        return self._desk.shown is not None
