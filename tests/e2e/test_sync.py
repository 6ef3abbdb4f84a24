"""`roam sync` as a process: killed, interrupted, run twice at once; in the end the archive is what the server has."""

from __future__ import annotations

import asyncio
import random
import signal
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import asynccontextmanager, suppress
from pathlib import Path

import pytest

from tests.commands.worlds import USER, small_world
from tests.e2e.running import APP_KEY, PASSWORD, ROAM, Server, clean_environment, serving
from tui.archive import open_archive
from tui.client import RoamingClient
from tui.commands.paging import every_conversation, every_message
from tui.config import archive_file
from tui.models import ChatMessage, ConversationKey
from tui.protocol.viewpoint import Viewpoint
from tui.server.service import Service

FRIENDS = ("bob", "dan", "erin")
Histories = dict[ConversationKey, list[ChatMessage]]


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    folder = tmp_path_factory.mktemp("world")
    url = f"sqlite:///{folder / 'roam.db'}"
    service = Service.create(url, APP_KEY)
    service.load_world(small_world(FRIENDS, 700), PASSWORD)
    service.close()
    with serving(url, clean_environment(folder)) as server:
        yield server


class Proxy:
    """Stands before the server, and sends a program a signal with so many answers on their way."""

    def __init__(self, upstream: int) -> None:
        self.port = 0
        self._upstream = upstream
        self._left = 0
        self._signal = signal.SIGKILL
        self._process: Process | None = None
        self._connections: set[asyncio.Task[object]] = set()

    def aim(self, process: Process, number: signal.Signals, answers: int) -> None:
        self._process, self._signal, self._left = process, number, answers

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        connection = asyncio.current_task()
        assert connection is not None
        self._connections.add(connection)
        from_server, to_server = await asyncio.open_connection("127.0.0.1", self._upstream)
        try:
            async with asyncio.TaskGroup() as both:
                both.create_task(self._pass_on(reader, to_server))
                both.create_task(self._answer(from_server, writer))
        except* ConnectionError:
            pass  # the program is gone
        finally:
            for end in (writer, to_server):
                end.close()
                with suppress(ConnectionError):
                    await end.wait_closed()

    async def aclose(self) -> None:
        for connection in self._connections:
            connection.cancel()
        await asyncio.gather(*self._connections, return_exceptions=True)

    async def _pass_on(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while data := await reader.read(1 << 16):
            writer.write(data)
        writer.close()

    async def _answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while data := await reader.read(1 << 16):
            self._left -= 1
            if self._left == 0 and self._process is not None:
                self._process.send_signal(self._signal)
            writer.write(data)
        writer.close()


@asynccontextmanager
async def proxied(server: Server) -> AsyncIterator[Proxy]:
    proxy = Proxy(server.port)
    listening = await asyncio.start_server(proxy.serve, "127.0.0.1")
    proxy.port = listening.sockets[0].getsockname()[1]
    async with listening:
        yield proxy
    await proxy.aclose()


def account(home: Path, port: int) -> dict[str, str]:
    values = {"ROAM_APP_KEY": APP_KEY, "ROAM_USER": USER, "ROAM_PASSWORD": PASSWORD}
    return clean_environment(home, ROAM_REST_URL=f"http://127.0.0.1:{port}", **values)


async def started(environment: Mapping[str, str], *arguments: str) -> Process:
    return await asyncio.create_subprocess_exec(*ROAM, "sync", *arguments, env=environment, stdout=PIPE, stderr=PIPE)


async def served(server: Server) -> Histories:
    """All that the server has, oldest first."""
    async with RoamingClient(APP_KEY, USER, rest_url=server.rest_url, password=PASSWORD) as client:
        keys = [each.key async for each in every_conversation(client)]
        return {key: [each async for each in every_message(client, key)][::-1] for key in keys}


async def archived(environment: Mapping[str, str], monkeypatch: pytest.MonkeyPatch) -> Histories:
    """All that the archive has, oldest first, and nothing is missing in between."""
    monkeypatch.setenv("XDG_DATA_HOME", environment["XDG_DATA_HOME"])
    archive = open_archive(archive_file(APP_KEY, USER, environment["ROAM_REST_URL"]), Viewpoint(USER))
    assert archive.take_notice() == ""
    coverages = await archive.coverages()
    assert all(each.is_complete for each in coverages.values())
    found = {key: await archive.newer(key, None, 10_000) for key in coverages}
    await archive.aclose()
    return {key: list(stretch.messages) for key, stretch in found.items()}


def raw(histories: Histories) -> dict[ConversationKey, list[bytes]]:
    return {key: [each.raw for each in messages] for key, messages in histories.items()}


async def test_killed_at_any_moment_it_goes_on_where_it_was(
    server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    chance = random.Random(4)
    async with proxied(server) as proxy:
        environment = account(tmp_path, proxy.port)
        for _number in range(8):
            process = await started(environment)
            proxy.aim(process, signal.SIGKILL, chance.randint(2, 22))
            await process.communicate()
            assert process.returncode == -signal.SIGKILL
        process = await started(environment)
        await process.communicate()
        assert process.returncode == 0
    assert raw(await archived(environment, monkeypatch)) == raw(await served(server))


async def test_interrupted_it_keeps_what_came(server: Server, tmp_path: Path) -> None:
    async with proxied(server) as proxy:
        environment = account(tmp_path, proxy.port)
        process = await started(environment, *FRIENDS, "--type", "singleChat")
        proxy.aim(process, signal.SIGINT, 12)
        output, errors = await process.communicate()
        assert process.returncode == 130
        assert b"goes on from there" in errors
        assert b"Traceback" not in errors
        process = await started(environment, *FRIENDS, "--type", "singleChat")
        output, errors = await process.communicate()
        assert process.returncode == 0
        assert b"3 of 3 conversations are complete" in output
        assert not output.endswith(b"2,100 new messages; 3 of 3 conversations are complete\n")


async def test_two_at_once_do_not_undo_each_other(
    server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    environment = account(tmp_path, server.port)
    both = [await started(environment) for _number in range(2)]
    for process in both:
        _output, errors = await process.communicate()
        assert (process.returncode, errors) == (0, b"")
    assert raw(await archived(environment, monkeypatch)) == raw(await served(server))
