"""A question that one key answers: a letter, of those that are listed or any."""

from __future__ import annotations

from collections.abc import Sequence
from string import ascii_letters
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from tui.app.keymap import TITLES, Where, bindings
from tui.app.keys import twins
from tui.text import clean_line

LINE_CAP = 300
"""Characters of a line in the list."""


class LetterPrompt(ModalScreen[str | None]):
    """Closes with the letter (a-z, A-Z) that was typed, in whatever width, or with None.

    `lines` may hold any text. Letters are bindings, as only these get a key that was typed before this was drawn.
    """

    BINDING_GROUP_TITLE = TITLES[Where.PROMPT]
    BINDINGS: ClassVar[list[BindingType]] = [
        *bindings(Where.PROMPT),
        *(Binding(twins(letter), f"choose('{letter}')", show=False) for letter in ascii_letters),
    ]

    def __init__(self, title: str, lines: Sequence[str] = ()) -> None:
        super().__init__()
        self._title = title
        self._lines = lines

    def compose(self) -> ComposeResult:
        with Vertical(id="prompt"):
            yield Static(Content(self._title), id="prompt-label", markup=False)
            for line in self._lines:
                yield Static(Content(clean_line(line[:LINE_CAP])[:LINE_CAP]), classes="choice", markup=False)

    def action_choose(self, letter: str) -> None:
        self.dismiss(letter)

    def action_close(self) -> None:
        self.dismiss(None)
