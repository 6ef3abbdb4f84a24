"""The application: its stylesheets, its screens, and the keys that work on every screen."""

from __future__ import annotations

import asyncio
import os
import sys
import time
from collections.abc import Iterable, Sequence
from contextlib import suppress
from typing import ClassVar

from textual import events
from textual.app import SystemCommand, get_system_commands_provider
from textual.binding import Binding, BindingType
from textual.filter import LineFilter, Monochrome
from textual.reactive import Reactive
from textual.screen import Screen
from textual.theme import Theme, ThemeProvider

from tui.app.clipboard.ladder import Clipboard, ladder
from tui.app.clipboard.routes import KeepText, no_file
from tui.app.commands import BindingCommands, Palette
from tui.app.glyphs import ASCII, Glyphs, choose
from tui.app.keymap import TITLES, Where, bindings
from tui.app.line_filter import ColourlessFilter, ObeyedCharacterFilter
from tui.app.notices import Notices
from tui.app.rebinding import keymap
from tui.app.room import is_too_small
from tui.app.screens.changes import ChangesScreen
from tui.app.screens.confirm import ConfirmDialog
from tui.app.screens.help import HelpScreen
from tui.app.screens.jump import JumpScreen
from tui.app.screens.letters import LetterPrompt
from tui.app.screens.main import MainScreen
from tui.app.screens.prompt import LinePrompt
from tui.app.screens.sheet import Sheet
from tui.app.screens.typed_into import TypedInto
from tui.app.styles import stylesheets
from tui.app.terminal.application import TerminalApp
from tui.app.terminal.signals import end_on_signals
from tui.app.themes import CONTRAST, DEFAULT, THEMES
from tui.i18n import _
from tui.lenses import NO_LENSES, Lenses
from tui.permalinks import Permalink
from tui.preferences import USUAL, Preferences
from tui.store.store import Store

CLOSING_PATIENCE = 3.0
"""Seconds that letting go of the service may take."""

LEAVING = "ctrl+c"
"""The key that ends the program whatever is on the screen."""

PLACES = (
    Where.CONVERSATIONS, Where.HISTORY, Where.PANES, Where.QUERY, Where.RESULTS, Where.FIELDS, Where.PROGRAM,
)  # fmt: skip
"""What help tells the keys of."""

_CLOSED_WITHOUT_ROOM = (Palette, Sheet, ConfirmDialog, LinePrompt, LetterPrompt, JumpScreen, ChangesScreen)

_KEY_WORDS = {
    "enter": "Enter", "escape": "Esc", "space": "Space", "tab": "Tab", "shift+tab": "Shift-Tab", "up": "Up",
    "down": "Down", "left": "Left", "right": "Right", "home": "Home", "end": "End", "pageup": "PgUp",
    "pagedown": "PgDn",
}  # fmt: skip
"""As they are printed on keyboards; signs for them are not in every font."""


