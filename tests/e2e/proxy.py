"""A bad network: stands before a server, and cuts, delays and doubles what goes through it."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
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
            async with asyncio.TaskGroup() as group:
                if fate.twice and not first.startswith(b"GET /websocket"):
                    from_second, to_second = await asyncio.open_connection("127.0.0.1", self._upstream)
                    ends.append(to_second)
                    servers.append(to_second)
                    group.create_task(_Way(FAIR).carry(b"", from_second, []))
                group.create_task(way.carry(first, reader, servers))
                group.create_task(way.carry(b"", from_server, [writer]))
        except* (_CutError, ConnectionError):
            pass
        finally:
            for end in ends:
                end.transport.abort()


class _Way:
    """Both directions of a connection, which share its fate."""

    def __init__(self, fate: Fate) -> None:
        self._fate = fate
        self._passed = 0

    async def carry(self, data: bytes, reader: asyncio.StreamReader, writers: list[asyncio.StreamWriter]) -> None:
        while data := data or await reader.read(CHUNK):
            if self._fate.delay:
                await asyncio.sleep(self._fate.delay)
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
