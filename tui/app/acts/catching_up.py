"""Finding out what has happened since one was here."""

from __future__ import annotations

from tui.app.acts.act import Act, Acts
from tui.app.acts.desk import Desk
from tui.app.acts.going import Going
from tui.app.room import is_too_small
from tui.app.screens.changes import ChangesScreen
from tui.changes import Change
from tui.i18n import _


class CatchingUp:
    """What is told once is new no more; it can be looked at again for a while."""

    def __init__(self, desk: Desk, going: Going) -> None:
        self._desk = desk
        self._going = going

    def acts(self) -> Acts:
        return {"changes": Act(lambda: self._desk.run(self._tell()))}

    async def _tell(self) -> None:
        changes = self._desk.store.changes
        latest = await changes.latest()
        if self._desk.app.screen.is_modal or is_too_small(self._desk.app.size):
            return
        if not latest:
            self._desk.say(_("No recalls, edits or deletions have been noted yet."), "information")
            return
        new = [change for change in latest if changes.is_new(change)]
        changes.see(latest[0].number)
        self._desk.show_snapshots()
        screen = ChangesScreen(new, latest[len(new) :], self._desk.store.names.of)
        self._desk.app.push_screen(screen, self._go)

    def _go(self, change: Change | None) -> None:
        if change is None:
            return
        if change.place is None:
            self._desk.open(change.conversation)
        else:
            self._going.go_to(change.conversation, change.place)
