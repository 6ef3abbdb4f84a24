"""A permalink at the start: its message is shown in its context, from the service or from the archive."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
from textual.pilot import Pilot

from tests.app.driving import Backend, screen_text, settle, until
from tests.app.test_going import cursor, notices, pane
from tests.archives import in_file, in_memory
from tests.model_service import ModelService, message
from tui.app.app import RoamApp
from tui.app.glyphs import UNICODE
from tui.errors import TransportError
from tui.models import ConversationKey, ConversationPage, ConversationType, HistoryPage, SearchOptions
from tui.permalinks import Permalink
from tui.store import Store

BOB = ConversationKey("bob", ConversationType.SINGLE)
BEFORE_GOING = 2
"""Requests to find out that a message is there, before it is gone to."""

TARGET = Permalink("acme#support", "amy", BOB, "100")


@pytest.fixture(autouse=True)
def histories(service: ModelService) -> None:
    service.talk("ann", [message(1000 + number, sender="ann") for number in range(5)])
    service.talk("bob", [message(number) for number in range(1, 301)])


def is_at(pilot: Pilot[None], message_id: str) -> bool:
    message = pane(pilot).cursor_message
    return message is not None and message.id == message_id


def app(store: Store, target: Permalink = TARGET) -> RoamApp:
    return RoamApp(store, UNICODE, target=target)


async def test_it_is_gone_to_as_soon_as_the_service_is_there(backend: Backend) -> None:
    backend.may_open.clear()
    async with app(Store(backend.open, in_memory)).run_test(size=(120, 36), notifications=True) as pilot:
        await pilot.pause()
        assert notices(pilot) == []
        backend.may_open.set()
        await settle(pilot)
        assert cursor(pilot) == "100"


class ListMeanwhile(ModelService):
    """Answers the list once a message is gone to, and the history only when the list has been drawn."""

    def __init__(self) -> None:
        super().__init__()
        self.is_drawn = asyncio.Event()
        self._is_under_way = asyncio.Event()

    async def get_server_conversations(
        self, page_size: int = 20, cursor: str = "", include_empty_conversations: bool = False
    ) -> ConversationPage:
        await self._is_under_way.wait()
        return await super().get_server_conversations(page_size, cursor, include_empty_conversations)

    async def get_history_messages(
        self,
        target_id: str,
        chat_type: ConversationType,
        cursor: str | None = None,
        page_size: int = 20,
        search_direction: str = "up",
        search_options: SearchOptions | None = None,
    ) -> HistoryPage:
        if target_id == BOB.id and sum(BOB.id in call for call in self.calls) == BEFORE_GOING:
            self._is_under_way.set()
            await self.is_drawn.wait()
        return await super().get_history_messages(
            target_id, chat_type, cursor, page_size, search_direction, search_options
        )


async def test_a_list_that_comes_on_the_way_does_not_end_it() -> None:
    service = ListMeanwhile()
    service.talk("ann", [message(1000 + number, sender="ann") for number in range(5)])
    service.talk("bob", [message(number) for number in range(1, 301)])
    async with app(Store(Backend(service).open, in_memory)).run_test(size=(120, 36)) as pilot:
        await until(pilot, lambda: "message 1004" in screen_text(pilot.app))
        service.is_drawn.set()
        await settle(pilot)
        assert cursor(pilot) == "100"


async def test_a_conversation_that_is_in_no_list_is_gone_to(backend: Backend, service: ModelService) -> None:
    del service.conversations[BOB]
    async with app(Store(backend.open, in_memory)).run_test(size=(120, 36), notifications=True) as pilot:
        await settle(pilot)
        assert cursor(pilot) == "100"


async def test_the_archive_shows_it_before_anybody_answers_and_without(tmp_path: Path, backend: Backend) -> None:
    archive = in_file(tmp_path / "archive.db")
    async with app(Store(backend.open, archive)).run_test(size=(120, 36)) as pilot:
        await until(pilot, lambda: is_at(pilot, "100"))
        await settle(pilot)
    backend.may_open.clear()
    backend.failure = TransportError("no connection to rest.example")
    async with app(Store(backend.open, archive)).run_test(size=(120, 36), notifications=True) as pilot:
        await until(pilot, lambda: is_at(pilot, "100"))
        backend.may_open.set()
        await settle(pilot)
        assert cursor(pilot) == "100"


async def test_without_archive_and_service_it_is_said_why_not(backend: Backend) -> None:
    backend.failure = TransportError("no connection to rest.example")
    async with app(Store(backend.open, in_memory)).run_test(size=(120, 36), notifications=True) as pilot:
        await settle(pilot)
        assert any("Not connected to the service" in told for told in notices(pilot))
