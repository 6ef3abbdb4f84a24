"""A permalink at the start: its message is shown in its context, from the service or from the archive."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.pilot import Pilot

from tests.app.driving import Backend, settle, until
from tests.app.test_going import cursor, notices, pane
from tests.archives import in_file, in_memory
from tests.model_service import ModelService, message
from tui.app.app import RoamApp
from tui.app.glyphs import UNICODE
from tui.errors import TransportError
from tui.models import ConversationKey, ConversationType
from tui.permalinks import Permalink
from tui.store import Store

BOB = ConversationKey("bob", ConversationType.SINGLE)
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
