"""A line at the bottom of the screen in which something is typed, read while everything above stays in sight."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar, Generic, TypeVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widget import Widget
from textual.widgets import Input, Static

from tui.app.keymap import TITLES, Where, bindings
from tui.app.widgets.typed_line import TypedLine
from tui.errors import RoamingError
from tui.text import clean_line

T = TypeVar("T")

SENTENCE_CAP = 300
"""Characters of a sentence that says what is wrong: it may repeat what was typed."""


class LinePrompt(ModalScreen[T | None], Generic[T]):
    """Closes with what was typed as `read` makes it out, or with None. What cannot be read can be corrected.

    `read` raises a RoamingError that says what is wrong. An empty line is no answer.
    """

    BINDING_GROUP_TITLE = TITLES[Where.PROMPT]
    AUTO_FOCUS = ""  # the line has it from the first key on, whatever stands above it
    BINDINGS: ClassVar[list[BindingType]] = bindings(Where.PROMPT)

    def __init__(self, label: str, example: str, read: Callable[[str], T], above: Widget | None = None) -> None:
        """`example` stands in the line until something is typed; `above`: what stands over the line."""
        super().__init__()
        self._above = above
        self._label = label
        self._input = TypedLine(placeholder=example, compact=True)
        self._read = read

    def compose(self) -> ComposeResult:
        with Vertical(id="prompt"):
            if self._above is not None:
                yield self._above
            yield Static(id="prompt-error", markup=False)
            with Horizontal(id="prompt-line"):
                yield Static(Content(self._label), id="prompt-label", markup=False)
                yield self._input

    def on_mount(self) -> None:
        self._input.focus()

    def take(self, event: events.Key) -> bool:
        """Type what was typed before the line was there."""
        is_typing = self.focused in (None, self._input)
        if is_typing:
            self._input.take(event)
        return is_typing

    @on(Input.Submitted)
    def submit(self, event: Input.Submitted) -> None:
        event.stop()
        if not event.value.strip():
            self.dismiss(None)
            return
        try:
            answer = self._read(event.value)
        except RoamingError as error:
            self._say(str(error))
        else:
            self.dismiss(answer)

    @on(Input.Changed)
    def take_back(self) -> None:
        """What is being corrected is not wrong yet."""
        self._say("")

    def action_close(self) -> None:
        self.dismiss(None)

    def _say(self, sentence: str) -> None:
        told = self.query_one("#prompt-error", Static)
        told.display = bool(sentence)
        told.update(Content(clean_line(sentence[:SENTENCE_CAP])[:SENTENCE_CAP]))
