"""The live end's I/O: moves bytes and time between a WebSocket, the rules of the live protocol and the queues."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import ExitStack, asynccontextmanager

from starlette.concurrency import run_in_threadpool
from starlette.websockets import WebSocket, WebSocketDisconnect

from tui.errors import ProtocolError
from tui.protocol.live import NextPage, Question, ServerSession, SignIn, WhatWaits
from tui.protocol.uplinks import Uplink
from tui.server import queues
from tui.server.database import Database
from tui.server.door import Door
from tui.server.hub import Hub, Line
from tui.server.queues import Item
from tui.server.refusals import Refusal
from tui.server.uplinks import Done, Sent, Uplinks

PAGE = 50
"""Items on a page of a queue."""

_WRONG_TOKEN = "Sorry, token or password does not match login info"  # noqa: S105 - the service's text
_EXPIRED = "Sorry, token expired"
_UNREADABLE = 1002
_DONE = 1000


class LiveEnd:
    """Answers the WebSocket route. A peer that breaks the protocol, or is silent for too long, is disconnected."""

    def __init__(self, database: Database, door: Door, hub: Hub, uplinks: Uplinks) -> None:
        self._database = database
        self._door = door
        self._hub = hub
        self._uplinks = uplinks

    async def serve(self, socket: WebSocket) -> None:
        await socket.accept()
        try:
            with ExitStack() as leaving:
                await socket.close(await _Visit(self, socket, leaving).run())
        except WebSocketDisconnect:
            return

    def objection(self, question: SignIn) -> str | None:
        """Why the peer cannot come in, in the service's words; None when it can."""
        org, _, app = question.app_key.partition("#")
        segments = {"org": org, "app": app, "user": question.user}
        try:
            with self._database.reading() as connection:
                self._door.enter(connection, question.token, segments)
        except Refusal as refusal:
            return _EXPIRED if "expired" in refusal.description else _WRONG_TOKEN
        return None

    def enter(self, user: str, resource: str) -> int:
        with self._database.writing() as connection:
            return queues.enter(connection, user, resource, self.now())

    def connected(self, line: Line, leaving: ExitStack) -> None:
        leaving.enter_context(self._hub.connected(line))

    def waiting(self, line: Line) -> list[Item]:
        with self._database.reading() as connection:
            return queues.waiting(connection, line.owner, line.resource, line.got, PAGE)

    def count(self, line: Line) -> int:
        with self._database.reading() as connection:
            return queues.count_waiting(connection, line.owner, line.resource, line.got)

    def acknowledge(self, line: Line) -> None:
        with self._database.writing() as connection:
            queues.acknowledge(connection, line.owner, line.resource, line.got, self._hub.floor(line.owner))

    def take(self, line: Line, uplink: Uplink) -> Done:
        """Do what was sent, then wake whom it concerns. Raises Refusal."""
        with self._database.writing() as connection:
            done = self._uplinks.take(Sent(connection, line.owner, line.resource, uplink, self.now()))
        self._hub.wake(done.wake)
        return done

    def now(self) -> int:
        return self._door.now()


class _Visit:
    """One connection, from its beginning to its end."""

    def __init__(self, end: LiveEnd, socket: WebSocket, leaving: ExitStack) -> None:
        self._end = end
        self._socket = socket
        self._leaving = leaving
        self._session = ServerSession(_clock())
        self._line: Line | None = None

    async def run(self) -> int:
        """Answer frames and tell of news until the connection is to end; returns the close code."""
        async with _listening(self._socket) as frames:
            while not self._session.closing:
                try:
                    await self._step(frames)
                except TimeoutError:
                    return _DONE
                except (ProtocolError, KeyError):  # KeyError: a text frame, where only binary ones are
                    return _UNREADABLE
                for data in self._session.data_to_send():
                    await self._socket.send_bytes(data)
        return _DONE

    async def _step(self, frames: _Frames) -> None:
        """Wait for a frame or for news, whichever comes first. Raises TimeoutError at the session's deadline."""
        data = await frames.next(self._session.deadline, self._line.news if self._line else None)
        if data is None:
            self._session.notify()
            return
        question = self._session.receive(data, _clock(), self._end.now())
        if question is not None:
            await self._answer(question)

    async def _answer(self, question: Question) -> None:
        if isinstance(question, SignIn):
            await self._let_in(question)
        elif self._line is not None:
            await self._serve(self._line, question)

    async def _serve(self, line: Line, question: Question) -> None:
        match question:
            case WhatWaits():
                self._session.answer_unread(await run_in_threadpool(self._end.count, line), self._end.now())
            case NextPage(got):
                if got is not None and got > line.got:
                    line.got = got
                    await run_in_threadpool(self._end.acknowledge, line)
                page = await run_in_threadpool(self._end.waiting, line)
                key = page[-1].key if page else 0
                self._session.answer_page([item.meta for item in page], key, self._end.now())
            case Uplink():
                await self._take(line, question)

    async def _take(self, line: Line, uplink: Uplink) -> None:
        try:
            done = await run_in_threadpool(self._end.take, line, uplink)
        except Refusal as refusal:
            self._session.refuse_uplink(uplink, refusal.description, self._end.now())
        else:
            self._session.answer_uplink(uplink, done.number, self._end.now())

    async def _let_in(self, question: SignIn) -> None:
        reason = await run_in_threadpool(self._end.objection, question)
        if reason is not None:
            self._session.refuse(reason)
            return
        got = await run_in_threadpool(self._end.enter, question.user, question.resource)
        if self._line is None:
            self._line = Line(question.user, question.resource, got, asyncio.get_running_loop())
            self._end.connected(self._line, self._leaving)
        self._session.accept(question)


class _Frames:
    """Waits for frames in a way that loses none when something else comes first."""

    def __init__(self, socket: WebSocket) -> None:
        self._socket = socket
        self._frame: asyncio.Task[bytes] | None = None

    async def next(self, deadline: float, news: asyncio.Event | None) -> bytes | None:
        """The next frame, or None when there is news before it comes. Raises TimeoutError."""
        self._frame = self._frame or asyncio.create_task(self._socket.receive_bytes())
        told = asyncio.create_task(news.wait()) if news else None
        waits = {self._frame, told} if told else {self._frame}
        try:
            done, _still = await asyncio.wait(
                waits, timeout=max(0, deadline - _clock()), return_when=asyncio.FIRST_COMPLETED
            )
        finally:
            if told:
                told.cancel()
        if self._frame in done:
            frame, self._frame = self._frame, None
            return await frame
        if not done:
            raise TimeoutError
        assert news is not None
        news.clear()
        return None

    async def stop(self) -> None:
        if self._frame:
            self._frame.cancel()
            await asyncio.wait([self._frame])


@asynccontextmanager
async def _listening(socket: WebSocket) -> AsyncIterator[_Frames]:
    frames = _Frames(socket)
    try:
        yield frames
    finally:
        await frames.stop()


def _clock() -> float:
    return asyncio.get_running_loop().time()
