"""Lets a service answer before all of it is stored: one conversation is filled when the first call names it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send


class Deferred:
    """ASGI middleware. The first call that has `name` in its path, query or body runs `fill` in a thread.

    That call and all others that name it are answered when `fill` is done, so nobody sees half of it; the others are
    answered at once. What `fill` raises, the calls that wait for it raise.
    """

    def __init__(self, app: ASGIApp, name: str, fill: Callable[[], None]) -> None:
        self._app = app
        self._name = name.encode()
        self._fill = fill
        self._filling: asyncio.Task[None] | None = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and not (self._filling and self._filling.done()):
            body = await Request(scope, receive).body()
            if self._name in b"\n".join((scope["path"].encode(), scope["query_string"], body)):
                await self._filled()
            receive = _from_the_beginning(body, receive)
        await self._app(scope, receive, send)

    async def _filled(self) -> None:
        if self._filling is None:
            self._filling = asyncio.create_task(asyncio.to_thread(self._fill))
        await asyncio.shield(self._filling)  # who gives up waiting must not stop it for the others


def _from_the_beginning(body: bytes, receive: Receive) -> Receive:
    """`receive` as it was before `body` was read from it."""
    messages: list[Message] = [{"type": "http.request", "body": body, "more_body": False}]

    async def receiving() -> Message:
        return messages.pop() if messages else await receive()

    return receiving