class RoamApp(TerminalApp, inherit_bindings=False):
    """Shows one store, and closes it at the end. Exits with 0 unless something broke."""

    TITLE = "roam"
    BINDING_GROUP_TITLE = TITLES[Where.PROGRAM]
    BINDINGS: ClassVar[list[BindingType]] = bindings(Where.PROGRAM)
    COMMANDS: ClassVar = {BindingCommands, get_system_commands_provider}
    ENABLE_COMMAND_PALETTE = True

    theme: Reactive[str] = Reactive(DEFAULT)

    def __init__(
        self,
        store: Store,
        glyphs: Glyphs | None = None,
        preferences: Preferences = USUAL,
        notices: Sequence[str] = (),
        keep_text: KeepText = no_file,
        lenses: Lenses = NO_LENSES,
        target: Permalink | None = None,
    ) -> None:
        """`notices` are sentences for the user, shown once the screen is there. `keep_text`: see `ladder`.
        `target`: the message to go to at the start.

        Raises ConfigError for keys among the preferences that cannot be.
        """
        super().__init__(css_path=stylesheets())
        self.keymap = keymap(preferences.keys)
        self.set_keymap(dict(self.keymap))
        self.theme = preferences.theme
        self.glyphs = glyphs or (ASCII if preferences.ascii else choose(sys.stdout.encoding or "ascii", os.environ))
        self._gate = ObeyedCharacterFilter()
        self._store = store
        self._notices = Notices(self, time.monotonic)
        self._to_say_first = notices
        self._preferences = preferences
        self._copies_to = Clipboard(ladder(preferences.copy, os.environ, self.send_to_terminal, keep_text))
        self._lenses = lenses
        self._target = target

    @property
    def available_themes(self) -> dict[str, Theme]:
        return dict(THEMES)

    def watch_theme(self, theme: str) -> None:
        self.set_class(theme == CONTRAST, "-contrast")

    def get_default_screen(self) -> Screen[None]:
        return MainScreen(
            self._store, self._notices, self._copies_to, self.glyphs, self._preferences, self._lenses, self._target
        )

    def get_line_filters(self) -> Sequence[LineFilter]:
        others = [each for each in super().get_line_filters() if not isinstance(each, Monochrome)]
        return [self._gate, *([ColourlessFilter()] if self.no_color else []), *others]

    def get_key_display(self, binding: Binding) -> str:
        return _KEY_WORDS.get(binding.key) or super().get_key_display(binding)

    def get_system_commands(self, screen: Screen[object]) -> Iterable[SystemCommand]:
        yield SystemCommand(_("Theme"), _("Change the colours"), self.action_change_theme)

    def on_mount(self) -> None:
        self.set_class(self.glyphs is ASCII, "-ascii")
        for sentence in self._to_say_first:
            self._notices.say(sentence, "information")

    def on_load(self) -> None:
        end_on_signals(self)

    async def on_unmount(self) -> None:
        """Let go of the service in the loop that it was opened in; a service that hangs must not keep us here."""
        with suppress(TimeoutError):
            async with asyncio.timeout(CLOSING_PATIENCE):
                await self._store.close()

    async def on_event(self, event: events.Event) -> None:
        """Every key comes by here on its way to a widget, and once more when no widget has taken it."""
        if not (isinstance(event, events.InputEvent) and (self._is_turned_away(event) or self._is_typed_ahead(event))):
            await super().on_event(event)

    def on_resize(self, event: events.Resize) -> None:
        """Close what there is no room for any more before it is drawn: the palette would fail."""
        while is_too_small(event.size) and isinstance(self.screen, _CLOSED_WITHOUT_ROOM):
            self.screen.dismiss(None)

    async def action_quit(self) -> None:
        """Where something is in front of the panes, nothing more is asked: what could be undone is never sent then."""
        if isinstance(self.screen, MainScreen):
            self.screen.leave_program()
        else:
            self.exit()

    def action_command_palette(self) -> None:
        self._open_palette(Palette(placeholder=_("Search for commands…"), id="--command-palette"))

    def search_themes(self) -> None:
        self._open_palette(Palette([ThemeProvider], placeholder=_("Search for themes…")))

    def action_help(self) -> None:
        if not is_too_small(self.size):
            self.push_screen(HelpScreen(self._places(), self.keymap, self.glyphs))

    def action_repaint(self) -> None:
        self.set_modes()
        self.refresh(repaint=True, layout=True)

    def _places(self) -> Sequence[Where]:
        """What help tells the keys of; those that apply where the focus is come first."""
        nodes = (self.focused or self.screen).ancestors_with_self
        here = {node.BINDING_GROUP_TITLE for node in nodes}
        return sorted(PLACES, key=lambda place: TITLES[place] not in here)

    def _open_palette(self, palette: Palette) -> None:
        if not isinstance(self.screen, Palette) and not is_too_small(self.size):
            self.push_screen(palette)

    def _is_typed_ahead(self, event: events.InputEvent) -> bool:
        """Whether a key was meant for the screen in front, and typed there."""
        if not isinstance(event, events.Key) or not event.is_forwarded or not event.is_printable:
            return False
        return isinstance(self.screen, TypedInto) and self.screen.take(event)

    def _is_turned_away(self, event: events.InputEvent) -> bool:
        if isinstance(event, events.Key) and event.key == LEAVING:
            return False
        return isinstance(self.screen, ConfirmDialog) and self.screen.turns_away(event)
