"""The live connection over the network: the only module that knows websockets."""

from __future__ import annotations

import ipaddress
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from urllib.parse import urlsplit

from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import WebSocketException

from tui.client.sockets import Socket, lost
from tui.client.transport import host_of
from tui.errors import TransportError
from tui.i18n import _
from tui.text import clean_line

OPEN_SECONDS = 10
CLOSE_SECONDS = 2
MAX_FRAME = 2**20
"""Bytes of one frame."""

_LONGEST_CAUSE = 200

logging.getLogger("websockets").setLevel(logging.WARNING)  # its lines hold whole frames, the token included


class _Direct(connect):
    """Goes where it was sent: the first frame holds the token, which a redirect must not carry elsewhere."""

    def process_redirect(self, exc: Exception) -> Exception | str:
        return exc


class _WebSocket:
    def __init__(self, connection: ClientConnection) -> None:
        self._connection = connection

    async def send(self, data: bytes) -> None:
        try:
            await self._connection.send(data)
        except (WebSocketException, OSError) as error:
            raise lost(_cause(error)) from error

    async def receive(self) -> bytes:
        try:
            return await self._connection.recv(decode=False)
        except (WebSocketException, OSError) as error:
            raise lost(_cause(error)) from error


@asynccontextmanager
async def open_web_socket(address: str) -> AsyncIterator[Socket]:
    """Connect to `address`, past any proxy where it is this machine. Raises TransportError."""
    opening = _Direct(
        address,
        open_timeout=OPEN_SECONDS,
        close_timeout=CLOSE_SECONDS,
        ping_interval=None,  # the protocol has a heartbeat of its own
        max_size=MAX_FRAME,
        compression=None,
        user_agent_header="roam",
        proxy=None if is_loopback(address) else True,
    )
    try:
        connection = await opening
    except (WebSocketException, OSError, EOFError, TimeoutError, ValueError) as error:
        sentence = _("There is no live connection to {host}: {cause}")
        raise TransportError(sentence.format(host=host_of(address), cause=_cause(error)), sent=False) from error
    try:
        yield _WebSocket(connection)
    finally:
        await connection.close()


def is_loopback(address: str) -> bool:
    """Whether `address` names this machine."""
    host = urlsplit(address).hostname or ""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost" or host.endswith(".localhost")


def _cause(error: Exception) -> str:
    return clean_line(str(error))[:_LONGEST_CAUSE] or type(error).__name__
