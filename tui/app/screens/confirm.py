"""The one way to ask before something is destroyed: a question with its choices, answered by a decision."""

from __future__ import annotations

import math
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, Generic, TypeVar

from textual import events, on, work
from textual.app import App, ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Button, Static
from textual.worker import Worker

from tui.app.keymap import TITLES, Where, bindings
from tui.app.room import is_too_small
from tui.app.widgets.typed_answer import TypedAnswer
from tui.errors import RoamingError
from tui.i18n import _
from tui.text import clean, clean_line

Decision = TypeVar("Decision")

SENTENCE_CAP = 300
"""Characters of a sentence that is said in a question: a server's own words may be of any length."""

READING = 0.25
"""Seconds for which a question has to have been on the screen before anything is an answer to it.

Nobody reacts to what appears any faster. Who types a key and its answer in one go has read nothing, and over a slow
line sees the question later still.
"""


@dataclass(frozen=True, slots=True)
class Choice(Generic[Decision]):
    """One way to go on, chosen by its key (a single ASCII letter other than n).

    `typed`: where there are any, one of these texts has to be typed as well before it counts.
    """

    key: str
    label: str
    decision: Decision
    typed: tuple[str, ...] = ()


Tell = Callable[[str], None]
"""Says how far something is, as a sentence in place of the one before."""


@dataclass(frozen=True, slots=True)
class Aid:
    """What one may want to do before one decides, by a key as a choice has one.

    `run` says what has been done, as a sentence, or raises a RoamingError. Until then nothing can be chosen; when the
    question closes, it is cancelled.
    """

    key: str
    label: str
    run: Callable[[Tell], Awaitable[str]]


Remarks = Callable[[], AsyncIterator[str]]
"""Sentences about what happens while the question is open, each in place of the one before. They may hold any text."""


@dataclass(frozen=True, slots=True)
class Question(Generic[Decision]):
    """`lines` say exactly what would go, who is affected and whether it can be undone; they may hold any text."""

    title: str
    lines: tuple[str, ...]
    choices: tuple[Choice[Decision], ...]
    aids: tuple[Aid, ...] = ()


async def ask(app: App[Any], question: Question[Decision], remarks: Remarks | None = None) -> Decision | None:
    """Put `question` to the user; None when nothing is to be done. Must be awaited in a worker.

    Enter alone never decides for anything: the focus starts on Cancel. Nor does pasted text, nor anything typed before
    the question could be read (see `READING`); where a choice's key was typed then, the user is told so. While
    something else is in front (another question, too), or where there is no room to read it, the question is not asked
    at all.
    """
    if app.screen.is_modal or is_too_small(app.size):
        return None
    return await app.push_screen_wait(ConfirmDialog(question, remarks))


