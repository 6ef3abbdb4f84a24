"""A picture over the panes."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.geometry import Size
from textual.screen import ModalScreen

from tui.app.keymap import TITLES, Where, bindings
from tui.app.widgets.picture import Picture, room_for
from tui.i18n import _
from tui.images.decoding import Pixels
from tui.text import clean_line

_BESIDE = Size(4, 4)
"""Cells for what is around the picture."""


def picture_room(screen: Size) -> tuple[int, int]:
    """The most columns and rows of pixels for a picture on a screen of this size."""
    return room_for(screen.width - _BESIDE.width, screen.height - _BESIDE.height)


class PreviewScreen(ModalScreen[bool]):
    """Shows one picture. Ends with True when it is to be opened by the user's own program."""

    BINDING_GROUP_TITLE = TITLES[Where.PREVIEW]
    BINDINGS: ClassVar[list[BindingType]] = bindings(Where.PREVIEW)

    def __init__(self, caption: str, pixels: Pixels) -> None:
        super().__init__()
        self._caption = caption
        self._pixels = pixels

    def compose(self) -> ComposeResult:
        with Vertical(id="preview") as frame:
            frame.border_title = Content(clean_line(self._caption))
            frame.border_subtitle = Content(_("o opens · Esc closes"))
            yield Picture(self._pixels)

    def action_close(self) -> None:
        self.dismiss(False)

    def action_open(self) -> None:
        self.dismiss(True)
