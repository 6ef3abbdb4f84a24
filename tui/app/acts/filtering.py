"""Showing only the messages of a history that are looked for, and all of them again."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING

from tui.app.acts.act import Act, Acts
from tui.app.acts.desk import Desk
from tui.app.acts.going import Going
from tui.app.acts.patience import Patience
from tui.app.screens.prompt import LinePrompt
from tui.app.widgets.history.place import place_at
from tui.app.widgets.history.spread import Find
from tui.i18n import _
from tui.models import ConversationKey
from tui.spots import Spot

if TYPE_CHECKING:  # nobody searches before the first frame
    from tui.query import Query

EXAMPLE = 'tea from:bob "green tea" kind:image -not'


class Filtering:
    """The cursor stays on its message when the filter goes, and goes to the nearest hit when it comes."""

    def __init__(self, desk: Desk, going: Going, patience: Patience) -> None:
        self._desk = desk
        self._patience = patience
        self._going = going
        self._origin: Spot | None = None
        self._find: Find | None = None

    def acts(self) -> Acts:
        return {
            "filter_messages": Act(self._toggle, self._is_reading),
            "more_context": Act(partial(self._widen, 1), self._is_on),
            "less_context": Act(partial(self._widen, -1), self._is_on),
            "fetch_filtered": Act(self._fetch, self._is_on),
        }

    @property
    def find(self) -> Find | None:
        """Where in a text is what the history is filtered by; None where it is not filtered."""
        return self._find if self._is_on() else None

    @property
    def is_fetching(self) -> bool:
        """Whether what is missing is being fetched for the filter."""
        return self._is_on() and self._desk.store.filtered.is_fetching

    def stop(self) -> None:
        """Fetch nothing more; what has come is archived."""
        self._desk.store.filtered.stop()

    @property
    def is_on(self) -> bool:
        """Whether the history that is shown is filtered."""
        return self._is_on()

    def leave(self) -> None:
        """Show all messages again, from where one is."""
        spot = self._desk.panes.history.spot or self._origin
        self._desk.store.show_all()
        if spot is not None:
            self._desk.run(self._going.back_to(spot))

    def _toggle(self) -> None:
        if self._is_on():
            self.leave()
            return
        prompt = LinePrompt(_("Show only:"), EXAMPLE, _read)
        self._desk.app.push_screen(prompt, self._begin)

    def _begin(self, wanted: tuple[str, Query] | None) -> None:
        if wanted is not None:
            self._patience.run(self._filter(*wanted), _("Looking for matching messages… Esc stops"))

    async def _filter(self, text: str, query: Query) -> None:
        from tui.query import spans

        desk, pane = self._desk, self._desk.panes.history
        key, message = desk.shown, pane.cursor_message
        if key is None or message is None:
            return
        self._origin = pane.spot
        await desk.store.filtered.begin(key, text, query, message.time)
        nearest = desk.store.filtered.nearest(message.time)
        if key != desk.shown or (nearest is None and self._is_complete(key)):
            desk.store.show_all()
            desk.say(_("No archived message of this conversation matches."), "information")
            return
        self._find = partial(spans, query)
        if nearest is None:
            return
        line = self._origin.line if self._origin and self._origin.line is not None else pane.middle
        desk.show(key, place_at(nearest, line))

    def _is_complete(self, key: ConversationKey) -> bool:
        """Whether there is nothing that could be fetched for the filter."""
        coverage = self._desk.store.history(key).coverage
        return coverage is not None and coverage.is_complete

    def _fetch(self) -> None:
        self._desk.run(self._desk.store.filtered.fetch())

    def _widen(self, lines: int) -> None:
        self._desk.run(self._desk.store.filtered.widen(lines))

    def _is_on(self) -> bool:
        return self._desk.shown is not None and self._desk.store.filters(self._desk.shown)

    def _is_reading(self) -> bool:
        return self._desk.shown is not None


def _read(text: str) -> tuple[str, Query]:
    from tui.query import parse

    return text.strip(), parse(text, datetime.now(UTC))
