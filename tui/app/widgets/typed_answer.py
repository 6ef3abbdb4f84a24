"""A line in which a word has to be typed before something is destroyed."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

from textual import events, on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.message import Message
from textual.widgets import Input, Static

from tui.app.widgets.steady_input import SteadyInput
from tui.i18n import _
from tui.text import clean_line


class TypingOnly(SteadyInput):
    """Takes no pasted text: what is pasted has not been thought of."""

    def on_paste(self, event: events.Paste) -> None:
        event.stop()
        event.prevent_default()

    def action_paste(self) -> None:
        """As a paste of the terminal's."""


class TypedAnswer(Vertical):
    """Says what is to be typed, and posts `Given` once exactly that was entered. Not there before it is asked."""

    @dataclass
    class Given(Message):
        """One of the texts that were asked for has been typed."""

        answer: TypedAnswer

        @property
        def control(self) -> TypedAnswer:
            return self.answer

    def __init__(self) -> None:
        super().__init__()
        self._texts: tuple[str, ...] = ()
        self.display = False

    def compose(self) -> ComposeResult:
        yield Static(id="typed-wanted", markup=False)
        yield TypingOnly(compact=True)
        yield Static(id="typed-wrong", markup=False)

    def ask(self, texts: tuple[str, ...]) -> None:
        """Ask for any one of `texts`, which may hold anything; the first is the one that is named."""
        self._texts = tuple(map(clean_line, texts))
        alike = dict.fromkeys(self._texts)
        wanted = _("Type {text} and press Enter:") if len(alike) == 1 else _("Type {text} or {other}, and press Enter:")
        self.query_one("#typed-wanted", Static).update(
            Content(wanted.format(text=self._texts[0], other=self._texts[-1]))
        )
        self.display = True
        self.query_one(TypingOnly).focus()

    @on(Input.Submitted)
    def compare(self, event: Input.Submitted) -> None:
        event.stop()
        if event.value and _same(event.value) in map(_same, self._texts):
            self.post_message(self.Given(self))
        elif event.value:
            wrong = self.query_one("#typed-wrong", Static)
            wrong.display = True
            wrong.update(Content(_("That is something else; nothing was done.")))


def _same(text: str) -> str:
    """Equal for texts that differ only in how they can be typed: full-width forms, accents, blanks."""
    return " ".join(unicodedata.normalize("NFKC", text).split())
