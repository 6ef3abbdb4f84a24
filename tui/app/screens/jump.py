"""Going to a conversation by a few letters of what it is called."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Input, OptionList
from textual.widgets.option_list import Option

from tui.app.glyphs import Glyphs
from tui.app.keymap import TITLES, Where, bindings
from tui.app.matching import Candidate, matching, strangers
from tui.app.widgets.cells import LINE_CAP
from tui.app.widgets.conversation_lines import TYPE_SIGNS, unread_in_words
from tui.app.widgets.steady_input import SteadyInput
from tui.i18n import _
from tui.models import ConversationKey, ConversationType
from tui.store.snapshots import ConversationItem
from tui.text import clean_line

MOST_SHOWN = 50
"""Conversations in the list: who does not find it among them types another letter."""


class JumpScreen(ModalScreen[ConversationKey | None]):
    """Closes with the conversation that was chosen: one of those given, or any other by its id."""

    BINDING_GROUP_TITLE = TITLES[Where.JUMP]
    BINDINGS: ClassVar[list[BindingType]] = bindings(Where.JUMP)

    def __init__(self, items: Sequence[ConversationItem], glyphs: Glyphs) -> None:
        """`items` are shown in this order while nothing is typed."""
        super().__init__()
        self._candidates = [Candidate.of(item) for item in items]
        self._glyphs = glyphs
        self._offered: list[ConversationKey] = []

    def compose(self) -> ComposeResult:
        with Vertical(id="jump") as frame:
            frame.border_title = Content(_("Go to a conversation"))
            frame.border_subtitle = Content(_("Enter goes there, Esc leaves"))
            yield SteadyInput(placeholder=_("Name, id or mark"), compact=True)
            yield OptionList(compact=True, markup=False)

    def on_mount(self) -> None:
        self.query_one(OptionList).can_focus = False  # what is typed goes to the line, whatever is clicked
        self.query_one(Input).focus()
        self._offer("")

    @on(Input.Changed)
    def find(self, event: Input.Changed) -> None:
        event.stop()
        self._offer(event.value)

    @on(Input.Submitted)
    def choose(self, event: Input.Submitted) -> None:
        event.stop()
        at = self.query_one(OptionList).highlighted
        if at is not None:
            self.dismiss(self._offered[at])

    @on(OptionList.OptionSelected)
    def choose_clicked(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self.dismiss(self._offered[event.option_index])

    def on_click(self, event: events.Click) -> None:
        if event.widget is self:  # beside the frame
            self.dismiss(None)

    def action_close(self) -> None:
        self.dismiss(None)

    def action_move(self, step: int) -> None:
        options = self.query_one(OptionList)
        if self._offered:
            options.highlighted = max(0, min((options.highlighted or 0) + step, len(self._offered) - 1))

    def action_page(self, direction: int) -> None:
        self.action_move(direction * max(1, self.query_one(OptionList).size.height - 1))

    def _offer(self, typed: str) -> None:
        found = matching(typed, self._candidates)[:MOST_SHOWN]
        new = strangers(typed, (each.item.key for each in self._candidates))
        self._offered = [*(item.key for item in found), *new]
        options = self.query_one(OptionList)
        options.clear_options()
        options.add_options([*map(self._known_line, found), *map(_stranger_line, new)])
        if self._offered:
            options.highlighted = 0
        else:
            options.add_options([Option(Content(_("No conversation is called that.")), disabled=True)])

    def _known_line(self, item: ConversationItem) -> Content:
        """What it is called, its id where that is another, and how much of it is unread."""
        name = clean_line(item.name[:LINE_CAP])
        parts = [name] if item.name == item.key.id else [name, clean_line(item.key.id[:LINE_CAP])]
        marks = " ".join(map(str, item.marks))
        parts += [_("mark {marks}").format(marks=marks)] if marks else []
        parts += [_("{count} unread").format(count=unread_in_words(item.unread_count))] if item.unread_count > 0 else []
        parts += [] if item.listed else [_("only here")]
        return Content(f"{TYPE_SIGNS[item.key.type]} {self._glyphs.spell(' · ').join(parts)}")


def _stranger_line(key: ConversationKey) -> Content:
    sentences = {
        ConversationType.SINGLE: _("Open the direct chat with {id}"),
        ConversationType.GROUP: _("Open the group {id}"),
        ConversationType.ROOM: _("Open the chat room {id}"),
    }
    return Content("+ " + sentences[key.type].format(id=clean_line(key.id)))
