"""Exporting what is marked, what a filter leaves, or a whole conversation."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from tui.app.acts.act import Act, Acts
from tui.app.acts.desk import Desk
from tui.i18n import _, ngettext
from tui.lenses import Lenses
from tui.models import ConversationKey

if TYPE_CHECKING:  # nobody exports before the first frame
    from tui.export import Exported, Format, Progress

MARKED, FILTERED, WHOLE = "marked", "filtered", "whole"


class Exporting:
    """What is exported is what was marked or filtered when the question opened."""

    def __init__(self, desk: Desk, lenses: Lenses) -> None:
        self._desk = desk
        self._lenses = lenses

    def acts(self) -> Acts:
        return {"export": Act(self._ask, self._is_reading)}

    def _ask(self) -> None:
        from tui.app.screens.export import ExportScreen
        from tui.export import Selection

        desk, key = self._desk, self._desk.shown
        if key is None:
            return
        marked = frozenset(message.key for message in desk.panes.history.marked)
        whats = [(_("the whole conversation, as far as it is archived"), WHOLE)]
        if desk.store.filters(key):
            whats.insert(0, (_("what the filter looks for"), FILTERED))
        if marked:
            words = ngettext("{count} marked message", "{count} marked messages", len(marked))
            whats.insert(0, (words.format(count=f"{len(marked):,}"), MARKED))

        async def write(what: str, form: Format, path: Path, tell: Callable[[Progress], None]) -> Exported:
            selection = Selection(keys=await self._keys(key, what, marked))
            return await desk.store.export(key, form, path, selection, tell, self._lenses)

        desk.app.push_screen(ExportScreen(key, desk.store.names.of(key), whats, write), self._tell)

    async def _keys(self, key: ConversationKey, what: str, marked: frozenset[str]) -> frozenset[str] | None:
        """The messages that are meant; None for all."""
        if what == FILTERED and self._desk.store.filters(key):
            return await self._desk.store.filtered.all_keys()
        return marked if what == MARKED else None

    def _tell(self, exported: Exported | None) -> None:
        if exported is None:
            return
        count = ngettext("{count} message written to {path}.", "{count} messages written to {path}.", exported.messages)
        self._desk.say(count.format(count=f"{exported.messages:,}", path=exported.path), "information")
        if not exported.coverage.is_complete:
            self._desk.say(_("Not all of the conversation is archived; the manifest beside the file says what is."))

    def _is_reading(self) -> bool:
        return self._desk.shown is not None
