"""The application with a time to undo that passes only when it is told to."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from textual.pilot import Pilot
from textual.widgets import Static

from tests import journals
from tests.app.driving import Backend, asked, settle
from tests.archives import in_memory
from tests.model_service import ModelService
from tests.removal.world import Clock
from tui.app.app import RoamApp
from tui.app.screens.confirm import ConfirmDialog
from tui.app.screens.main import MainScreen
from tui.app.widgets.history_pane import HistoryPane
from tui.app.widgets.removal_line import RemovalLine
from tui.models import ConversationKey
from tui.removal.rules import Rules
from tui.store import Store
from tui.timeline.rows import EdgeRow
from tui.timeline.timeline import EdgeState, Side

GRACE = 10


@dataclass
class Seat:
    """Somebody at the application, which is over `store`."""

    pilot: Pilot[None]
    store: Store
    clock: Clock

    @property
    def pane(self) -> HistoryPane:
        return self.main.panes.history

    @property
    def main(self) -> MainScreen:
        main = self.pilot.app.screen_stack[0]
        assert isinstance(main, MainScreen)
        return main

    @property
    def said(self) -> str:
        """What the line above the keys says; '' where it is not there."""
        line = self.main.query_one(RemovalLine)
        line.tick()
        return str(line.content) if line.display else ""

    @property
    def question(self) -> str:
        """The question that is open: its title, what it says, and what was remarked since."""
        dialog = self.pilot.app.screen
        assert isinstance(dialog, ConfirmDialog)
        title = str(dialog.query_one("#dialog").border_title)
        return "\n".join([title, *(str(each.content) for each in dialog.query(Static))])

    async def press(self, *keys: str) -> None:
        await self.pilot.press(*keys)
        await settle(self.pilot)

    async def ask(self, *keys: str) -> None:
        """Press keys that lead to a question, and read it."""
        await self.pilot.press(*keys)
        await asked(self.pilot)

    async def agree(self, *keys: str) -> None:
        """Press keys that lead to a question, and agree to it."""
        await self.ask(*keys)
        await self.press("y")

    async def agree_to_all_of_bob(self) -> None:
        """Have the conversation bob deleted with its messages."""
        await self.ask("D")
        await self.ask("m")
        await self.press(*"bob", "enter")

    async def pass_time(self, seconds: float) -> None:
        await settle(self.pilot)
        self.clock.advance(seconds)
        await settle(self.pilot)

    async def load_all(self, key: ConversationKey) -> None:
        """Bring all of a conversation into the archive, and its oldest end into the window."""
        while self._older_edge(key) is not EdgeState.END:
            await self.store.histories.load(key, Side.OLDER)
        await settle(self.pilot)

    def _older_edge(self, key: ConversationKey) -> EdgeState:
        rows = self.store.histories.snapshot(key).rows
        edges = (row.state for row in rows if isinstance(row, EdgeRow) and row.side is Side.OLDER)
        return next(edges, EdgeState.END)


@dataclass
class Desk(Seat):
    """As that, on a service which says what it was asked."""

    service: ModelService

    @property
    def sent(self) -> list[str]:
        """All requests to delete, in order."""
        return [call for call in self.service.calls if call.startswith(("remove ", "delete "))]

    @property
    def ids_sent(self) -> list[str]:
        return [each for call in self.sent for each in call.split()[2].split(",")]


@dataclass
class Office:
    """Where a desk is opened on a service."""

    service: ModelService
    rules: Rules = field(default_factory=lambda: Rules(grace_seconds=GRACE))
    clock: Clock = field(default_factory=Clock)

    @asynccontextmanager
    async def open(self) -> AsyncIterator[Desk]:
        store = Store(
            Backend(self.service).open,
            in_memory,
            now=lambda: self.clock.now,
            open_journal=journals.in_memory,
            rules=self.rules,
            sleep=self.clock.sleep,
        )
        async with RoamApp(store).run_test(size=(80, 24), notifications=True) as pilot:
            await settle(pilot)
            yield Desk(pilot, store, self.clock, self.service)
