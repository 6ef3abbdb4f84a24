"""The one way to ask before something is destroyed: a question with its choices, answered by a decision."""

from __future__ import annotations

import math
import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, Generic, TypeVar

from textual import events, on
from textual.app import App, ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Button, Static

from tui.app.keymap import TITLES, Where, bindings
from tui.app.room import is_too_small
from tui.i18n import _
from tui.text import clean, clean_line

Decision = TypeVar("Decision")


@dataclass(frozen=True, slots=True)
class Choice(Generic[Decision]):
    """One way to go on, chosen by its key (a single ASCII letter other than n)."""

    key: str
    label: str
    decision: Decision


@dataclass(frozen=True, slots=True)
class Question(Generic[Decision]):
    """`lines` say exactly what would go, who is affected and whether it can be undone; they may hold any text."""

    title: str
    lines: tuple[str, ...]
    choices: tuple[Choice[Decision], ...]


async def ask(app: App[Any], question: Question[Decision]) -> Decision | None:
    """Put `question` to the user; None when nothing is to be done. Must be awaited in a worker.

    Enter alone never decides for anything: the focus starts on Cancel. Nor does pasted text, nor anything typed before
    the question could be read. While something else is in front (another question, too), or where there is no room
    to read it, the question is not asked at all.
    """
    if app.screen.is_modal or is_too_small(app.size):
        return None
    return await app.push_screen_wait(ConfirmDialog(question))


class ConfirmDialog(ModalScreen[Decision | None]):
    """Cancel has the focus. A choice is made by its key, or by going to its button and pressing Enter.

    Only the first answer counts. The application must ask `turns_away` before it lets in what was typed or clicked.
    """

    BINDING_GROUP_TITLE = TITLES[Where.QUESTION]
    BINDINGS: ClassVar[list[BindingType]] = bindings(Where.QUESTION)

    def __init__(self, question: Question[Decision]) -> None:
        super().__init__()
        self._question = question
        self._answered = False
        self._readable_since = math.inf
        self._decisions = {twin: choice.decision for choice in question.choices for twin in _typed(choice.key)}

    def compose(self) -> ComposeResult:
        with Vertical(id="dialog") as dialog:
            dialog.border_title = Content(clean_line(self._question.title))
            for line in self._question.lines:
                yield Static(Content(clean(line)), markup=False)
            yield _button("n", _("Cancel"), "cancel")
            for index, choice in enumerate(self._question.choices):
                yield _button(choice.key, choice.label, f"choice-{index}")

    def on_mount(self) -> None:
        self.query_one("#cancel").focus()
        self.call_after_refresh(self._note_that_it_is_drawn)

    @property
    def is_readable(self) -> bool:
        """Whether the question has been drawn."""
        return self._readable_since < math.inf

    def turns_away(self, event: events.InputEvent) -> bool:
        """Whether this was typed or clicked before the question was drawn, and so can be no answer to it.

        Keys may come faster than the screen changes: in one piece over a slow line, or while the program is busy.
        Such a key closes the question: more of the kind may follow, from someone who is typing and does not read.
        """
        is_early = event.time < self._readable_since
        if is_early and isinstance(event, events.Key):
            self._answer(None)
        return is_early

    def on_key(self, event: events.Key) -> None:
        """Take a choice's key; any other character cancels, so that a burst of typed text decides for nothing."""
        if not event.is_printable or event.character is None:
            return
        event.stop()
        self._answer(self._decisions.get(event.character))

    @on(Button.Pressed)
    def press(self, event: Button.Pressed) -> None:
        event.stop()
        identity = event.button.id or ""
        chosen = self._question.choices[int(identity.removeprefix("choice-"))] if identity != "cancel" else None
        self._answer(chosen.decision if chosen else None)

    def action_cancel(self) -> None:
        self._answer(None)

    def _answer(self, decision: Decision | None) -> None:
        """Close with the first answer; more keys may be under way to a dialog that is going, or has gone, already."""
        if self.is_current and not self._answered:
            self._answered = True
            self.dismiss(decision)

    def _note_that_it_is_drawn(self) -> None:
        self._readable_since = time.monotonic()


def _typed(key: str) -> Sequence[str]:
    """The characters that stand for `key`: itself, and its full-width twin."""
    return key, chr(ord(key) - ord("!") + ord("！"))


def _button(key: str, label: str, identity: str) -> Button:
    return Button(Content(f"[{key}] {label}"), id=identity, compact=True)
