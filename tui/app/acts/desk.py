"""What an act may use of the main screen."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from typing import Any, Protocol

from textual.app import App
from textual.notifications import SeverityLevel

from tui.app.glyphs import Glyphs
from tui.app.widgets.history.place import Place
from tui.app.widgets.panes import Panes
from tui.models import ConversationKey
from tui.store.store import Store


class Desk(Protocol):
    """The store that acts change, the panes that say where the user is, and a way to answer."""

    @property
    def app(self) -> App[Any]: ...

    @property
    def store(self) -> Store: ...

    @property
    def panes(self) -> Panes: ...

    @property
    def shown(self) -> ConversationKey | None:
        """The conversation whose history is shown."""

    @property
    def glyphs(self) -> Glyphs: ...

    def show_snapshots(self) -> None:
        """Hand down what is true now."""

    def open(self, conversation: ConversationKey) -> None:
        """Let the user read a conversation, whether the list has it or not."""

    def show(self, conversation: ConversationKey, place: Place, *, enter: bool = True) -> None:
        """Show a conversation at a place that is loaded; `enter`: and let the user read there."""

    def say(self, sentence: str, severity: SeverityLevel = "warning") -> None:
        """Tell the user something that may hold any text."""

    def announce(self, sentence: str) -> None:
        """Say what is going on for as long as it lasts; '' when it is over."""

    def run(self, work: Coroutine[Any, Any, object]) -> None:
        """Do `work` in a worker. When a `RoamingError` ends it, the user is told."""

    def run_latest(self, work: Callable[[], Coroutine[Any, Any, None]]) -> None:
        """As `run`; what was begun in this way before, and is not done, is given up."""
