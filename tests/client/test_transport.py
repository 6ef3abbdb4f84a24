from __future__ import annotations

import asyncio
import dataclasses
import gzip
import json
import tracemalloc
import zlib

import pytest

from tests.client.network import NO_WAITING, Network, answer, client_on
from tests.client.servers import server
from tui.client import RoamingClient
from tui.client.pool import Pool
from tui.client.rest import MAX_ANSWER
from tui.errors import DeadlineError, ProtocolError, RoamingError, ServiceError, TransportError

ONCE = dataclasses.replace(NO_WAITING, tries=1)
HASTY = dataclasses.replace(ONCE, deadline=0.05)
PAGE = json.dumps({"data": {"channel_infos": [{"session_to": "bob", "session_type": "chat"}], "cursor": "c"}}).encode()


def raw_deflate(data: bytes) -> bytes:
    packer = zlib.compressobj(wbits=-15)
    return packer.compress(data) + packer.flush()


MEMBERS = gzip.compress(PAGE[:20]) + gzip.compress(b"") + gzip.compress(PAGE[20:])
ENCODINGS = [
    # Named: what is packed holds the time of its packing, and every process that runs tests must know the same names.
    pytest.param("gzip", gzip.compress(PAGE), id="gzip"),
    pytest.param("gzip", MEMBERS, id="gzip-members"),
    pytest.param("deflate", zlib.compress(PAGE), id="deflate"),
    pytest.param("deflate", raw_deflate(PAGE), id="raw-deflate"),
]


async def names(client: RoamingClient) -> list[str]:
    return [conversation.id for conversation in (await client.get_server_conversations()).conversations]


@pytest.mark.parametrize("size", [1, 2, 7])
@pytest.mark.parametrize(("encoding", "body"), ENCODINGS)
async def test_compressed_answers_are_read_in_whatever_parts(encoding: str, body: bytes, size: int) -> None:
    parts = tuple(body[at : at + size] for at in range(0, len(body), size))
    async with client_on(Network(answer(parts, headers={"content-encoding": encoding}))) as client:
        assert await names(client) == ["bob"]


@pytest.mark.parametrize(("encoding", "body"), ENCODINGS)
async def test_a_compressed_answer_cut_anywhere_is_applied_whole_or_not_at_all(encoding: str, body: bytes) -> None:
    for end in range(len(body)):
        async with client_on(Network(answer(body[:end], headers={"content-encoding": encoding})), ONCE) as client:
            with pytest.raises((TransportError, ProtocolError)):
                await names(client)


async def test_what_follows_a_compressed_answer_is_not_passed_over() -> None:
    body = gzip.compress(PAGE) + b"more"
    async with client_on(Network(answer(body, headers={"content-encoding": "gzip"})), ONCE) as client:
        with pytest.raises(ProtocolError):
            await names(client)


@pytest.mark.parametrize("encoding", ["br", "gzip, gzip", "zstd"])
async def test_what_was_not_asked_for_is_not_unpacked(encoding: str) -> None:
    async with client_on(Network(answer(gzip.compress(PAGE), headers={"content-encoding": encoding})), ONCE) as client:
        with pytest.raises(ProtocolError):
            await names(client)


@pytest.mark.parametrize("wbits", [31, 15, -15])
@pytest.mark.parametrize("status", [200, 500])
async def test_a_bomb_stays_small(wbits: int, status: int) -> None:
    packer = zlib.compressobj(wbits=wbits)
    bomb = b"".join(packer.compress(bytes(2**20)) for _ in range(128)) + packer.flush()
    network = Network(answer(bomb, status, {"content-encoding": "gzip" if wbits == 31 else "deflate"}))
    tracemalloc.start()
    try:
        async with client_on(network, ONCE) as client:
            with pytest.raises((ProtocolError, ServiceError)):
                await names(client)
        _now, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < 2 * MAX_ANSWER + 2**21


async def test_an_endless_answer_is_given_up() -> None:
    async def speak(writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 200 OK\r\n\r\n")
        while True:
            writer.write(bytes(2**20))
            await writer.drain()

    async with server(speak) as base, client_on(Pool(), ONCE, rest_url=base) as client:
        with pytest.raises(ProtocolError):
            await names(client)


async def test_a_connection_cut_at_any_byte_is_an_error_of_ours() -> None:
    head = f"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: {len(PAGE)}\r\n\r\n".encode()
    whole = head + PAGE
    ends = iter(range(len(whole)))

    async def speak(writer: asyncio.StreamWriter) -> None:
        writer.write(whole[: next(ends)])

    async with server(speak) as base, client_on(Pool(), ONCE, rest_url=base) as client:
        for _end in range(len(whole)):
            with pytest.raises(TransportError) as caught:
                await names(client)
            assert caught.value.sent
            assert "127.0.0.1" in str(caught.value)


async def test_a_service_that_never_answers_is_given_up() -> None:
    gone = asyncio.Event()

    async def speak(writer: asyncio.StreamWriter) -> None:
        await gone.wait()

    async with server(speak) as base, client_on(Pool(), HASTY, rest_url=base) as client:
        with pytest.raises(DeadlineError) as caught:
            await names(client)
        gone.set()
    assert (caught.value.type, caught.value.message, caught.value.sent) == (-1, "Request Timeout", True)


async def test_a_drip_is_given_up() -> None:
    async def speak(writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 200 OK\r\ncontent-length: 1000000\r\n\r\n")
        while True:
            writer.write(b" ")
            await writer.drain()
            await asyncio.sleep(0.005)

    async with server(speak) as base, client_on(Pool(), HASTY, rest_url=base) as client:
        with pytest.raises(DeadlineError):
            await names(client)


async def test_nobody_there_is_known_not_to_be_sent() -> None:
    async def speak(writer: asyncio.StreamWriter) -> None:
        raise AssertionError

    async with server(speak) as base:
        pass
    async with client_on(Pool(), ONCE, rest_url=base) as client:
        with pytest.raises(TransportError) as caught:
            await names(client)
    assert not caught.value.sent


@pytest.mark.parametrize("garbage", [b"", b"\r\n\r\n", b"SSH-2.0-x\r\n", b"HTTP/1.1 abc\r\n\r\n", b"\x00\xff" * 99])
async def test_what_is_no_http_is_an_error_of_ours(garbage: bytes) -> None:
    async def speak(writer: asyncio.StreamWriter) -> None:
        writer.write(garbage)

    async with server(speak) as base, client_on(Pool(), ONCE, rest_url=base) as client:
        with pytest.raises(RoamingError):
            await names(client)


@pytest.mark.parametrize("status", [301, 302, 307, 308])
async def test_calls_follow_no_redirect(status: int) -> None:
    network = Network(answer(b"", status, {"location": "http://elsewhere.example/"}))
    async with client_on(network) as client:
        with pytest.raises(ServiceError):
            await names(client)
    assert {request.url.host for request in network.requests} == {"rest.example"}


async def test_cookies_are_not_kept() -> None:
    network = Network(answer(PAGE, headers={"set-cookie": "a=b; Path=/"}))
    async with client_on(network) as client:
        await names(client)
        await names(client)
    assert "cookie" not in network.requests[1].headers


async def test_a_closed_client_says_so() -> None:
    client = client_on(Network(answer(PAGE)))
    await client.aclose()
    with pytest.raises(RoamingError):
        await names(client)
