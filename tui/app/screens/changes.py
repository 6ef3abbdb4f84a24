"""What has happened since the user was here, as far as the histories do not show it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from tui.app.change_words import in_words
from tui.app.keymap import TITLES, Where, bindings
from tui.app.widgets.cells import LINE_CAP
from tui.app.widgets.dates import day_and_hour
from tui.changes import Change
from tui.i18n import _
from tui.models import ConversationKey
from tui.text import clean_line
from tui.timeline.rows import local_time


class ChangesScreen(ModalScreen[Change | None]):
    """Closes with the change to go to, or with None."""

    BINDING_GROUP_TITLE = TITLES[Where.CHANGES]
    BINDINGS: ClassVar[list[BindingType]] = bindings(Where.CHANGES)

    def __init__(
        self, new: Sequence[Change], earlier: Sequence[Change], name_of: Callable[[ConversationKey], str]
    ) -> None:
        """`new` are those that the user has not seen; all are newest first. `name_of` gives what one is called."""
        super().__init__()
        self._new = new
        self._earlier = earlier
        self._name_of = name_of
        self._changes = {str(change.number): change for change in (*new, *earlier)}

    def compose(self) -> ComposeResult:
        with Vertical(id="changes") as frame:
            frame.border_title = Content(TITLES[Where.CHANGES])
            frame.border_subtitle = Content(_("Enter goes there, Esc closes"))
            yield OptionList(*self._options(), compact=True, markup=False)

    def on_mount(self) -> None:
        options = self.query_one(OptionList)
        options.focus()
        options.action_first()

    @on(OptionList.OptionSelected)
    def choose(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self.dismiss(self._changes[str(event.option_id)])

    def action_close(self) -> None:
        self.dismiss(None)

    def _options(self) -> Iterator[Option]:
        now = datetime.now().astimezone()
        if not self._new:
            yield Option(_heading_line(_("Nothing new since you looked here last.")), disabled=True)
        for change in self._new:
            yield Option(self._change_line(change, now), id=str(change.number))
        if self._earlier:
            yield Option(_heading_line(_("Before that:")), disabled=True)
        for change in self._earlier:
            yield Option(self._change_line(change, now), id=str(change.number))

    def _change_line(self, change: Change, now: datetime) -> Content:
        """The conversation and when the change was noticed; below it, what has happened."""
        name = clean_line(self._name_of(change.conversation)[:LINE_CAP])
        noticed = day_and_hour(local_time(change.seen, now.tzinfo), now)
        words = in_words(change, self._name_of, now)
        return Content.assemble((name, "bold"), f"  {noticed}\n  {words}")


def _heading_line(sentence: str) -> Content:
    return Content.styled(sentence, "italic")
