from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.client.network import Network, answer, client_on
from tui.client import RoamingClient, SearchOptions
from tui.errors import ArgumentError
from tui.models import ConversationKey, ConversationType, Kind

FINE = answer({"data": {}})
Call = Callable[[RoamingClient, Any], Awaitable[object]]

WRONG_ID: tuple[object, ...] = ("", None, 5, ["bob"], "x" * 1025, "half \ud83d")
WRONG_SIZE: tuple[object, ...] = (0, 51, -1, 1.0, "20", None, True)
WRONG_TYPE: tuple[object, ...] = ("chat", "", None, 1, "SINGLECHAT")

CASES: list[tuple[Call, tuple[object, ...]]] = [
    (lambda client, size: client.get_server_conversations(size), WRONG_SIZE),
    (lambda client, size: client.get_server_pinned_conversations(size), WRONG_SIZE),
    (lambda client, size: client.get_server_conversations_by_filter(size, mark=1), WRONG_SIZE),
    (lambda client, mark: client.get_server_conversations_by_filter(mark=mark), (-1, 20, "3", None, True)),
    (lambda client, cursor: client.get_server_conversations(cursor=cursor), (None, 5, "x" * 8193, "\udc00")),
    (lambda client, empty: client.get_server_conversations(include_empty_conversations=empty), (1, "yes", None)),
    (lambda client, name: client.pin_conversation(name, "singleChat", True), WRONG_ID),
    (lambda client, kind: client.pin_conversation("bob", kind, True), (*WRONG_TYPE, "chatRoom")),
    (lambda client, pinned: client.pin_conversation("bob", "singleChat", pinned), (1, None, "true")),
    (lambda client, name: client.get_history_messages(name, "singleChat"), WRONG_ID),
    (lambda client, kind: client.get_history_messages("bob", kind), WRONG_TYPE),
    (lambda client, size: client.get_history_messages("bob", "singleChat", None, size), WRONG_SIZE),
    (lambda client, way: client.get_history_messages("bob", "singleChat", search_direction=way), ("UP", "", None)),
    (lambda client, ids: client.remove_history_messages("bob", "singleChat", ids), ("1", 7, [], [""], ["1,2"], [1])),
    (lambda client, name: client.remove_history_messages(name, "singleChat", ["1"]), WRONG_ID),
    (lambda client, kind: client.remove_history_messages("bob", kind, ["1"]), WRONG_TYPE),
    (
        lambda client, time: client.remove_history_messages("bob", "singleChat", before_timestamp=time),
        (0, -1, 1.5, "1", True, 10**18),
    ),
    (lambda client, name: client.delete_conversation(name, "singleChat", True), WRONG_ID),
    (lambda client, kind: client.delete_conversation("bob", kind, True), (*WRONG_TYPE, "chatRoom")),
    (lambda client, roam: client.delete_conversation("bob", "singleChat", roam), (1, None)),
    (
        lambda client, keys: client.add_conversation_mark(keys, 1),
        (
            "bob",
            5,
            ["bob"],
            [ConversationKey("r", ConversationType.ROOM)],
            [ConversationKey("", ConversationType.GROUP)],
        ),
    ),
    (
        lambda client, options: client.get_history_messages("bob", "groupChat", search_options=options),
        (
            {"msg_types": ["txt"]},
            SearchOptions(msg_types="txt"),
            SearchOptions(msg_types=["future"]),
            SearchOptions(msg_types=[Kind.UNREADABLE]),
            SearchOptions(start_time=-1),
            SearchOptions(end_time=1.5),  # type: ignore[arg-type]  # wrong on purpose
            SearchOptions(sender=""),
        ),
    ),
]


@pytest.mark.parametrize(("call", "wrong"), CASES)
async def test_what_is_wrong_is_refused_before_anything_is_sent(call: Call, wrong: tuple[object, ...]) -> None:
    network = Network(FINE)
    async with client_on(network) as client:
        for value in wrong:
            with pytest.raises(ArgumentError) as caught:
                await call(client, value)
            assert caught.value.type == -3
            assert caught.value.allowed
    assert not network.requests


@pytest.mark.parametrize(
    ("app_key", "user", "options"),
    [
        ("acme", "alice", {}),
        ("a#b#c", "alice", {}),
        ("#b", "alice", {}),
        ("a#b", "", {}),
        ("a#b", "alice", {"resource": "with space"}),
        ("a#b", "alice", {"resource": ""}),
        ("a#b", "alice", {"token": ""}),
        ("a#b", "alice", {"token": "two\r\nlines"}),
        ("a#b", "alice", {"rest_url": ""}),
        ("a#b", "alice", {"rest_url": "rest.example"}),
        ("a#b", "alice", {"rest_url": "ftp://rest.example"}),
        ("a#b", "alice", {"rest_url": "http://rest.example/?x=1"}),
        ("a#b", "alice", {"rest_url": "http://rest.example?"}),
        ("a#b", "alice", {"rest_url": "http://rest.example/#"}),
        ("a#b", "alice", {"rest_url": "http://rest.example/#x"}),
        ("a#b", "alice", {"rest_url": "http://rest.example:99999"}),
        ("a#b", "alice", {"rest_url": "http://[::1"}),
        ("a#b", "alice", {"rest_url": "http://me:pw@rest.example"}),
        ("a#b", "alice", {"rest_url": "http://rest.example\n"}),
    ],
)
def test_a_client_is_made_of_sound_parts(app_key: str, user: str, options: dict[str, str]) -> None:
    with pytest.raises(ArgumentError):
        RoamingClient(app_key, user, **options)  # type: ignore[arg-type]  # the options vary


def test_a_device_has_a_name_of_its_own_kind() -> None:
    first, second = RoamingClient("a#b", "alice"), RoamingClient("a#b", "alice")
    assert first.resource != second.resource
    assert first.resource.replace("_", "").isalnum()


async def test_a_user_id_is_used_as_it_is_given() -> None:
    network = Network(FINE)
    async with RoamingClient("a#b", "Alice/..", rest_url="http://h.example/p/", token="t", transport=network) as client:
        await client.get_server_conversations()
    assert network.requests[0].url.raw_path.startswith(b"/p/a/b/sdk/user/Alice%2F../user_channels/list?")


@given(st.text(min_size=1, max_size=40).filter(lambda text: not any("\ud800" <= char <= "\udfff" for char in text)))
async def test_any_id_arrives_as_it_was(name: str) -> None:
    network = Network(FINE)
    async with client_on(network) as client:
        await client.pin_conversation(name, "singleChat", False)
        await client.get_server_conversations(cursor=name)
        await client.get_history_messages(name, ConversationType.GROUP, name)
    unpin, page, history = network.requests
    assert unpin.url.params["to"] == name
    assert page.url.params["cursor"] == name
    assert network.bodies[-1]["queue"] == f"{name}@conference.easemob.com"
    assert network.bodies[-1]["start"] == name
    assert history.method == "POST"
