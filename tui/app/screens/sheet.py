"""A sheet of text in front of the panes, to be scrolled and closed."""

from __future__ import annotations

from typing import ClassVar

from textual.binding import BindingType
from textual.containers import VerticalScroll
from textual.screen import ModalScreen

from tui.app.keymap import TITLES, Where, bindings


class Sheet(ModalScreen[None]):
    """Whoever derives from it composes one `VerticalScroll`."""

    BINDING_GROUP_TITLE = TITLES[Where.HELP]
    BINDINGS: ClassVar[list[BindingType]] = bindings(Where.HELP)

    def action_close(self) -> None:
        self.dismiss(None)

    def action_scroll(self, lines: int) -> None:
        self.query_one(VerticalScroll).scroll_relative(y=lines, animate=False)

    def action_page(self, direction: int) -> None:
        scroll = self.query_one(VerticalScroll)
        scroll.scroll_relative(y=direction * scroll.size.height, animate=False)
