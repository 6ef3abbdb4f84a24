"""An application over a driver that survives what terminals send."""

from __future__ import annotations

from typing import Any

from rich.console import RenderableType
from textual._compositor import ChopsUpdate, LayoutUpdate
from textual.events import Resize
from textual.screen import Screen

from tui.app.terminal.driver import TerminalDriver, require_version
from tui.app.terminal.ending import EndingApp
from tui.app.terminal.painted import Difference


class TerminalApp(EndingApp):
    """An application in a terminal that is left as it was found."""

    def __init__(self, **options: Any) -> None:
        """Raises ConfigError when Textual is not the version that the driver was written for."""
        require_version()
        super().__init__(driver_class=TerminalDriver, **options)

    def send_to_terminal(self, sequence: str) -> bool:
        """Give the terminal a sequence that draws nothing, whole and between frames; False where it takes none now."""
        return isinstance(self._driver, TerminalDriver) and self._driver.send(sequence)

    def set_modes(self) -> None:
        """Set the terminal's modes once more, in case that something else has reset them."""
        if isinstance(self._driver, TerminalDriver):
            self._driver.set_modes()

    def on_resize(self, event: Resize) -> None:
        """A terminal of another size has moved its lines, or shows others."""
        if isinstance(self._driver, TerminalDriver):
            self._driver.painted.forget()

    def _display(self, screen: Screen[Any], renderable: RenderableType | None) -> None:
        if isinstance(self._driver, TerminalDriver) and isinstance(renderable, LayoutUpdate | ChopsUpdate):
            super()._display(screen, Difference(self._driver.painted, renderable))
        else:
            super()._display(screen, renderable)
