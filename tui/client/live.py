"""Keeps the live connection: connects, moves bytes and time, and connects again for as long as that makes sense."""

from __future__ import annotations

import asyncio
import logging
import random
import time
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Protocol

from tui.client.folding import Folding
from tui.client.sockets import Connect, Socket, lost
from tui.errors import NotSignedInError, ProtocolError, RoamingError, ServiceError, SignInError, TransportError
from tui.live import (
    CONNECTING,
    LIVE,
    Connected,
    Kicked,
    LiveEvent,
    LivePhase,
    LiveStatus,
    Refused,
    TokenExpired,
)
from tui.protocol.live_client import ClientSession, Seen
from tui.protocol.live_frames import Device
from tui.protocol.refusals import TOKEN_EXPIRED, WRONG_TOKEN

_log = logging.getLogger(__name__)

_GOODBYE = 1.0
"""Seconds for taking leave."""

_BAD_PASSWORD = (400, 401, 403)

Deliver = Callable[[Sequence[LiveEvent]], None]
ReportStatus = Callable[[LiveStatus], None]


@dataclass(frozen=True, slots=True)
class Terms:
    """Who connects to which address; `base` is the REST base that files are fetched from."""

    device: Device
    base: str
    address: str


class LiveAccount(Protocol):
    """Whose live connection it is."""

    async def terms(self) -> Terms:
        """On what terms to connect now. Raises RoamingError."""

    async def renew(self, token: str) -> bool:
        """Get another token in place of `token`, which was refused; False where that cannot be. Raises RoamingError."""


@dataclass(frozen=True, slots=True)
class Patience:
    """How long to wait before the next attempt, in seconds: up to `first`, doubled each time up to `longest`.

    A connection that stood for `steady` seconds makes the next wait a first one.
    """

    first: float = 0.5
    longest: float = 30.0
    steady: float = 10.0
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep
    random: Callable[[], float] = random.random
    now: Callable[[], float] = time.time

    def wait(self, failures: int) -> float:
        """Anywhere up to the limit: many clients of a service that comes back must not come all at once."""
        return self.random() * min(self.longest, self.first * 2.0 ** min(failures, 32))

    def millis(self) -> int:
        return int(self.now() * 1000)


class LiveConnection:
    """The live connection of one account, with the ids of what came over it: a message is never delivered twice."""

    def __init__(
        self,
        account: LiveAccount,
        connect: Connect,
        deliver: Deliver,
        report: ReportStatus,
        patience: Patience | None = None,
    ) -> None:
        """`deliver` is given every event, in order, many of a flood together; `report` every change of the state."""
        self._account = account
        self._connect = connect
        self._deliver = deliver
        self._report = report
        self._patience = patience or Patience()
        self._seen = Seen()
        self._renewed = False

    async def run(self) -> None:
        """Follow until the service says no for good, or for ever. Cancel it to take leave."""
        failures = 0
        while True:
            self._report(CONNECTING)
            started = asyncio.get_running_loop().time()
            ended = await self._attempt()
            if ended is not None:
                _log.info("live connection ended", extra={"fields": {"type": ended}})
                self._report(LiveStatus(LivePhase.ENDED, type=ended))
                return
            stood = asyncio.get_running_loop().time() - started
            failures = 0 if stood >= self._patience.steady else failures
            wait = self._patience.wait(failures)
            failures += 1
            self._report(LiveStatus(LivePhase.OFFLINE, again_at=self._patience.millis() + round(wait * 1000)))
            await self._patience.sleep(wait)

    async def _attempt(self) -> int | None:
        """One connection from its beginning to its end: the type of the refusal, None to try again."""
        try:
            terms = await self._account.terms()
            ended = await self._connection(terms)
            if ended not in (TOKEN_EXPIRED, WRONG_TOKEN) or self._renewed:
                return ended
            self._renewed = True
            return None if await self._account.renew(terms.device.token) else ended
        except RoamingError as error:
            _log.info("live connection failed", extra={"fields": {"error": type(error).__name__, "why": str(error)}})
            return error.type if _is_final(error) else None

    async def _connection(self, terms: Terms) -> int:
        """Pump until the service ends it. Raises TransportError when it is lost."""
        async with self._connect(terms.address) as socket:
            session = ClientSession(terms.device, terms.base, _clock(), self._patience.millis(), self._seen)
            try:
                return await self._pump(session, socket)
            except asyncio.CancelledError:
                session.sign_out()
                with suppress(TransportError, TimeoutError):
                    async with asyncio.timeout(_GOODBYE):
                        await _send(session, socket)
                raise

    async def _pump(self, session: ClientSession, socket: Socket) -> int:
        folding = Folding(self._take, _clock)
        try:
            while True:
                await _send(session, socket)
                events = await self._next(session, socket, folding.due)
                folding.take(events)
                for event in events:
                    if isinstance(event, Kicked | Refused):
                        return event.type
                    if isinstance(event, TokenExpired):
                        return TOKEN_EXPIRED
        finally:
            folding.hand_on()  # it has been acknowledged: nobody will tell of it again

    async def _next(self, session: ClientSession, socket: Socket, until: float | None) -> list[LiveEvent]:
        """What the next frame tells of; nothing where none comes in time (None: there is time)."""
        try:
            async with asyncio.timeout_at(session.deadline if until is None else min(session.deadline, until)):
                data = await socket.receive()
        except TimeoutError:
            return session.tick(_clock())
        try:
            return session.receive(data, _clock(), self._patience.millis())
        except ProtocolError as error:
            _log.info("live frame unreadable", extra={"fields": {"bytes": len(data)}})
            if session.closing:
                raise lost(str(error)) from error
            return []

    def _take(self, events: Sequence[LiveEvent]) -> None:
        if any(isinstance(event, Connected) for event in events):
            self._renewed = False
            self._report(LIVE)
        self._deliver(events)


async def _send(session: ClientSession, socket: Socket) -> None:
    for data in session.data_to_send():
        await socket.send(data)


def _clock() -> float:
    return asyncio.get_running_loop().time()


def _is_final(error: RoamingError) -> bool:
    """Whether another attempt with what we have would be refused as well."""
    if isinstance(error, SignInError):
        return error.cause is None or (isinstance(error.cause, ServiceError) and error.cause.status in _BAD_PASSWORD)
    return isinstance(error, NotSignedInError)
