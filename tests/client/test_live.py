"""The live connection: over a socket in memory, over a real one, and again after every outage."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace

import pytest
from websockets.asyncio.server import ServerConnection, serve
from websockets.exceptions import ConnectionClosed

from tests.protocol.live_vectors import ACCEPTED, down, sdk_events
from tests.vectors.cases import Case, load
from tests.vectors.deviations import live_expectation
from tui.client.live import LiveConnection, Patience, Terms
from tui.client.live_account import beside
from tui.client.sockets import Connect, Socket, connect_in_memory, lost
from tui.client.web_socket import is_loopback, open_web_socket
from tui.errors import TransportError
from tui.live import CONNECTING, LIVE, Connected, Kicked, LiveEvent, LivePhase, LiveStatus, MessageReceived
from tui.protocol import live_pushes as pushes
from tui.protocol import msync_pb2 as pb
from tui.protocol.live_frames import Device
from tui.protocol.records import Record

DEVICE = Device("acme#support", "alice", "webim_web_vec", "YWMt-vector-token")
LIVE_CASES = [case for case in load("events") if case.id in ("evt-txt-001", "evt-deleteRoaming-001", "evt-flow-001")]


def refused(reason: str) -> bytes:
    status = pb.Status(error_code=pb.Status.FAIL, reason=reason)
    payload = pb.Provision(status=status).SerializeToString()
    return pb.MSync(command=pb.MSync.PROVISION, payload=payload).SerializeToString()


def page(key: int, numbers: Iterable[int]) -> bytes:
    """Messages of bob's with these ids, acknowledged by `key`."""
    metas = [pb.Meta.FromString(pushes.message("acme#support", said(number), "")) for number in numbers]
    queue = pb.JID(app_key="acme#support", name="alice", domain="easemob.com")
    payload = pb.CommSyncDL(metas=metas, queue=queue, next_key=key).SerializeToString()
    return pb.MSync(command=pb.MSync.SYNC, payload=payload).SerializeToString()


def said(number: int) -> Record:
    payload = {"bodies": [{"type": "txt", "msg": "hello"}], "ext": {}, "from": "bob", "to": "alice"}
    return Record(str(number), 1_718_000_000_000 + number, "bob", "alice", "chat", payload)


def kick(operation: int) -> bytes:
    meta = pb.Meta(ns=pb.Meta.STATISTIC, payload=bytes((8, operation)))
    return pb.MSync(command=pb.MSync.SYNC, payload=pb.CommSyncDL(metas=[meta]).SerializeToString()).SerializeToString()


class Account:
    """An account whose token the service may refuse; `renewals` are the tokens that a password would give."""

    def __init__(self, address: str = "memory", renewals: int = 0) -> None:
        self.device = DEVICE
        self.address = address
        self.renewals = renewals

    async def terms(self) -> Terms:
        return Terms(self.device, "http://rest.example", self.address)

    async def renew(self, token: str) -> bool:
        if not self.renewals:
            return False
        self.renewals -= 1
        self.device = replace(self.device, token=f"{token}+")
        return True


class Script:
    """A service that answers each connection's sign-in with the next of `answers`, and then closes it.

    Where an answer is empty the connection cannot be opened. After the last answer the connection stays open.
    """

    def __init__(self, *answers: list[bytes]) -> None:
        self.answers = list(answers)
        self.sent: list[bytes] = []

    @asynccontextmanager
    async def connect(self, _address: str) -> AsyncIterator[Socket]:
        frames = self.answers.pop(0)
        if not frames:
            raise lost("no route")
        yield _Scripted(frames, self.sent, stays=not self.answers)


class _Scripted:
    def __init__(self, frames: list[bytes], sent: list[bytes], *, stays: bool) -> None:
        self._frames = list(frames)
        self._sent = sent
        self._stays = stays

    async def send(self, data: bytes) -> None:
        self._sent.append(data)

    async def receive(self) -> bytes:
        if self._frames:
            return self._frames.pop(0)
        if self._stays:
            await asyncio.Event().wait()
        raise lost("closed")


