"""Looking closer: a message's details, and what a combined message holds."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

from textual.app import App

from tui.app.glyphs import Glyphs
from tui.i18n import _
from tui.lenses import Lenses
from tui.models import ChatMessage, CombineBody
from tui.store.combined import MAX_LEVEL
from tui.store.store import Store

if TYPE_CHECKING:
    from tui.app.screens.details import Copy


class Window(Protocol):
    """What looking closer needs of whoever shows the messages."""

    @property
    def app(self) -> App[Any]: ...

    @property
    def store(self) -> Store: ...

    def say(self, sentence: str) -> None:
        """Tell the user something that may hold any text."""


class Looking:
    """Opens screens above the one where the user is. They are imported when they are wanted, long after the start."""

    def __init__(self, window: Window, copy: Copy, glyphs: Glyphs, lenses: Lenses) -> None:
        self._window = window
        self._copy = copy
        self._glyphs = glyphs
        self._lenses = lenses

    def open(self, message: ChatMessage) -> None:
        """Show what the message holds, where it holds other messages; else all that is known of it."""
        if isinstance(message.body, CombineBody):
            self._show_combined(message)
        else:
            self.show_details(message)

    def show_details(self, message: ChatMessage) -> None:
        from tui.app.screens.details import DetailScreen

        self._window.app.push_screen(DetailScreen(message, self._copy, self._glyphs))

    def _show_combined(self, message: ChatMessage) -> None:
        from tui.app.screens.combined import CombinedScreen, ForwardedPane

        app, store = self._window.app, self._window.store
        if sum(isinstance(screen, CombinedScreen) for screen in app.screen_stack) >= MAX_LEVEL:
            self._window.say(_("These messages are nested too deep to be opened."))
            return
        own_id = store.account.user_id if store.account else ""
        pane = ForwardedPane(own_id=own_id, glyphs=self._glyphs, lenses=self._lenses)
        app.push_screen(CombinedScreen(message, store.combined.of, self, pane, self._glyphs))
