"""A line with one of several choices, changed in place."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar, Generic, TypeVar

from textual.binding import BindingType
from textual.content import Content
from textual.message import Message
from textual.widgets import Static

from tui.app.keymap import TITLES, Where, bindings
from tui.app.widgets.cells import padded
from tui.text import clean_line

T = TypeVar("T")

LABEL_CELLS = 10


class Cycle(Static, Generic[T], can_focus=True):
    """Shows a label and the chosen one of `choices`, each with its name."""

    BINDING_GROUP_TITLE = TITLES[Where.CHOICE]
    BINDINGS: ClassVar[list[BindingType]] = bindings(Where.CHOICE)

    @dataclass
    class Changed(Message):
        """Another one is chosen."""

    def __init__(self, label: str, choices: Sequence[tuple[str, T]]) -> None:
        """`choices`: at least one; the first is chosen."""
        super().__init__(markup=False)
        self._label = label
        self._choices = choices
        self._at = 0

    @property
    def value(self) -> T:
        """What is chosen."""
        return self._choices[self._at][1]

    def on_mount(self) -> None:
        self._show()

    def on_click(self) -> None:
        self.action_change(1)

    def action_change(self, step: int) -> None:
        self._at = (self._at + step) % len(self._choices)
        self._show()
        self.post_message(self.Changed())

    def _show(self) -> None:
        name = clean_line(self._choices[self._at][0])
        self.update(Content(f"{padded(self._label, LABEL_CELLS)} < {name} >"))