class Follower:
    """Runs a connection and keeps what it tells of; `waits` are the seconds it wanted to wait."""

    def __init__(self, connect: Connect, account: Account | None = None) -> None:
        self.events: list[LiveEvent] = []
        self.states: list[LiveStatus] = []
        self.waits: list[float] = []
        patience = Patience(sleep=self._sleep, random=lambda: 1.0, now=lambda: 1000.0)
        self.connection = LiveConnection(account or Account(), connect, self._deliver, self._report, patience)
        self.on_state: Callable[[LiveStatus], None] = lambda status: None
        self._news = asyncio.Event()

    @property
    def ids(self) -> list[int]:
        return [int(event.message.id) for event in self.events if isinstance(event, MessageReceived)]

    async def until(self, true: Callable[[], bool]) -> None:
        """Run until `true`, then take leave."""
        running = asyncio.create_task(self.connection.run())
        async with asyncio.timeout(20):
            while not true():
                self._news.clear()
                await self._news.wait()
        running.cancel()
        await asyncio.wait([running])

    async def to_the_end(self) -> LiveStatus:
        async with asyncio.timeout(20):
            await self.connection.run()
        return self.states[-1]

    def _deliver(self, events: Sequence[LiveEvent]) -> None:
        self.events += events
        self._news.set()

    def _report(self, status: LiveStatus) -> None:
        self.states.append(status)
        self.on_state(status)
        self._news.set()

    async def _sleep(self, seconds: float) -> None:
        self.waits.append(seconds)
        await asyncio.sleep(0)


async def test_outages_are_waited_out_for_ever_and_ever_longer() -> None:
    script = Script(*[[]] * 9, [ACCEPTED])
    follower = Follower(script.connect)
    await follower.until(lambda: LIVE in follower.states)
    assert follower.waits == [0.5, 1, 2, 4, 8, 16, 30, 30, 30]
    assert follower.states[:3] == [CONNECTING, LiveStatus(LivePhase.OFFLINE, 1_000_500), CONNECTING]
    assert follower.events == [Connected("webim_web_vec")]


async def test_leaving_is_said_to_the_service() -> None:
    script = Script([ACCEPTED])
    follower = Follower(script.connect)
    await follower.until(lambda: LIVE in follower.states)
    assert [pb.MSync.FromString(data).command for data in script.sent][-1] == pb.MSync.LOGOUT


async def test_of_a_flood_everything_is_told_before_the_loss_of_the_connection() -> None:
    flood = [page(1, range(1, 51)), page(2, range(40, 91)), page(3, range(91, 101))]
    follower = Follower(Script([ACCEPTED, *flood], [ACCEPTED]).connect)
    told_when: list[int] = []
    follower.on_state = lambda status: told_when.append(len(follower.ids))
    await follower.until(lambda: follower.states.count(LIVE) == 2)
    assert follower.ids == list(range(1, 101))
    assert told_when == [0, 0, 100, 100, 100]  # connecting, live, offline; connecting, live


async def test_of_a_flood_everything_is_told_to_who_leaves() -> None:
    script = Script([ACCEPTED, page(1, range(1, 51)), page(2, range(51, 101))])
    follower = Follower(script.connect)
    await follower.until(lambda: len(follower.ids) > 0)
    assert follower.ids == list(range(1, 101))


@pytest.mark.parametrize(("operation", "kind"), [(1, 207), (2, 206), (3, 216), (4, 217)])
async def test_nobody_comes_back_who_was_put_out(operation: int, kind: int) -> None:
    follower = Follower(Script([ACCEPTED], [ACCEPTED, kick(operation)], [ACCEPTED]).connect)
    assert await follower.to_the_end() == LiveStatus(LivePhase.ENDED, type=kind)
    assert isinstance(follower.events[-1], Kicked)
    assert len(follower.waits) == 1


