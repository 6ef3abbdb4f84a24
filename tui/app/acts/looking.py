"""Looking closer: a message's details, and what a combined message holds."""

from __future__ import annotations

from typing import Any, Protocol

from textual.app import App

from tui.app.glyphs import Glyphs
from tui.app.screens.combined import CombinedScreen, ForwardedPane
from tui.app.screens.details import Copy, DetailScreen
from tui.i18n import _
from tui.lenses import Lenses
from tui.models import ChatMessage, CombineBody
from tui.store.combined import MAX_LEVEL
from tui.store.store import Store


class Window(Protocol):
    """What looking closer needs of whoever shows the messages."""

    @property
    def app(self) -> App[Any]: ...

    @property
    def store(self) -> Store: ...

    def say(self, sentence: str) -> None:
        """Tell the user something that may hold any text."""


class Looking:
    """Opens screens above the one where the user is."""

    def __init__(self, window: Window, copy: Copy, glyphs: Glyphs, lenses: Lenses) -> None:
        self._window = window
        self._copy = copy
        self._glyphs = glyphs
        self._lenses = lenses

    def open(self, message: ChatMessage) -> None:
        """Show what the message holds, where it holds other messages; else all that is known of it."""
        if not isinstance(message.body, CombineBody):
            self.show_details(message)
        elif self._depth() >= MAX_LEVEL:
            self._window.say(_("These messages are nested too deep to be opened."))
        else:
            account = self._window.store.account
            own_id = account.user_id if account else ""
            pane = ForwardedPane(own_id=own_id, glyphs=self._glyphs, lenses=self._lenses)
            screen = CombinedScreen(message, self._window.store.combined.of, self, pane, self._glyphs)
            self._window.app.push_screen(screen)

    def show_details(self, message: ChatMessage) -> None:
        self._window.app.push_screen(DetailScreen(message, self._copy, self._glyphs))

    def _depth(self) -> int:
        """How many combined messages are open, one in another."""
        return sum(isinstance(screen, CombinedScreen) for screen in self._window.app.screen_stack)
