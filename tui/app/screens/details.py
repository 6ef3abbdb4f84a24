"""All that is known of one message, to be read and copied value by value."""

from __future__ import annotations

from typing import ClassVar, Protocol

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.screen import Screen

from tui.app.glyphs import Glyphs
from tui.app.keymap import TITLES, Where, bindings
from tui.app.widgets.field_list import FieldList
from tui.app.widgets.frame import Frame
from tui.app.widgets.key_line import KeyLine
from tui.i18n import _
from tui.models import ChatMessage
from tui.timeline.details import details


class Copy(Protocol):
    """Puts a text where the user can paste it from."""

    def __call__(self, text: str) -> None:
        """Copy `text` as it is, and tell the user where it went."""


class DetailScreen(Screen[None], inherit_bindings=False):
    """Shows the message as it was when the screen was opened."""

    BINDING_GROUP_TITLE = TITLES[Where.DETAILS]
    BINDINGS: ClassVar[list[BindingType]] = bindings(Where.DETAILS)
    ALLOW_SELECT = False

    def __init__(self, message: ChatMessage, copy: Copy, glyphs: Glyphs) -> None:
        super().__init__()
        self._message = message
        self._copy = copy
        self._glyphs = glyphs

    def compose(self) -> ComposeResult:
        with Frame(self._glyphs, "details-frame") as frame:
            frame.entitle(_("Message"), self._message.kind.value, self._message.id)
            yield FieldList(details(self._message), self._glyphs)
        yield KeyLine()

    def action_close(self) -> None:
        self.dismiss()

    @on(FieldList.CopyWanted)
    def copy_value(self, event: FieldList.CopyWanted) -> None:
        self._copy(event.field.value)
