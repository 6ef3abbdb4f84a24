"""A question that one key answers: a letter, of those that are listed or any."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from tui.app.keymap import TITLES, Where, bindings
from tui.text import clean_line

LINE_CAP = 300
"""Characters of a line in the list."""


class LetterPrompt(ModalScreen[str | None]):
    """Closes with the letter (a-z, A-Z) that was typed, in whatever width, or with None at any other key.

    `lines` may hold any text.
    """

    BINDING_GROUP_TITLE = TITLES[Where.PROMPT]
    BINDINGS: ClassVar[list[BindingType]] = bindings(Where.PROMPT)

    def __init__(self, title: str, lines: Sequence[str] = ()) -> None:
        super().__init__()
        self._title = title
        self._lines = lines

    def compose(self) -> ComposeResult:
        with Vertical(id="prompt"):
            yield Static(Content(self._title), id="prompt-label", markup=False)
            for line in self._lines:
                yield Static(Content(clean_line(line[:LINE_CAP])[:LINE_CAP]), classes="choice", markup=False)

    def on_key(self, event: events.Key) -> None:
        if event.key == "escape" or event.character is None:
            return
        event.stop()
        letter = unicodedata.normalize("NFKC", event.character)
        self.dismiss(letter if len(letter) == 1 and letter.isascii() and letter.isalpha() else None)

    def action_close(self) -> None:
        self.dismiss(None)
