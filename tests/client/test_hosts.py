from __future__ import annotations

import asyncio

import httpx
import pytest

from tests.client.network import Network, answer, client_on
from tui.errors import HostLookupError, TransportError


def document(*domains: str) -> object:
    hosts = [{"protocol": "https", "domain": domain, "port": "443"} for domain in domains]
    return {"rest": {"hosts": hosts}, "msync-wx": {"hosts": hosts}}


PAGE = answer({"data": {}})


async def test_hosts_are_looked_up_once_for_all_calls() -> None:
    network = Network(answer(document("a1.example")), PAGE)
    async with client_on(network, rest_url=None) as client:
        await asyncio.gather(*(client.get_server_conversations() for _ in range(5)))
    assert [request.url.host for request in network.requests] == ["rs.easemob.com"] + ["a1.example"] * 5
    assert "authorization" not in network.requests[0].headers


@pytest.mark.parametrize("trouble", [httpx.ConnectError("x"), answer({}, 500), answer(b"<html>"), answer({"rest": {}})])
async def test_each_failure_moves_on_to_the_next_server(trouble: object) -> None:
    network = Network(trouble, answer(document("a1.example")))  # type: ignore[arg-type]
    async with client_on(network, rest_url=None) as client:
        assert (await client.look_up_hosts()).live == ("wss://a1.example/websocket",)
    assert [request.url.host for request in network.requests] == ["rs.easemob.com", "rs.chat.agora.io"]


async def test_when_all_failed_the_next_call_looks_again() -> None:
    network = Network(answer({}, 404), answer({}, 404), answer(document("a1.example")))
    async with client_on(network, rest_url=None) as client:
        with pytest.raises(HostLookupError) as caught:
            await client.get_server_conversations()
        assert (await client.look_up_hosts()).rest == ("https://a1.example",)
    assert caught.value.type == 304


async def test_a_host_that_cannot_be_reached_is_passed_over() -> None:
    down = httpx.ConnectError("refused")
    network = Network(answer(document("a1.example", "a2.example")), down, PAGE)
    async with client_on(network, rest_url=None) as client:
        await client.get_server_conversations()
        await client.delete_conversation("bob", "singleChat", True)
    assert [request.url.host for request in network.requests[1:]] == ["a1.example", "a2.example", "a2.example"]


async def test_a_given_host_is_the_only_one() -> None:
    network = Network(httpx.ConnectError("refused"))
    async with client_on(network) as client:
        assert (await client.look_up_hosts()).rest == ("http://rest.example",)
        with pytest.raises(TransportError):
            await client.get_server_conversations()
    assert {request.url.host for request in network.requests} == {"rest.example"}