async def test_a_refusal_is_not_asked_for_again() -> None:
    script = Script([refused("Sorry, user not found")], [ACCEPTED])
    follower = Follower(script.connect)
    assert await follower.to_the_end() == LiveStatus(LivePhase.ENDED, type=204)
    assert len(script.answers) == 1


@pytest.mark.parametrize("reason", ["Sorry, token expired", "Sorry, token or password does not match login info"])
async def test_a_refused_token_is_renewed_once(reason: str) -> None:
    script = Script([refused(reason)], [ACCEPTED], [refused(reason)], [refused(reason)], [ACCEPTED])
    follower = Follower(script.connect, Account(renewals=9))
    status = await follower.to_the_end()
    tokens = [frame.auth for frame in map(pb.MSync.FromString, script.sent) if frame.command == pb.MSync.PROVISION]
    assert tokens == ["$t$YWMt-vector-token" + "+" * renewed for renewed in (0, 1, 1, 2)]
    assert (status.phase, len(script.answers)) == (LivePhase.ENDED, 1)


async def test_a_revoked_token_ends_it_where_no_password_is_known() -> None:
    follower = Follower(Script([refused("Sorry, token expired")], [ACCEPTED]).connect)
    assert await follower.to_the_end() == LiveStatus(LivePhase.ENDED, type=56)
    assert follower.waits == []


async def test_a_service_in_memory_that_fails_is_an_outage() -> None:
    async def failing(scope: object, receive: object, send: Callable[[object], Awaitable[None]]) -> None:
        await send({"type": "websocket.accept"})
        raise ValueError("a mistake")

    with pytest.raises(TransportError):
        async with connect_in_memory(failing)("memory") as socket:
            await socket.receive()


@asynccontextmanager
async def serving(frames: list[bytes]) -> AsyncIterator[tuple[str, list[bytes]]]:
    """A WebSocket server that accepts the sign-in and sends `frames`; gives its address and what it was sent."""
    got: list[bytes] = []

    async def speak(connection: ServerConnection) -> None:
        try:
            got.append(await connection.recv(decode=False))
            for frame in frames:
                await connection.send(frame)
            while True:
                got.append(await connection.recv(decode=False))
        except ConnectionClosed:
            return

    async with serve(speak, "127.0.0.1", 0) as server:
        port = next(iter(server.sockets)).getsockname()[1]
        yield f"ws://127.0.0.1:{port}/websocket", got


@pytest.mark.parametrize("case", LIVE_CASES, ids=lambda case: case.id)
async def test_recorded_cases_over_a_real_socket(case: Case) -> None:
    expected = [event for step in live_expectation(case)["steps"] for event in step["events"]]
    async with serving([ACCEPTED, *down(case)]) as (address, got):
        follower = Follower(open_web_socket, Account(address))
        await follower.until(lambda: len(follower.events) > len(expected))
    assert sdk_events(follower.events[1:]) == expected
    assert pb.MSync.FromString(got[0]).command == pb.MSync.PROVISION


async def test_a_frame_that_is_too_large_ends_the_connection() -> None:
    async with serving([ACCEPTED, b"\0" * (2**20 + 1)]) as (address, _got):
        follower = Follower(open_web_socket, Account(address))
        await follower.until(lambda: any(status.phase is LivePhase.OFFLINE for status in follower.states))
    assert LIVE in follower.states


async def test_where_nobody_listens_is_an_outage() -> None:
    async with serving([]) as (address, _got):
        pass
    with pytest.raises(TransportError) as refused:
        async with open_web_socket(address):
            pass
    assert not refused.value.sent


def test_where_the_live_end_of_a_service_is() -> None:
    assert beside("https://im.example.com") == "wss://im.example.com/websocket"
    assert beside("http://127.0.0.1:8080") == "ws://127.0.0.1:8080/websocket"


def test_what_is_this_machine() -> None:
    assert all(map(is_loopback, ("ws://127.0.0.1/", "ws://[::1]:8/", "ws://localhost:1/websocket")))
    assert not any(map(is_loopback, ("ws://10.0.0.1/", "wss://im.example.com/", "ws:///")))
