"""What streams in is drawn as it is in the end, and in between nothing that was not so."""

from __future__ import annotations

from tests.app.driving import Running, screen_text, settle
from tests.model_service import ModelService, message
from tui.app.widgets.history_pane import HistoryPane
from tui.events import MessageArrived, MessagesRemoved
from tui.models import ConversationKey
from tui.store import Store
from tui.store.history import LOADED_CAP


def arrive(store: Store, key: ConversationKey, numbers: range) -> None:
    for number in numbers:
        store.apply(MessageArrived(key, message(number), is_own=False))


async def test_of_a_flood_the_last_state_is_shown(running: Running, service: ModelService, store: Store) -> None:
    bob = service.talk("bob", [message(number) for number in range(1, 11)])
    async with running() as pilot:
        await pilot.press("enter")
        await settle(pilot)
        arrive(store, bob, range(11, 300))
        store.apply(MessagesRemoved(bob, frozenset(["299"])))
        await settle(pilot)
        assert "message 298" in screen_text(pilot.app)
        assert "message 299" not in screen_text(pilot.app)
        arrive(store, bob, range(300, 301))
        await settle(pilot)
        assert "message 300" in screen_text(pilot.app)


async def test_who_reads_further_up_stays_there(running: Running, service: ModelService, store: Store) -> None:
    """Also when so much has come that the window lets go of what is newest."""
    bob = service.talk("bob", [message(number) for number in range(1, 51)])
    async with running() as pilot:
        await pilot.press("enter", "pageup")
        await settle(pilot)
        pane = pilot.app.screen.query_one(HistoryPane)
        read = pane.cursor_message
        arrive(store, bob, range(51, 51 + 2 * LOADED_CAP))
        await settle(pilot)
        assert pane.cursor_message == read
        assert pane.newer_below > 0
        assert not store.histories.snapshot(bob).reaches_newest
