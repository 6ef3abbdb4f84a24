"""Group names and nicknames: what the conversation list does not have."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from dataclasses import replace

import pytest

from tests.server.worlds import APP_KEY, PASSWORD, world
from tui.client import RoamingClient, in_memory
from tui.errors import ArgumentError
from tui.models import Group as Named
from tui.server.service import Service
from tui.server.world import Group

NAMED = [Group(str(250_000_000_000_000 + n), f"Team {n} 队", ("alice", "bob"), "groupchat") for n in range(5)]
OTHERS = [
    Group("260000000000001", "Not hers", ("bob",), "groupchat"),
    Group("270000000000001", "A room", ("alice",), "chatroom"),
]


@pytest.fixture
def service() -> Iterator[Service]:
    service = Service.create(app_key=APP_KEY)
    service.load_world(replace(world(), groups=(*NAMED, *OTHERS)), PASSWORD)
    yield service
    service.close()


@pytest.fixture
async def alice(service: Service) -> AsyncIterator[RoamingClient]:
    transport = in_memory(service.app)
    async with RoamingClient(
        APP_KEY, "alice", rest_url="http://127.0.0.1", password=PASSWORD, transport=transport
    ) as client:
        yield client


async def test_a_user_sees_the_names_of_her_groups_page_by_page(alice: RoamingClient) -> None:
    pages = [await alice.get_joined_groups(page, 2) for page in range(4)]
    assert [len(page) for page in pages] == [2, 2, 1, 0]
    assert [group for page in pages for group in page] == [Named(group.id, group.name) for group in NAMED]


async def test_nicknames_of_those_who_exist(alice: RoamingClient) -> None:
    assert await alice.get_nicknames(["alice", "bob", "nobody"]) == {"alice": "Alice", "bob": "Bob"}


@pytest.mark.parametrize("users", [[], [f"user{n}" for n in range(101)], [""]])
async def test_nicknames_are_asked_for_some_at_a_time(alice: RoamingClient, users: list[str]) -> None:
    with pytest.raises(ArgumentError):
        await alice.get_nicknames(users)


@pytest.mark.parametrize(("page", "size"), [(-1, 20), (0, 0), (0, 501)])
async def test_a_page_of_groups_has_its_limits(alice: RoamingClient, page: int, size: int) -> None:
    with pytest.raises(ArgumentError):
        await alice.get_joined_groups(page, size)
