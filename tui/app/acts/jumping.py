"""Going from one conversation to another: by its name, and to the next one that has something new."""

from __future__ import annotations

from tui.app.acts.act import Act, Acts
from tui.app.acts.desk import Desk
from tui.app.room import is_too_small
from tui.app.screens.jump import JumpScreen
from tui.i18n import _
from tui.models import ConversationKey
from tui.store.snapshots import ConversationItem


class Jumping:
    """The conversation that is read now comes last of those opened lately: one is there already."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def acts(self) -> Acts:
        return {
            "jump": Act(self._ask),
            "next_unread": Act(lambda: self._go_to_unread(1)),
            "previous_unread": Act(lambda: self._go_to_unread(-1)),
        }

    def _ask(self) -> None:
        if not is_too_small(self._desk.app.size):
            self._desk.app.push_screen(JumpScreen(self._recent_first(), self._desk.glyphs), self._go)

    def _go(self, key: ConversationKey | None) -> None:
        if key is not None:
            self._desk.open(key)

    def _recent_first(self) -> list[ConversationItem]:
        store = self._desk.store
        listed = {item.key: item for item in store.conversations.snapshot().items}
        recent = [key for key in store.habits.recent if key in listed]
        if recent and recent[0] == self._desk.shown:
            recent.append(recent.pop(0))
        return [listed[key] for key in dict.fromkeys((*recent, *listed))]

    def _go_to_unread(self, step: int) -> None:
        """In the order of the list, and from its end on from its beginning."""
        if not self._desk.panes.conversations.move_to_unread(step):
            self._desk.say(_("Nothing is unread in another conversation of the list."), "information")
