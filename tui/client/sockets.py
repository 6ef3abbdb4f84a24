"""What carries the live connection: whole binary messages, over the network or to a service in memory."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import Any, Protocol

from tui.errors import TransportError
from tui.i18n import _

_GOODBYE = 1.0
"""Seconds that an application in memory has to come to its end."""

Application = Callable[[Any, Callable[[], Awaitable[Any]], Callable[[Any], Awaitable[None]]], Awaitable[None]]
"""An ASGI application."""


class Socket(Protocol):
    """An open connection. Both methods raise TransportError once it is lost; either may be cancelled."""

    async def send(self, data: bytes) -> None: ...

    async def receive(self) -> bytes: ...


Connect = Callable[[str], AbstractAsyncContextManager[Socket]]
"""Opens a connection to an address, and closes it in the end. Raises TransportError when it cannot be opened."""


def lost(reason: str) -> TransportError:
    return TransportError(_("The live connection was lost: {reason}").format(reason=reason))


class _MemorySocket:
    def __init__(self) -> None:
        self.from_app: asyncio.Queue[Any] = asyncio.Queue()
        self.to_app: asyncio.Queue[Any] = asyncio.Queue()

    def app_ended(self, served: asyncio.Future[None]) -> None:
        """An application that fails says nothing: its end is what the other side sees."""
        self.from_app.put_nowait({"type": "websocket.close", "code": 1006})
        if not served.cancelled():
            served.exception()

    async def send(self, data: bytes) -> None:
        await self.to_app.put({"type": "websocket.receive", "bytes": data})

    async def receive(self) -> bytes:
        message = await self.from_app.get()
        if message["type"] != "websocket.send":
            raise lost(f"closed ({message.get('code', 1000)})")
        data: bytes | None = message.get("bytes")
        return data if data is not None else message["text"].encode()


def connect_in_memory(app: Application, path: str = "/websocket") -> Connect:
    """Connections to the ASGI application `app` in this process, whatever the address; no socket is opened."""

    @asynccontextmanager
    async def connect(_address: str) -> AsyncIterator[Socket]:
        socket = _MemorySocket()
        await socket.to_app.put({"type": "websocket.connect"})
        served = asyncio.ensure_future(app(_scope(path), socket.to_app.get, socket.from_app.put))
        served.add_done_callback(socket.app_ended)
        try:
            answer = await socket.from_app.get()
            if answer["type"] != "websocket.accept":
                raise lost(f"refused ({answer.get('code', 1000)})")
            yield socket
        finally:
            socket.to_app.put_nowait({"type": "websocket.disconnect", "code": 1000})
            await asyncio.wait([served], timeout=_GOODBYE)
            served.cancel()

    return connect


def _scope(path: str) -> dict[str, Any]:
    return {
        "type": "websocket",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "scheme": "ws",
        "path": path,
        "raw_path": path.encode(),
        "query_string": b"",
        "root_path": "",
        "headers": [(b"host", b"127.0.0.1")],
        "subprotocols": [],
        "client": ("127.0.0.1", 0),
        "server": ("127.0.0.1", 80),
    }
