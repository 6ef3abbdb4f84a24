"""Requests over real sockets: what is sent and received, connections that are used again, and all that can fail."""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path

import httpx
import pytest

from tui.client.pool import Pool

TLS = Path(__file__).with_name("tls")
LARGE = bytes(range(256)) * 20_000

Answer = Callable[["Peer", bytes], Awaitable[None]]


class Peer:
    """The server's end of one connection."""

    def __init__(self, writer: asyncio.StreamWriter) -> None:
        self._writer = writer

    async def answer(self, body: bytes, *, length: int | None = None) -> None:
        size = len(body) if length is None else length
        self._writer.write(b"HTTP/1.1 200 OK\r\ncontent-length: %d\r\n\r\n" % size + body)
        await self._writer.drain()

    async def hang_up(self) -> None:
        self._writer.close()
        await self._writer.wait_closed()


class Server:
    """Answers requests on loopback as told, and counts connections and the parts in which requests came."""

    def __init__(self, answer: Answer, tls: ssl.SSLContext | None) -> None:
        self._answer = answer
        self._tls = tls
        self.connections = 0
        self.parts: list[int] = []
        self.url = ""

    @asynccontextmanager
    async def listening(self) -> AsyncIterator[Server]:
        server = await asyncio.start_server(self._serve, "127.0.0.1", 0, ssl=self._tls)
        scheme = "http" if self._tls is None else "https"
        self.url = f"{scheme}://127.0.0.1:{server.sockets[0].getsockname()[1]}/"
        try:
            yield self
        finally:
            server.close()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        peer = Peer(writer)
        try:
            while body := await self._request(reader):
                await self._answer(peer, body)
        except (ConnectionError, asyncio.IncompleteReadError):
            pass  # the client had enough
        finally:
            writer.close()

    async def _request(self, reader: asyncio.StreamReader) -> bytes:
        """The next request's body; b"" at the end of the connection."""
        received, parts = bytearray(), 0
        while b"\r\n\r\n" not in received or not _is_whole(received):
            part = await reader.read(2**20)
            if not part:
                return b""
            received += part
            parts += 1
        self.parts.append(parts)
        return bytes(received.partition(b"\r\n\r\n")[2])


def _is_whole(received: bytearray) -> bool:
    head, _, body = received.partition(b"\r\n\r\n")
    length = next(line for line in head.lower().split(b"\r\n") if line.startswith(b"content-length:"))
    return len(body) >= int(length.partition(b":")[2])


def serving(answer: Answer, tls: ssl.SSLContext | None = None) -> AbstractAsyncContextManager[Server]:
    return Server(answer, tls).listening()


async def echo(peer: Peer, body: bytes) -> None:
    await peer.answer(body)


@asynccontextmanager
async def client(pool: Pool | None = None, *, patience: float = 20.0) -> AsyncIterator[httpx.AsyncClient]:
    async with httpx.AsyncClient(transport=pool or Pool(), timeout=patience) as asking:
        yield asking


async def test_a_small_request_is_sent_in_one_part() -> None:
    async with serving(echo) as server, client() as asking:
        for number in range(5):
            assert (await asking.post(server.url, content=b"%d" % number)).content == b"%d" % number
    assert server.parts == [1] * 5
    assert server.connections == 1


async def test_large_bodies_go_both_ways_whole() -> None:
    async with serving(echo) as server, client() as asking:
        assert (await asking.post(server.url, content=LARGE)).content == LARGE


async def test_what_is_not_read_is_not_held() -> None:
    """The server cannot send on while nobody reads, however much it has."""
    sent = asyncio.Event()

    async def pour(peer: Peer, body: bytes) -> None:
        await peer.answer(LARGE * 8)
        sent.set()

    async with serving(pour) as server, client() as asking:
        async with asking.stream("POST", server.url, content=b"x") as response:
            parts = response.aiter_raw()
            first = await anext(parts)
            assert not sent.is_set()
            assert len(first) + sum([len(part) async for part in parts]) == len(LARGE) * 8
        await sent.wait()


async def test_several_requests_at_once_have_a_connection_each() -> None:
    everyone = asyncio.Barrier(4)

    async def together(peer: Peer, body: bytes) -> None:
        await everyone.wait()
        await peer.answer(body)

    async with serving(together) as server, client() as asking:
        answers = await asyncio.gather(*(asking.post(server.url, content=b"%d" % each) for each in range(4)))
    assert [answer.content for answer in answers] == [b"0", b"1", b"2", b"3"]
    assert server.connections == 4


async def test_a_connection_that_the_server_ended_is_not_used_again() -> None:
    async def once(peer: Peer, body: bytes) -> None:
        await peer.answer(body)
        await peer.hang_up()
        ended.set()

    ended = asyncio.Event()
    async with serving(once) as server, client() as asking:
        for number in range(3):
            ended.clear()
            assert (await asking.post(server.url, content=b"%d" % number)).content == b"%d" % number
            await ended.wait()
    assert server.connections == 3


async def test_an_answer_over_tls_is_that_of_who_has_the_certificate() -> None:
    theirs = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    theirs.load_cert_chain(TLS / "certificate.pem", TLS / "key.pem")
    trusting = ssl.create_default_context(cafile=str(TLS / "certificate.pem"))
    async with serving(echo, theirs) as server:
        async with client(Pool(trusting)) as asking:
            assert (await asking.post(server.url, content=LARGE)).content == LARGE
        async with client() as asking:
            with pytest.raises(httpx.ConnectError, match="certificate verify failed"):
                await asking.post(server.url, content=b"x")


async def test_a_port_that_nobody_listens_at_is_a_failed_connection() -> None:
    async with serving(echo) as server:
        pass
    async with client() as asking:
        with pytest.raises(httpx.ConnectError):
            await asking.post(server.url, content=b"x")


async def test_an_answer_that_breaks_off_is_a_failure() -> None:
    async def short(peer: Peer, body: bytes) -> None:
        await peer.answer(b"half", length=8)
        await peer.hang_up()

    async with serving(short) as server, client() as asking:
        with pytest.raises(httpx.RemoteProtocolError):
            await asking.post(server.url, content=b"x")


async def test_an_answer_that_does_not_come_is_waited_for_no_longer_than_said() -> None:
    async def silent(peer: Peer, body: bytes) -> None:
        await over.wait()

    over = asyncio.Event()
    async with serving(silent) as server, client(patience=0.05) as asking:
        with pytest.raises(httpx.ReadTimeout):
            await asking.post(server.url, content=b"x")
        over.set()
