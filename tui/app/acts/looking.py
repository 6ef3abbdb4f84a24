"""Looking closer: a message's details, and what a combined message holds."""

from __future__ import annotations

from typing import Any, Protocol

from textual.app import App

from tui.app.acts.taking import Taking
from tui.app.glyphs import Glyphs
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
    """Opens screens above the one where the user is. They are imported when they are wanted, long after the start."""

    def __init__(self, window: Window, taking: Taking, glyphs: Glyphs, lenses: Lenses) -> None:
        self._window = window
        self._taking = taking
        self._glyphs = glyphs
        self._lenses = lenses

    def open(self, message: ChatMessage) -> None:
        """Show the messages or the picture that it holds, where it does and that is possible; else all its details."""
        if isinstance(message.body, CombineBody):
            self._show_combined(message)
        elif not self._taking.show_picture(message):
            self.show_details(message)

    def copy(self, text: str) -> None:
        """Copy what was picked of the texts."""
        self._taking.copy(text)

    def show_details(self, message: ChatMessage) -> None:
        from tui.app.screens.details import DetailScreen

        self._window.app.push_screen(DetailScreen(message, self._taking.copy, self._glyphs))

    def _show_combined(self, message: ChatMessage) -> None:
        from tui.app.screens.combined import CombinedScreen, ForwardedPane

        app, store = self._window.app, self._window.store
        if sum(isinstance(screen, CombinedScreen) for screen in app.screen_stack) >= MAX_LEVEL:
            self._window.say(_("These messages are nested too deep to be opened."))
            return
        own_id = store.account.user_id if store.account else ""
        hint = self._taking.picture_hint if self._taking.shows_pictures else ""  # no other key is there for that
        pane = ForwardedPane(own_id=own_id, glyphs=self._glyphs, lenses=self._lenses, picture_hint=hint)
        app.push_screen(CombinedScreen(message, store.combined, self, pane, self._glyphs))
