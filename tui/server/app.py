"""The local service as an ASGI application: a route for each row of the endpoint table, and for the live end."""

from __future__ import annotations

import logging
import time
from collections.abc import Awaitable, Callable
from http import HTTPStatus
from typing import cast
from urllib.parse import quote

from sqlalchemy.exc import DBAPIError
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route, WebSocketRoute

from tui.models import Json
from tui.protocol import endpoints as table
from tui.protocol.endpoints import Endpoint, Retry
from tui.server.accounts import Grant
from tui.server.announcing import Announcer
from tui.server.arguments import hour_of
from tui.server.calls import Call, Calls
from tui.server.database import Database
from tui.server.door import Door, bearer_of, body_of, query_of
from tui.server.exports import hour_file
from tui.server.files import keep_upload, open_file, read_upload
from tui.server.guard import Guard, refusal_response
from tui.server.hub import Hub
from tui.server.limits import Limits, Turnstile
from tui.server.live import LiveEnd
from tui.server.posting import Post
from tui.server.ranges import asked_part
from tui.server.refusals import Refusal, failure, illegal_argument, no_such_call, too_large, wrong_method
from tui.server.uplinks import Uplinks
from tui.server.world import StoredFile

logger = logging.getLogger(__name__)

Handler = Callable[[Request], Awaitable[Response]]

LIVE_PATH = "/websocket"
EXPORT_FILE = f"{table.RECORDS.path}/records.jsonl.gz"


