"""What Escape does: it takes back one thing after the other, from what was begun last to where one reads from."""

from __future__ import annotations

from tui.app.acts.act import Act, Acts
from tui.app.acts.arranging import Arranging
from tui.app.acts.desk import Desk
from tui.app.acts.going import Going
from tui.app.acts.seeking import Seeking


class Retreating:
    """Stops what is under way, then shows all conversations, unmarks, leaves what was found, and goes to the list."""

    def __init__(self, desk: Desk, going: Going, seeking: Seeking, arranging: Arranging) -> None:
        self._desk = desk
        self._going = going
        self._seeking = seeking
        self._arranging = arranging

    def acts(self) -> Acts:
        return {"retreat": Act(self._retreat, self._is_offered)}

    def _retreat(self) -> None:
        panes = self._desk.panes
        if self._going.is_under_way:
            self._going.stop()
        elif self._seeking.is_under_way:
            self._seeking.stop()
        elif self._is_in_narrowed_list():
            self._arranging.widen()
        elif panes.reading and panes.history.unmark():
            return
        elif self._seeking.is_active:
            self._seeking.leave()
        else:
            panes.enter(history=False)

    def _is_offered(self) -> bool:
        panes = self._desk.panes
        is_under_way = self._going.is_under_way or self._seeking.is_under_way
        is_apart = self._seeking.is_active or self._is_in_narrowed_list()
        has_marks = panes.reading and panes.history.marked_count.marked > 0
        return panes.stacked or is_under_way or is_apart or has_marks

    def _is_in_narrowed_list(self) -> bool:
        return not self._desk.panes.reading and self._arranging.is_narrowed
