"""A bad network: stands before a server, and cuts, delays and doubles what goes through it."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from enum import Enum, auto
from random import Random

CHUNK = 4096


@dataclass(frozen=True)
class Fate:
    """What becomes of a connection.

    It ends after `cut_after` bytes (None: never); each chunk waits `delay` seconds; with `twice` the server is asked
    everything a second time, by a connection of its own, as by something in between that tries again on its own.
    """

    cut_after: int | None = None
    delay: float = 0.0
    twice: bool = False


FAIR = Fate()


class Accident(Enum):
    """What becomes of one request of a connection."""

    NONE = auto()
    CUT = auto()
    """The connection ends before the server has heard of it."""
    LOST = auto()
    """The server does it, and the connection ends instead of the answer."""
    LATE = auto()
    """It is held up for a moment."""
    TWICE = auto()
    """The server is asked a second time, by something in between."""
    ECHOED = auto()
    """The answer comes twice."""
    BUSY = auto()
    """Something in between says 429, and the server never hears of it."""
    UNAVAILABLE = auto()
    """As that, with 503."""


_SAID = {
    Accident.BUSY: b"HTTP/1.1 429 Too Many Requests\r\ncontent-length: 2\r\n\r\n{}",
    Accident.UNAVAILABLE: b"HTTP/1.1 503 Service Unavailable\r\ncontent-length: 2\r\n\r\n{}",
}
_MOMENT = 0.05
"""Seconds."""


async def no_accident(request: bytes) -> Accident:
    return Accident.NONE


def storm(chance: Random) -> Callable[[], Fate]:
    """Fates of a bad time: most connections end early, some at once."""

    def fate() -> Fate:
        cut_after = chance.choice([0, chance.randrange(400), chance.randrange(4_000), chance.randrange(60_000), None])
        return Fate(cut_after, chance.choice([0.0, 0.0, 0.02]), chance.random() < 0.4)

    return fate


class _CutError(Exception):
    """The connection has come to its end."""


class Proxy:
    """Runs in a thread of its own; see `proxied`."""

    def __init__(self, upstream: int) -> None:
        self.port = 0
        self.fate: Callable[[], Fate] = lambda: FAIR
        self.accident: Callable[[bytes], Awaitable[Accident]] = no_accident
        self.connections = 0
        self._upstream = upstream
        self._open: set[asyncio.Task[None]] = set()
        self._loop = asyncio.new_event_loop()

    @property
    def rest_url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def cut_all(self) -> None:
        """End every connection now."""
        self._loop.call_soon_threadsafe(self._cancel)

    def run(self, ready: threading.Event) -> None:
        with asyncio.Runner(loop_factory=lambda: self._loop) as runner:
            runner.run(self._listen(ready))

    def stop(self) -> None:
        self._loop.call_soon_threadsafe(self._over.set)

    async def _listen(self, ready: threading.Event) -> None:
        self._over = asyncio.Event()
        listening = await asyncio.start_server(self._accept, "127.0.0.1")
        self.port = listening.sockets[0].getsockname()[1]
        ready.set()
        await self._over.wait()
        listening.close()
        self._cancel()
        await asyncio.gather(*self._open, return_exceptions=True)

    def _cancel(self) -> None:
        for each in self._open:
            each.cancel()

    def _accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        task = asyncio.create_task(self._serve(reader, writer, self.fate()))
        self._open.add(task)
        task.add_done_callback(self._open.discard)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, fate: Fate) -> None:
        ends = [writer]
        try:
            first = await reader.read(CHUNK)
            from_server, to_server = await asyncio.open_connection("127.0.0.1", self._upstream)
            ends.append(to_server)
            servers = [to_server]
            way = _Way(fate)

            async def ask_second(request: bytes) -> None:
                from_second, to_second = await asyncio.open_connection("127.0.0.1", self._upstream)
                ends.append(to_second)
                to_second.write(request)
                group.create_task(_Way(FAIR).carry(b"", from_second, []))

            async with asyncio.TaskGroup() as group:
                if fate.twice and not first.startswith(b"GET /websocket"):
                    from_second, to_second = await asyncio.open_connection("127.0.0.1", self._upstream)
                    ends.append(to_second)
                    servers.append(to_second)
                    group.create_task(_Way(FAIR).carry(b"", from_second, []))
                meet = _Meeting(self.accident, writer, ask_second)
                group.create_task(way.carry(first, reader, servers, meet.request))
                group.create_task(way.carry(b"", from_server, [writer], meet.answer))
        except* (_CutError, ConnectionError):
            pass
        finally:
            for end in ends:
                end.transport.abort()


Change = Callable[[bytes], Awaitable[bytes]]
"""What is carried on instead of what came. Raises _CutError where that is the end."""


async def _as_it_is(data: bytes) -> bytes:
    return data


class _Way:
    """Both directions of a connection, which share its fate."""

    def __init__(self, fate: Fate) -> None:
        self._fate = fate
        self._passed = 0

    async def carry(
        self,
        data: bytes,
        reader: asyncio.StreamReader,
        writers: list[asyncio.StreamWriter],
        change: Change = _as_it_is,
    ) -> None:
        while data := data or await reader.read(CHUNK):
            if self._fate.delay:
                await asyncio.sleep(self._fate.delay)
            data = await change(data)
            end = self._fate.cut_after
            kept = data if end is None else data[: max(0, end - self._passed)]
            self._passed += len(kept)
            for writer in writers:
                writer.write(kept)
                with suppress(ConnectionError):
                    await writer.drain()
            if end is not None and self._passed >= end:
                raise _CutError
            data = b""
        raise _CutError  # one side has ended, so the other one does


class _Meeting:
    """The accidents that the requests of one connection meet with; each of them has come in one piece."""

    def __init__(
        self,
        accident: Callable[[bytes], Awaitable[Accident]],
        client: asyncio.StreamWriter,
        ask_second: Callable[[bytes], Awaitable[None]],
    ) -> None:
        self._find = accident
        self._client = client
        self._ask_second = ask_second
        self._accident = Accident.NONE

    async def request(self, data: bytes) -> bytes:
        self._accident = await self._find(data)
        match self._accident:
            case Accident.CUT:
                raise _CutError
            case Accident.BUSY | Accident.UNAVAILABLE:
                self._client.write(_SAID[self._accident])
                return b""
            case Accident.LATE:
                await asyncio.sleep(_MOMENT)
            case Accident.TWICE:
                await self._ask_second(data)
        return data

    async def answer(self, data: bytes) -> bytes:
        if self._accident is Accident.LOST:
            raise _CutError
        return 2 * data if self._accident is Accident.ECHOED else data


@contextmanager
def proxied(upstream: int) -> Iterator[Proxy]:
    """A proxy before the port `upstream` until the block ends; fair until it is told otherwise."""
    proxy = Proxy(upstream)
    ready = threading.Event()
    thread = threading.Thread(target=proxy.run, args=(ready,))
    thread.start()
    ready.wait()
    try:
        yield proxy
    finally:
        proxy.stop()
        thread.join()
