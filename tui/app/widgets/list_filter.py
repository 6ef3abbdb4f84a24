"""The line above the conversation list in which is typed what to look for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from textual.binding import BindingType
from textual.message import Message
from textual.widgets import Input

from tui.app.keymap import TITLES, Where, bindings
from tui.app.widgets.steady_input import SteadyInput
from tui.i18n import _


class ListFilter(SteadyInput):
    """There only while something is looked for."""

    BINDING_GROUP_TITLE = TITLES[Where.FILTER]
    BINDINGS: ClassVar[list[BindingType]] = bindings(Where.FILTER)

    @dataclass
    class Cancelled(Message):
        """All conversations are wanted again."""

        field: ListFilter

        @property
        def control(self) -> ListFilter:
            return self.field

    def __init__(self) -> None:
        super().__init__(placeholder=_("Name, id or mark"), compact=True)
        self.display = False

    def begin(self) -> None:
        """Take what is typed from now on."""
        self.display = True
        self.focus()

    def end(self) -> None:
        """Go, with all that was typed."""
        with self.prevent(Input.Changed):
            self.value = ""
        self.display = False

    def on_blur(self) -> None:
        if not self.value.strip():
            self.end()

    def action_cancel(self) -> None:
        self.post_message(self.Cancelled(self))
