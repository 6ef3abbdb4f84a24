"""The messages that a combined message holds, in a history of their own."""

from __future__ import annotations

from typing import ClassVar, Protocol

from textual import events, on, work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.screen import Screen

from tui.app.glyphs import Glyphs
from tui.app.keymap import TITLES, Where, bindings
from tui.app.widgets.frame import Frame
from tui.app.widgets.history_pane import HistoryPane
from tui.app.widgets.key_line import KeyLine
from tui.errors import RoamingError
from tui.i18n import _, ngettext
from tui.models import ChatMessage, CombineBody, ConversationKey
from tui.store.combined import Combined
from tui.store.snapshots import HistorySnapshot, Phase
from tui.timeline.edges import Side
from tui.timeline.rows import forwarded_rows


class Opener(Protocol):
    """Opens screens above this one, and copies texts."""

    def copy(self, text: str) -> None: ...

    def open(self, message: ChatMessage) -> None: ...

    def show_details(self, message: ChatMessage) -> None: ...


class ForwardedPane(HistoryPane):
    """A history in which nothing can be changed."""

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        return action != "remove" and super().check_action(action, parameters)


class CombinedScreen(Screen[None], inherit_bindings=False):
    """Fetches the messages that `message` holds and shows them in `pane`; what failed can be tried again."""

    BINDING_GROUP_TITLE = TITLES[Where.COMBINED]
    BINDINGS: ClassVar[list[BindingType]] = bindings(Where.COMBINED)
    ALLOW_SELECT = False

    def __init__(
        self, message: ChatMessage, combined: Combined, opener: Opener, pane: ForwardedPane, glyphs: Glyphs
    ) -> None:
        super().__init__()
        self._message = message
        self._combined = combined
        self._opener = opener
        self._pane = pane
        self._frame = Frame(glyphs, "combined-frame")

    def compose(self) -> ComposeResult:
        with self._frame:
            yield self._pane
        yield KeyLine()

    def on_mount(self) -> None:
        self.call_after_refresh(self.load)  # the pane can go to a message once it has a size

    @on(events.ScreenResume)
    def show_counts(self) -> None:
        """One of those that are shown may have been opened."""
        self._pane.counts = self._combined.counts

    @on(HistoryPane.RetryWanted)
    def retry(self) -> None:
        self.load()

    @on(HistoryPane.OpenWanted)
    def open_message(self, event: HistoryPane.OpenWanted) -> None:
        self._opener.open(event.message)

    @on(HistoryPane.TextPicked)
    def copy_picked(self, event: HistoryPane.TextPicked) -> None:
        self._opener.copy(event.text)

    @on(HistoryPane.DetailsWanted)
    def show_details(self, event: HistoryPane.DetailsWanted) -> None:
        self._opener.show_details(event.message)

    @work(exclusive=True)
    async def load(self) -> None:
        """Leaving the screen ends it."""
        self._show(Phase.LOADING)
        try:
            messages = await self._combined.of(self._message)
        except RoamingError as error:
            self._show(Phase.FAILED, reason=str(error))
        else:
            self._show(Phase.READY, messages)
            self._pane.action_go_to_end(Side.OLDER.value)

    def action_close(self) -> None:
        self.dismiss()

    def _show(self, phase: Phase, messages: tuple[ChatMessage, ...] = (), reason: str = "") -> None:
        body = self._message.body
        title = body.title if isinstance(body, CombineBody) else ""
        name = title or _("Combined messages")
        count = ngettext("{count} message", "{count} messages", len(messages)).format(count=f"{len(messages):,}")
        self._frame.entitle(name, count if phase is Phase.READY else "")
        key = ConversationKey(self._message.key, self._message.conversation_type)
        rows = forwarded_rows(messages)
        self._pane.show(HistorySnapshot(key, name, rows, len(messages), phase=phase, reason=reason))
