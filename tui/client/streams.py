"""TCP and TLS for httpcore over asyncio itself, which takes a third less work a request than its own way does."""

# ruff: noqa: ASYNC109  # the interface is httpcore's

from __future__ import annotations

import asyncio
import ssl
from collections.abc import Iterable
from typing import Any

import httpcore

_MOST_HELD = 65_536
"""Bytes that wait to be sent together, and that may have been received before they are asked for."""

_LOOK_ASIDE = 0.25
"""Seconds after which the next address of a host is tried beside the first (RFC 8305)."""


class AsyncioBackend(httpcore.AsyncNetworkBackend):
    """Opens connections. Raises httpcore's ConnectError and ConnectTimeout."""

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        loop = asyncio.get_running_loop()
        local = None if local_address is None else (local_address, 0)
        try:
            async with asyncio.timeout(timeout):
                transport, ends = await loop.create_connection(
                    Ends, host, port, local_addr=local, happy_eyeballs_delay=_LOOK_ASIDE
                )
        except TimeoutError as error:
            raise httpcore.ConnectTimeout(str(error)) from error
        except OSError as error:
            raise httpcore.ConnectError(str(error)) from error
        for option in socket_options or ():
            transport.get_extra_info("socket").setsockopt(*option)
        return Stream(transport, ends)


class Ends(asyncio.Protocol):
    """What has come on a connection and was not read yet, and whether anything can go out."""

    def __init__(self) -> None:
        self.received = bytearray()
        self.is_over = False
        self.failure: Exception | None = None
        self._transport: asyncio.Transport | None = None
        self._news = asyncio.Event()
        self._may_send = asyncio.Event()
        self._may_send.set()

    async def something(self) -> None:
        """Wait until something has come, or nothing more will."""
        if not self.received and not self.is_over:
            self._news.clear()
            await self._news.wait()

    async def sendable(self) -> None:
        """Wait until what was sent last is on its way, or cannot be."""
        await self._may_send.wait()

    def take(self, most: int) -> bytes:
        """Up to `most` bytes of what has come; b"" for nothing."""
        taken = bytes(self.received[:most])
        del self.received[:most]
        if self._transport is not None and len(self.received) <= _MOST_HELD and not self.is_over:
            self._transport.resume_reading()
        return taken

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        self.received += data
        if self._transport is not None and len(self.received) > _MOST_HELD:
            self._transport.pause_reading()
        self._news.set()

    def eof_received(self) -> None:
        self._end(None)

    def connection_lost(self, exc: Exception | None) -> None:
        self._end(exc)

    def pause_writing(self) -> None:
        self._may_send.clear()

    def resume_writing(self) -> None:
        self._may_send.set()

    def _end(self, failure: Exception | None) -> None:
        self.is_over = True
        self.failure = self.failure or failure
        self._news.set()
        self._may_send.set()


class Stream(httpcore.AsyncNetworkStream):
    """A connection. What is written goes out with the next read: a request's head and its body are one packet, not two.

    Raises httpcore's errors for reading, writing and connecting.
    """

    def __init__(self, transport: asyncio.Transport, ends: Ends) -> None:
        self._transport = transport
        self._ends = ends
        self._held = bytearray()

    async def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        self._send()
        try:
            async with asyncio.timeout(timeout):
                await self._ends.something()
        except TimeoutError as error:
            raise httpcore.ReadTimeout(str(error)) from error
        if not self._ends.received and self._ends.failure is not None:
            raise httpcore.ReadError(str(self._ends.failure)) from self._ends.failure
        return self._ends.take(max_bytes)

    async def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._held += buffer
        if len(self._held) <= _MOST_HELD:
            return
        self._send()
        try:
            async with asyncio.timeout(timeout):
                await self._ends.sendable()
        except TimeoutError as error:
            raise httpcore.WriteTimeout(str(error)) from error

    async def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.AsyncNetworkStream:
        self._send()
        try:
            async with asyncio.timeout(timeout):
                transport = await asyncio.get_running_loop().start_tls(
                    self._transport, self._ends, ssl_context, server_hostname=server_hostname
                )
        except TimeoutError as error:
            await self.aclose()
            raise httpcore.ConnectTimeout(str(error)) from error
        except OSError as error:  # ssl.SSLError is one
            await self.aclose()
            raise httpcore.ConnectError(str(error)) from error
        if transport is None:
            raise httpcore.ConnectError("the connection was closed")
        self._ends.connection_made(transport)
        return Stream(transport, self._ends)

    async def aclose(self) -> None:
        self._held.clear()
        self._transport.abort()

    def get_extra_info(self, info: str) -> Any:
        if info == "is_readable":  # of a connection that nothing was asked on: it has ended, or is out of step
            return self._ends.is_over or bool(self._ends.received)
        names = {"client_addr": "sockname", "server_addr": "peername"}
        return self._transport.get_extra_info(names.get(info, info))

    def _send(self) -> None:
        if self._held and not self._ends.is_over:
            self._transport.write(bytes(self._held))
        self._held.clear()
