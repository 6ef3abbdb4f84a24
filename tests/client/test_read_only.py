"""A client that may only read sends nothing that changes anything, whoever asks it to."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

import pytest

from tests.client.network import NO_WAITING, TOKEN, Network, answer
from tui.client import RoamingClient
from tui.errors import ReadOnlyError
from tui.models import ConversationKey, ConversationType
from tui.protocol.endpoints import ENDPOINTS

BOB = ConversationKey("bob", ConversationType.SINGLE)
CHANGES: dict[str, Callable[[RoamingClient], Awaitable[object]]] = {
    "pin": lambda client: client.pin_conversation("bob", "singleChat", True),
    "unpin": lambda client: client.pin_conversation("bob", "singleChat", False),
    "remove_by_ids": lambda client: client.remove_history_messages("bob", "singleChat", ["1"]),
    "remove_by_time": lambda client: client.remove_history_messages("bob", "singleChat", before_timestamp=1),
    "delete_conversation": lambda client: client.delete_conversation("bob", "singleChat", True),
    "mark": lambda client: client.add_conversation_mark([BOB], 1),
    "unmark": lambda client: client.remove_conversation_mark([BOB], 1),
}


def read_only(network: Network) -> RoamingClient:
    return RoamingClient(
        "acme#support",
        "alice",
        rest_url="http://rest.example",
        token=TOKEN,
        transport=network,
        read_only=True,
        pacing=NO_WAITING,
    )


@pytest.mark.parametrize("name", CHANGES)
async def test_what_changes_something_is_not_sent(name: str) -> None:
    network = Network(answer({}))
    async with read_only(network) as client:
        with pytest.raises(ReadOnlyError, match="Only reading is allowed"):
            await CHANGES[name](client)
    assert network.requests == []


async def test_reading_goes_on() -> None:
    network = Network(answer({"data": {"channel_infos": [], "cursor": ""}}))
    async with read_only(network) as client:
        await client.get_server_conversations()
    assert len(network.requests) == 1


def test_the_table_says_which_calls_change_something() -> None:
    changing = {name for name, endpoint in ENDPOINTS.items() if endpoint.retry.changes}
    assert changing == {*CHANGES, "clear_all", "upload"}
    reading = {endpoint.method for endpoint in ENDPOINTS.values() if not endpoint.retry.changes}
    assert reading <= {"GET", "POST"}
