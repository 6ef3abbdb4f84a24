"""Made-up traffic on the local service."""

from __future__ import annotations

import asyncio
import itertools
from contextlib import closing

from tests.server.test_live import Phone, phone
from tests.server.worlds import APP_KEY, Filled, in_group, text
from tui.live import MessageReceived
from tui.server.service import Service
from tui.server.traffic import is_empty, traffic


async def test_members_talk_on_until_it_is_over(filled: Filled) -> None:
    service = filled(in_group(1, "bob"), text(2, "bob", "alice"))
    async with phone(service, "web_1") as device:
        with traffic(service, 200):
            await device.told(20)
        spoken = [event.message for event in device.events if isinstance(event, MessageReceived)]
    assert len({message.id for message in spoken}) == len(spoken) >= 20
    assert all(one.time <= other.time for one, other in itertools.pairwise(spoken))
    assert {message.conversation_id("alice") for message in spoken} == {"240000000000001", "bob"}


def test_a_service_without_conversations_is_noticed(filled: Filled) -> None:
    assert not is_empty(filled())
    with closing(Service.create(app_key=APP_KEY)) as service:
        assert is_empty(service)


async def test_two_devices_get_the_same_under_load(filled: Filled) -> None:
    service = filled(in_group(1, "bob"))

    async def all_of(device: Phone) -> list[str]:
        await device.told(100)
        return [event.message.id for event in device.events[:100] if isinstance(event, MessageReceived)]

    async with phone(service, "web_1") as one, phone(service, "web_2") as other:
        with traffic(service, 500):
            first, second = await asyncio.gather(all_of(one), all_of(other))
    assert first == second
