"""A network in memory: what was asked, and answers as a test wants them."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import AsyncIterator, Callable, Iterable, Mapping
from dataclasses import dataclass, field

import httpx

from tui.client import Pacing, RoamingClient
from tui.models import Json

TOKEN = "YWMt-vector-token"


@dataclass
class Clock:
    """Time that passes only by sleeping; `slept` are the waits, in seconds."""

    now: float = 1_718_000_000.0
    slept: list[float] = field(default_factory=list)

    async def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.now += seconds

    def pacing(self, chance: float = 0.5) -> Pacing:
        """Pacing by this clock, with chance held at `chance` (0 to 1)."""
        return dataclasses.replace(
            NO_WAITING, now=lambda: self.now, elapsed=lambda: self.now, sleep=self.sleep, random=lambda: chance
        )


async def _no_wait(seconds: float) -> None:
    pass


NO_WAITING = Pacing(sleep=_no_wait)
"""Pacing as it is, except that waits between tries take no time."""

Answer = httpx.Response | Exception | Callable[[httpx.Request], httpx.Response]


class Network(httpx.AsyncBaseTransport):
    """Gives `answers` in turn, the last one for ever, and keeps the requests."""

    def __init__(self, *answers: Answer) -> None:
        self.requests: list[httpx.Request] = []
        self._answers = answers or (answer({}),)

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        await request.aread()
        self.requests.append(request)
        found = self._answers[min(len(self.requests), len(self._answers)) - 1]
        if isinstance(found, Exception):
            raise found
        return found if isinstance(found, httpx.Response) else found(request)

    @property
    def bodies(self) -> list[Json]:
        """The JSON bodies that were sent."""
        return [json.loads(request.content) for request in self.requests if request.content]


class _Body(httpx.AsyncByteStream):
    """A body that arrives in parts, and then breaks off if `failure` says so."""

    def __init__(self, parts: Iterable[bytes], failure: Exception | None) -> None:
        self._parts = parts
        self._failure = failure

    async def __aiter__(self) -> AsyncIterator[bytes]:
        for part in self._parts:
            yield part
        if self._failure is not None:
            raise self._failure


def answer(
    body: Json | bytes | Iterable[bytes],
    status: int = 200,
    headers: Mapping[str, str] | None = None,
    *,
    then: Exception | None = None,
) -> Callable[[httpx.Request], httpx.Response]:
    """An answer: JSON, bytes as they are, or bytes in parts; `then` is how the connection breaks off."""
    if isinstance(body, bytes):
        parts: Iterable[bytes] = [body]
    elif isinstance(body, tuple):
        parts = body
    else:
        parts = [json.dumps(body).encode()]
    kept = tuple(parts)
    return lambda request: httpx.Response(status, headers=headers, stream=_Body(kept, then))


def client_on(
    network: httpx.AsyncBaseTransport,
    pacing: Pacing = NO_WAITING,
    *,
    token: str | None = TOKEN,
    password: str | None = None,
    rest_url: str | None = "http://rest.example",
) -> RoamingClient:
    """Alice's client on a network, signed in unless told otherwise."""
    return RoamingClient(
        "acme#support",
        "alice",
        rest_url=rest_url,
        token=token,
        password=password,
        resource="webim_web_vec",
        transport=network,
        pacing=pacing,
    )
