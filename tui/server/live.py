"""The live end's I/O: moves bytes and time between a WebSocket and the rules of the live protocol."""

from __future__ import annotations

import asyncio

from starlette.concurrency import run_in_threadpool
from starlette.websockets import WebSocket, WebSocketDisconnect

from tui.errors import ProtocolError
from tui.protocol.live import ServerSession, SignIn
from tui.server.database import Database
from tui.server.door import Door
from tui.server.refusals import Refusal

_WRONG_TOKEN = "Sorry, token or password does not match login info"  # noqa: S105 - the service's text
_EXPIRED = "Sorry, token expired"
_UNREADABLE = 1002
_DONE = 1000


class LiveEnd:
    """Answers the WebSocket route. A peer that breaks the protocol, or is silent for too long, is disconnected."""

    def __init__(self, database: Database, door: Door) -> None:
        self._database = database
        self._door = door

    async def serve(self, socket: WebSocket) -> None:
        await socket.accept()
        try:
            await socket.close(await self._pump(socket))
        except WebSocketDisconnect:
            return

    async def _pump(self, socket: WebSocket) -> int:
        """Answer frames until the connection is to end; returns the close code."""
        clock = asyncio.get_running_loop().time
        session = ServerSession(clock())
        while not session.closing:
            try:
                async with asyncio.timeout_at(session.deadline):
                    question = session.receive(await socket.receive_bytes(), clock(), self._door.now())
            except TimeoutError:
                return _DONE
            except (ProtocolError, KeyError):  # KeyError: a text frame, where only binary ones are
                return _UNREADABLE
            if question is not None:
                await self._let_in(session, question)
            for data in session.data_to_send():
                await socket.send_bytes(data)
        return _DONE

    async def _let_in(self, session: ServerSession, question: SignIn) -> None:
        reason = await run_in_threadpool(self._objection, question)
        if reason is None:
            session.accept(question)
        else:
            session.refuse(reason)

    def _objection(self, question: SignIn) -> str | None:
        org, _, app = question.app_key.partition("#")
        segments = {"org": org, "app": app, "user": question.user}
        try:
            with self._database.reading() as connection:
                self._door.enter(connection, question.token, segments)
        except Refusal as refusal:
            return _EXPIRED if "expired" in refusal.description else _WRONG_TOKEN
        return None