class Application:
    """The routes and what they share."""

    def __init__(self, database: Database, door: Door, calls: Calls, limits: Limits, post: Post, hub: Hub) -> None:
        self._database = database
        self._announcer = Announcer(door.app_key, post.numbers)
        self._hub = hub
        self._live = LiveEnd(database, door, hub, Uplinks(post))
        self._door = door
        self._calls = calls
        self._limits = limits
        self._list_reads = Turnstile(limits.list_reads)

    def asgi(self, hosts: tuple[str, ...]) -> Starlette:
        """The application; `hosts` are the names that it answers to besides loopback's."""
        largest = max(self._limits.body_size, self._limits.upload_size)
        return Starlette(
            routes=self._routes(),
            middleware=[Middleware(Guard, hosts=hosts, largest_body=largest)],
            exception_handlers={
                Refusal: self._refused,
                HTTPException: self._unrouted,
                DBAPIError: self._without_database,
                ClientDisconnect: self._left,
                Exception: self._failed,
            },
        )

    def _routes(self) -> list[BaseRoute]:
        special: dict[Endpoint, Handler] = {
            table.LOOK_UP: self._look_up,
            table.TOKEN: self._token,
            table.UPLOAD: self._upload,
            table.DOWNLOAD: self._download,
            table.RECORDS: self._records,
        }
        return [
            *(
                Route(endpoint.path, special.get(endpoint) or self._handler(endpoint), methods=[endpoint.method])
                for endpoint in table.ENDPOINTS.values()
            ),
            Route(EXPORT_FILE, self._records_file, methods=["GET"], name="records_file"),
            WebSocketRoute(LIVE_PATH, self._live.serve),
        ]

    def _handler(self, endpoint: Endpoint) -> Handler:
        """What answers an endpoint of `Calls`: reads the request, then does all the rest in a thread of its own."""
        do = self._calls.by_endpoint[endpoint]
        transaction = self._database.reading if endpoint.retry is Retry.READ else self._database.writing

        def answer(token: str, request: Request, content: bytes) -> Json:
            with transaction() as connection:
                user = self._door.enter(connection, token, request.path_params)
                if endpoint is table.LIST:
                    self._list_reads.enter(user, time.monotonic())
                query, body = query_of(request, endpoint.query), body_of(content, endpoint.body)
                call = Call(user, self._door.now(), connection, query, body, request.path_params)
                data = do(call)
                woken = self._announcer.announce(endpoint, call)
            self._hub.wake(woken)
            return data

        async def handle(request: Request) -> Response:
            token, started = bearer_of(request), time.monotonic()
            content = await self._small_body(request)
            data = await run_in_threadpool(answer, token, request, content)
            return self._envelope(request, {"data": data}, started)

        return handle

    async def _look_up(self, request: Request) -> Response:
        """Whoever asks found this service already: the hosts it names are the one it was asked by (section 2)."""
        query_of(request, table.LookUpQuery)
        scheme = request.url.scheme
        port = request.url.port or (443 if scheme == "https" else 80)
        host = {"protocol": scheme, "domain": request.url.hostname, "port": str(port)}
        hosts = {"hosts": [host]}
        return JSONResponse({"deploy_name": "local", "valid_before": "-1", "rest": hosts, "msync-wx": hosts})

    async def _token(self, request: Request) -> Response:
        self._door.check_app(request.path_params)
        asked = body_of(await self._small_body(request), table.TokenRequest)
        grant = await run_in_threadpool(self._sign_in, cast(table.TokenRequest, asked))
        return JSONResponse({"access_token": grant.token, "expires_in": grant.lifetime, "user": grant.user})

    def _sign_in(self, asked: table.TokenRequest) -> Grant:
        if asked.grant_type != "password":
            raise illegal_argument("grant_type must be password")
        return self._door.accounts.sign_in(asked.username, asked.password, self._door.now())

    async def _upload(self, request: Request) -> Response:
        token, started = bearer_of(request), time.monotonic()
        await run_in_threadpool(self._user, token, request)  # before a large body is read
        content = await self._body(request, self._limits.upload_size)

        def keep() -> StoredFile:
            upload = read_upload(request.headers.get("content-type", ""), content)
            with self._database.writing() as connection:
                return keep_upload(connection, self._door.enter(connection, token, request.path_params), upload)

        kept = await run_in_threadpool(keep)
        entity = {"uuid": kept.uuid, "type": "chatfile", "share-secret": kept.secret}
        return self._envelope(request, {"entities": [entity]}, started)

    async def _download(self, request: Request) -> Response:
        token = bearer_of(request)
        secret = request.headers.get("share-secret") or request.query_params.get("share-secret", "")

        def read() -> StoredFile:
            with self._database.reading() as connection:
                user = self._door.enter(connection, token, request.path_params)
                return open_file(connection, user, request.path_params["uuid"], secret)

        file = await run_in_threadpool(read)
        wants_thumbnail = {"thumbnail", "vframe"} & request.query_params.keys() or "thumbnail" in request.headers
        if wants_thumbnail and file.thumbnail is not None:
            return Response(file.thumbnail, media_type=_picture_type(file.thumbnail))
        disposition = f"attachment; filename*=UTF-8''{quote(file.filename, safe='', errors='replace')}"
        headers = {"Content-Type": file.content_type, "Content-Disposition": disposition}
        return asked_part(file.content, request.headers.get("range", ""), headers)

    async def _records(self, request: Request) -> Response:
        started = time.monotonic()
        await run_in_threadpool(self._user, bearer_of(request), request)
        hour_of(request.path_params["hour"])
        url = str(request.url_for("records_file", **request.path_params))
        return self._envelope(request, {"data": [{"url": url}]}, started)

    async def _records_file(self, request: Request) -> Response:
        token, start = bearer_of(request), hour_of(request.path_params["hour"])

        def read() -> bytes:
            with self._database.reading() as connection:
                return hour_file(connection, self._door.enter(connection, token, request.path_params), start)

        return Response(await run_in_threadpool(read), media_type="application/gzip")

    def _user(self, token: str, request: Request) -> str:
        with self._database.reading() as connection:
            return self._door.enter(connection, token, request.path_params)

    async def _small_body(self, request: Request) -> bytes:
        return await self._body(request, self._limits.body_size)

    async def _body(self, request: Request, most: int) -> bytes:
        if int(request.headers.get("content-length", "0")) > most:
            raise too_large(most)
        content = bytearray()
        async for chunk in request.stream():
            content += chunk
            if len(content) > most:
                raise too_large(most)
        return bytes(content)

    def _envelope(self, request: Request, members: dict[str, Json], started: float) -> Response:
        """The service's wrapping of an answer; `started` is of the monotonic clock."""
        duration = int((time.monotonic() - started) * 1000)
        frame = {
            "action": request.method.lower(),
            "uri": str(request.url.replace(query="")),
            "timestamp": self._door.now(),
            "duration": duration,
        }
        return JSONResponse({"entities": [], **frame, **members})

    async def _refused(self, request: Request, error: Exception) -> Response:
        return refusal_response(cast(Refusal, error), self._door.now())

    async def _unrouted(self, request: Request, error: Exception) -> Response:
        wrong = isinstance(error, HTTPException) and error.status_code == HTTPStatus.METHOD_NOT_ALLOWED
        return refusal_response(wrong_method() if wrong else no_such_call(), self._door.now())

    async def _without_database(self, request: Request, error: Exception) -> Response:
        """A full disk or a file taken away is no bug: whoever runs the service is told in a line, not in a trace."""
        logger.error("roam: the database failed: %s", cast(DBAPIError, error).orig)
        return refusal_response(failure(), self._door.now())

    async def _left(self, request: Request, error: Exception) -> Response:
        """Whoever hangs up while asking is no bug either; nobody gets this answer."""
        return Response(status_code=HTTPStatus.BAD_REQUEST)

    async def _failed(self, request: Request, error: Exception) -> Response:
        return refusal_response(failure(), self._door.now())


def _picture_type(content: bytes) -> str:
    """A thumbnail is made as PNG or as JPEG, which starts with this marker."""
    return "image/jpeg" if content.startswith(b"\xff\xd8") else "image/png"
