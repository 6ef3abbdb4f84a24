"""A part of the world that is stored when it is first asked for: never too late, once, and nobody sees half of it."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncIterator, Callable

import httpx
import pytest
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.types import Receive, Scope, Send

from tui.server.deferred import Deferred


class Shelf:
    """A service that says what is on its shelf, and a delivery that comes when the test lets it."""

    def __init__(self) -> None:
        self.held: list[str] = []
        self.deliveries = 0
        self.begun, self.may_end = threading.Event(), threading.Event()
        self.failure: Exception | None = None

    async def answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        said = (await Request(scope, receive).body()).decode()
        await PlainTextResponse(f"{said}: {' '.join(self.held)}")(scope, receive, send)

    def deliver(self) -> None:
        self.deliveries += 1
        self.begun.set()
        assert self.may_end.wait(20)
        if self.failure:
            raise self.failure
        self.held.append("books")


@pytest.fixture
def shelf() -> Shelf:
    return Shelf()


@pytest.fixture
async def client(shelf: Shelf) -> AsyncIterator[httpx.AsyncClient]:
    app = Deferred(shelf.answer, "4711", shelf.deliver)
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://shelf") as client:
        yield client
        shelf.may_end.set()


def by_path(client: httpx.AsyncClient) -> asyncio.Task[httpx.Response]:
    return asyncio.create_task(client.post("/books/4711", content=b"path"))


def by_query(client: httpx.AsyncClient) -> asyncio.Task[httpx.Response]:
    return asyncio.create_task(client.post("/books?id=4711", content=b"query"))


def by_body(client: httpx.AsyncClient) -> asyncio.Task[httpx.Response]:
    return asyncio.create_task(client.post("/books", content=b"4711"))


async def test_other_calls_are_answered_without_it(client: httpx.AsyncClient, shelf: Shelf) -> None:
    assert (await client.post("/books/1", content=b"one")).text == "one: "
    assert shelf.deliveries == 0


@pytest.mark.parametrize("ask", [by_path, by_query, by_body])
async def test_whoever_names_it_waits_and_gets_all_of_it(
    client: httpx.AsyncClient, shelf: Shelf, ask: Callable[[httpx.AsyncClient], asyncio.Task[httpx.Response]]
) -> None:
    asked = ask(client)
    await asyncio.to_thread(shelf.begun.wait, 20)
    assert (await client.post("/books/1", content=b"one")).text == "one: "
    assert not asked.done()
    shelf.may_end.set()
    assert (await asked).text.endswith(": books")


async def test_it_is_stored_once_however_many_ask(client: httpx.AsyncClient, shelf: Shelf) -> None:
    asked = [by_path(client), by_query(client), by_body(client)]
    shelf.may_end.set()
    assert [answer.text for answer in await asyncio.gather(*asked)] == ["path: books", "query: books", "4711: books"]
    assert (await by_path(client)).text == "path: books"
    assert shelf.deliveries == 1


async def test_who_gives_up_does_not_stop_it_for_the_others(client: httpx.AsyncClient, shelf: Shelf) -> None:
    first, second = by_path(client), by_query(client)
    await asyncio.to_thread(shelf.begun.wait, 20)
    first.cancel()
    shelf.may_end.set()
    assert (await second).text == "query: books"
    assert shelf.deliveries == 1


async def test_whoever_waits_is_told_of_a_failure(client: httpx.AsyncClient, shelf: Shelf) -> None:
    shelf.failure = OSError("no room")
    shelf.may_end.set()
    with pytest.raises(OSError, match="no room"):
        await by_path(client)
