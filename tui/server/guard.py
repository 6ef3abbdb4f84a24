"""What every request must pass before anything looks at it: the right host, no web page behind it, no giant body."""

from __future__ import annotations

import time
from collections.abc import Iterable

from starlette.datastructures import Headers
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from tui.server.refusals import Refusal, cross_origin, misdirected, too_large

LOOPBACK = ("localhost", "127.0.0.1", "::1")
_HEADERS = ((b"x-content-type-options", b"nosniff"), (b"cache-control", b"no-store"))


class Guard:
    """ASGI middleware. `hosts` are the names (without ports) that this service may be asked by, besides loopback's.

    A browser that was led to another name for this address (DNS rebinding) gives itself away by Host or by Origin;
    the service's own clients send the one right and the other never.
    """

    def __init__(self, app: ASGIApp, hosts: Iterable[str], largest_body: int) -> None:
        self._app = app
        self._hosts = {host.lower() for host in (*LOOPBACK, *hosts)}
        self._largest_body = largest_body

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
            return
        refusal = self._refusal(Headers(scope=scope))
        if refusal is None:
            await self._app(scope, receive, _with_headers(send))
        elif scope["type"] == "http":
            await refusal_response(refusal, int(time.time() * 1000))(scope, receive, send)
        else:
            await send({"type": "websocket.close", "code": 1008})

    def _refusal(self, headers: Headers) -> Refusal | None:
        if _host_name(headers.get("host", "")) not in self._hosts:
            return misdirected()
        if "origin" in headers:
            return cross_origin()
        length = headers.get("content-length", "0")
        if not length.isdecimal() or int(length[:20]) > self._largest_body:
            return too_large(self._largest_body)
        return None


def refusal_response(refusal: Refusal, now: int) -> JSONResponse:
    """`refusal` as an answer; `now` is in ms since 1970."""
    headers = None if refusal.retry_after is None else {"Retry-After": str(refusal.retry_after)}
    return JSONResponse(refusal.body(now), refusal.status, headers)


def _host_name(host: str) -> str:
    name = host[1:].partition("]")[0] if host.startswith("[") else host.partition(":")[0]
    return name.lower().rstrip(".")


def _with_headers(send: Send) -> Send:
    async def sending(message: Message) -> None:
        if message["type"] == "http.response.start":
            message["headers"] = [*message.get("headers", ()), *_HEADERS]
        await send(message)

    return sending
