from __future__ import annotations

import asyncio

import httpx
import pytest

from tests.client.network import TOKEN, Network, answer, client_on
from tui.client import SignedIn
from tui.errors import NotSignedInError, ProtocolError, ServiceError, SignInError, TransportError

PAGE = answer({"data": {"channel_infos": []}})
EXPIRED = answer({"error_description": "Unable to authenticate due to expired access token"}, 401)


class Door(httpx.AsyncBaseTransport):
    """A service that gives numbered tokens and refuses those in `refused`, once `at_once` such calls are there.

    `held` stops it until it is set.
    """

    def __init__(self, at_once: int = 1) -> None:
        self._refusal = asyncio.Barrier(at_once)
        self.tokens = 0
        self.refused: set[str] = set()
        self.calls: list[str] = []
        self.held = asyncio.Event()
        self.held.set()

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        await self.held.wait()
        if request.url.path.endswith("/token"):
            self.tokens += 1
            return answer({"access_token": f"token-{self.tokens}", "expires_in": 60})(request)
        token = request.headers["authorization"].removeprefix("Bearer ")
        self.calls.append(token)
        if token not in self.refused:
            return PAGE(request)
        await self._refusal.wait()
        return EXPIRED(request)


async def test_ten_calls_at_once_sign_in_once() -> None:
    door = Door()
    async with client_on(door, token=None, password="secret") as client:
        await asyncio.gather(*(client.get_server_conversations() for _ in range(10)))
    assert (door.tokens, door.calls) == (1, ["token-1"] * 10)


async def test_ten_calls_with_an_expired_token_get_one_new_token() -> None:
    door = Door(at_once=10)
    door.refused = {TOKEN}
    async with client_on(door, password="secret") as client:
        await asyncio.gather(*(client.get_server_conversations() for _ in range(10)))
    assert (door.tokens, door.calls) == (1, [TOKEN] * 10 + ["token-1"] * 10)


async def test_a_call_gets_a_new_token_once_only() -> None:
    door = Door()
    door.refused = {TOKEN, "token-1", "token-2"}
    async with client_on(door, password="secret") as client:
        with pytest.raises(NotSignedInError) as caught:
            await client.get_server_conversations()
    assert caught.value.type == 56
    assert door.calls == [TOKEN, "token-1"]


async def test_even_a_sweep_is_sent_again_after_a_refused_token() -> None:
    door = Door()
    door.refused = {TOKEN}
    async with client_on(door, password="secret") as client:
        await client.delete_conversation("bob", "singleChat", True)
    assert door.calls == [TOKEN, "token-1"]


async def test_without_a_password_an_expired_token_is_the_callers_to_renew() -> None:
    network = Network(EXPIRED)
    async with client_on(network) as client:
        with pytest.raises(NotSignedInError) as caught:
            await client.get_server_conversations()
    assert caught.value.type == 56
    assert len(network.requests) == 1


async def test_without_token_and_password_nothing_is_sent() -> None:
    network = Network(PAGE)
    async with client_on(network, token=None) as client:
        with pytest.raises(NotSignedInError) as call:
            await client.get_server_conversations()
        with pytest.raises(SignInError) as sign_in:
            await client.sign_in()
    assert (call.value.type, sign_in.value.type) == (700, 1)
    assert not network.requests


async def test_signing_in_says_for_how_long() -> None:
    door = Door()
    async with client_on(door, token=None, password="secret") as client:
        assert await client.sign_in() == SignedIn(60)
        assert await client.sign_in() == SignedIn()
    assert door.tokens == 1


async def test_one_that_gives_up_waiting_does_not_stop_the_others() -> None:
    door = Door()
    door.held.clear()
    async with client_on(door, token=None, password="secret") as client:
        first, second = (asyncio.create_task(client.get_server_conversations()) for _ in range(2))
        await asyncio.sleep(0)
        first.cancel()
        door.held.set()
        await second
        assert first.cancelled()
    assert door.tokens == 1


@pytest.mark.parametrize(
    ("network", "cause"),
    [
        (Network(answer({"error_description": "invalid password"}, 400)), ServiceError),
        (Network(answer(b"<html>")), ProtocolError),
        (Network(answer({"expires_in": 5})), ProtocolError),
        (Network(httpx.ReadError("gone")), TransportError),
    ],
)
async def test_a_failure_is_one_error_for_all_who_wait(network: Network, cause: type[Exception]) -> None:
    async with client_on(network, token=None, password="secret") as client:
        found = await asyncio.gather(*(client.get_server_conversations() for _ in range(5)), return_exceptions=True)
    assert [type(error) for error in found] == [SignInError] * 5
    assert isinstance(found[0], SignInError)
    assert isinstance(found[0].cause, cause)
    assert len(network.requests) == 1


async def test_closing_stops_a_sign_in() -> None:
    door = Door()
    door.held.clear()
    client = client_on(door, token=None, password="secret")
    waiting = asyncio.create_task(client.sign_in())
    await asyncio.sleep(0)
    await client.aclose()
    await asyncio.wait([waiting])
    assert waiting.cancelled()