class ConfirmDialog(ModalScreen[Decision | None]):
    """Cancel has the focus. A choice is made by its key, or by going to its button and pressing Enter; where a text is
    wanted as well, by typing that.

    Only the first answer counts. The application must ask `turns_away` before it lets in what was typed or clicked.
    """

    BINDING_GROUP_TITLE = TITLES[Where.QUESTION]
    BINDINGS: ClassVar[list[BindingType]] = bindings(Where.QUESTION)
    AUTO_FOCUS = "#cancel"
    VERTICAL_BREAKPOINTS = [(0, "-short"), (24, "-tall")]  # noqa: RUF012  # declared without ClassVar by Textual

    def __init__(self, question: Question[Decision], remarks: Remarks | None = None) -> None:
        super().__init__()
        self._question = question
        self._remarks = remarks
        self._chosen: Choice[Decision] | None = None
        self._answered = False
        self._helping: Worker[None] | None = None
        self.readable_since = math.inf
        """When it began to take answers, by the monotonic clock in seconds; infinite before it is drawn."""
        self._choices = {twin: choice for choice in question.choices for twin in _twins(choice.key)}
        self._aids = {twin: aid for aid in question.aids for twin in _twins(aid.key)}

    def compose(self) -> ComposeResult:
        with Vertical(id="dialog") as dialog:
            dialog.border_title = Content(clean_line(self._question.title))
            for line in self._question.lines:
                yield Static(Content(clean(line)), markup=False)
            with Vertical(id="answers"):
                yield Static(id="remark", classes="said", markup=False)
                yield Static(id="aided", classes="said", markup=False)
                yield TypedAnswer()
                yield _button("n", _("Cancel"), "cancel")
                for index, choice in enumerate(self._question.choices):
                    yield _button(choice.key, choice.label, f"choice-{index}")
                for index, aid in enumerate(self._question.aids):
                    yield _button(aid.key, aid.label, f"aid-{index}")

    def on_mount(self) -> None:
        self._wait_until_drawn(READING)
        self.call_after_refresh(self._begin_to_follow)

    @property
    def is_readable(self) -> bool:
        """Whether the question has been on the screen for long enough to be answered."""
        return self.readable_since <= time.monotonic()

    def turns_away(self, event: events.InputEvent) -> bool:
        """Whether this was typed or clicked before the question could be read, and so can be no answer to it.

        Keys may come faster than the screen changes: in one piece over a slow line, or while the program is busy.
        Such a key closes the question: more of the kind may follow, from someone who is typing and does not read.
        """
        is_early = event.time < self.readable_since
        if is_early and isinstance(event, events.Key):
            if event.character in self._choices and not self._answered:
                self.app.notify(_("Nothing was done: that was typed before the question could be read."), markup=False)
            self._answer(None)
        return is_early

    def on_key(self, event: events.Key) -> None:
        """Take a choice's key; any other character cancels, so that a burst of typed text decides for nothing."""
        if not event.is_printable or event.character is None:
            return
        event.stop()
        if (aid := self._aids.get(event.character)) is not None and self._chosen is None:
            self._begin(aid)
        else:
            self._choose(self._choices.get(event.character))

    @on(Button.Pressed)
    def press(self, event: Button.Pressed) -> None:
        event.stop()
        kind, _dash, index = (event.button.id or "").partition("-")
        if kind == "aid":
            self._begin(self._question.aids[int(index)])
        else:
            self._choose(self._question.choices[int(index)] if kind == "choice" else None)

    @on(TypedAnswer.Given)
    def take_typed(self, event: TypedAnswer.Given) -> None:
        event.stop()
        self._answer(self._chosen.decision if self._chosen else None)

    def action_cancel(self) -> None:
        self._answer(None)

    def action_page(self, direction: int) -> None:
        """Scroll what is asked, where there is no room for all of it; the answers stay where they are."""
        dialog = self.query_one("#dialog")
        scroll = dialog.scroll_page_down if direction > 0 else dialog.scroll_page_up
        scroll(animate=False)

    def _choose(self, choice: Choice[Decision] | None) -> None:
        if choice is not None and self._is_helping:
            self._say("#aided", _("Wait until that is done, or press Esc to stop it: nothing is removed then."))
            return
        if choice is None or not choice.typed or self._chosen is not None:
            self._answer(choice.decision if choice and self._chosen is None else None)
            return
        self._chosen = choice
        for button in self.query(Button).exclude("#cancel"):
            button.display = False
        self.query_one(TypedAnswer).ask(choice.typed)
        self._wait_until_drawn()

    @property
    def _is_helping(self) -> bool:
        return self._helping is not None and not self._helping.is_finished

    def _begin(self, aid: Aid) -> None:
        if not self._is_helping:
            self._helping = self._help(aid)

    @work(group="aid")
    async def _help(self, aid: Aid) -> None:
        try:
            sentence = await aid.run(lambda progress: self._say("#aided", progress))
        except RoamingError as error:
            sentence = str(error)
        self._say("#aided", sentence)
        self._wait_until_drawn()  # whoever answers has seen how it went

    def _begin_to_follow(self) -> None:
        if self._remarks is not None and not self._answered:
            self._follow(self._remarks)

    @work(group="remarks")
    async def _follow(self, remarks: Remarks) -> None:
        async for sentence in remarks():
            self._say("#remark", sentence)

    def _say(self, where: str, sentence: str) -> None:
        if self._answered:
            return
        line = self.query_one(where, Static)
        line.display = True
        line.update(Content(clean_line(sentence[:SENTENCE_CAP])[:SENTENCE_CAP]))

    def _answer(self, decision: Decision | None) -> None:
        """Close with the first answer; more keys may be under way to a dialog that is going, or has gone, already."""
        if self.is_current and not self._answered:
            self._answered = True
            self.dismiss(decision)

    def _wait_until_drawn(self, seconds: float = 0) -> None:
        """Nothing is an answer until what the question says by now has been on the screen for `seconds`."""
        self.readable_since = math.inf
        self.call_after_refresh(self._note_that_it_is_drawn, seconds)

    def _note_that_it_is_drawn(self, seconds: float) -> None:
        self.readable_since = time.monotonic() + seconds


def _twins(key: str) -> Sequence[str]:
    """The characters that stand for `key`: itself, and its full-width twin."""
    return key, chr(ord(key) - ord("!") + ord("！"))


def _button(key: str, label: str, identity: str) -> Button:
    return Button(Content(f"[{key}] {label}"), id=identity, compact=True)
