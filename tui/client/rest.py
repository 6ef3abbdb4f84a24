"""REST calls: from an endpoint and its parameters to an answer's body, or a RoamingError (sections 3 and 13)."""

from __future__ import annotations

import asyncio
import json
import uuid
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, replace
from typing import TypeVar
from urllib.parse import urlsplit

from tui.client.hosts import HostBook
from tui.client.pacing import Pacing, retry_after_seconds
from tui.client.session import Session
from tui.client.transport import Http, Request, Response, Transport, host_of
from tui.errors import DeadlineError, NotSignedInError, ProtocolError, ReadOnlyError, RoamingError, TransportError
from tui.i18n import _
from tui.protocol.answers import Token, read_token
from tui.protocol.endpoints import LOOK_UP, TOKEN, Endpoint, LookUpQuery, Parameters, Retry, TokenRequest, quote_pairs
from tui.protocol.hosts import LOOK_UP_SERVERS, Hosts, host_lookup_failed, read_hosts
from tui.protocol.service_errors import ErrorAnswer, read_error, service_error
from tui.redaction import PROCESS, Redaction

T = TypeVar("T")

MAX_ANSWER = 32 * 2**20
"""Bytes of an answer, decompressed."""

MAX_ERROR = 64 * 2**10
OK = 200
"""The only status that is a success: 201 and 204 are not (section 3)."""

_JSON = {"content-type": "application/json"}
_LAST = {"connection": "close"}
"""Of what changes something: an answer that came twice would be taken for that of the next request, before its deed."""

_NOT_THE_SERVICE = b"?"
"""Stands for a body that the service would not send: too large, or badly compressed."""


@dataclass(frozen=True, slots=True)
class Identity:
    """Who calls: an app of an organisation, one of its users, and the device."""

    org: str
    app: str
    user: str
    resource: str

    @property
    def app_key(self) -> str:
        return f"{self.org}#{self.app}"


class Rest:
    """Calls of one user. It signs in, repeats and finds hosts by itself."""

    def __init__(
        self,
        transport: Transport | None,
        identity: Identity,
        pacing: Pacing,
        *,
        rest_url: str | None,
        token: str | None,
        password: str | None,
        tls: bool,
        read_only: bool,
    ) -> None:
        """With `read_only` no call that changes something leaves this program."""
        self.identity = identity
        self._read_only = read_only
        self.pacing = pacing
        self._redaction = Redaction(PROCESS)
        self.session = Session(token, password, self._redaction, self._fetch_token)
        self.hosts = HostBook(rest_url, self._look_up)
        self._http = Http(transport, self._redaction, connect=pacing.connect, answer=pacing.deadline)
        self._tls = tls

    async def call(
        self,
        endpoint: Endpoint,
        read: Callable[[bytes], T],
        *,
        query: Parameters | None = None,
        body: Parameters | None = None,
        segments: Mapping[str, str] | None = None,
    ) -> T:
        """Make a call and return what `read` makes of its answer's body, once the status is 200.

        Repeats it as its class allows, and once more with a new token when the old one was refused: that did nothing.
        """
        extra = {} if endpoint.retry is Retry.READ else {"idempotency-key": uuid.uuid4().hex, **_LAST}
        path = endpoint.target(**self._names(), **(segments or {}))
        target = f"{path}?{quote_pairs(query.pairs())}" if query else path
        content = _encoded(body)

        def prepare(base: str, token: str) -> Request:
            headers = {"authorization": f"Bearer {token}"} | _JSON | extra
            return Request(endpoint.method, base + target, headers, content)

        async def receive(response: Response, path: str) -> T:
            return read(await self._body(response, path))

        return await self.with_token(prepare, endpoint.retry, receive)

    async def with_token(
        self,
        prepare: Callable[[str, str], Request],
        retry: Retry,
        receive: Callable[[Response, str], Awaitable[T]],
    ) -> T:
        """Send what `prepare` makes of a REST base and a token, and return what `receive` makes of the answer.

        Raises ReadOnlyError before anything else where that would change something and nothing may be changed.
        """
        if self._read_only and retry.changes:
            raise ReadOnlyError(_("Only reading is allowed here, so nothing was changed."))

        async def attempt(token: str) -> T:
            return await self.pacing.retried(lambda: self._try(lambda base: prepare(base, token), receive), retry)

        token = await self.session.token()
        try:
            return await attempt(token)
        except NotSignedInError:
            if not self.session.can_renew:
                raise
        return await attempt(await self.session.renew(token))

    async def open(self, request: Request) -> Response:
        """Send one request; for what follows an answer. Raises TransportError."""
        return await self._http.open(request)

    async def read_error(self, response: Response, path: str) -> ErrorAnswer:
        """The answer `response` as an error, without secrets that it might echo."""
        try:
            body = self._redaction.data(await response.read(MAX_ERROR))
        except ProtocolError:
            body = _NOT_THE_SERVICE
        wait = retry_after_seconds(response.header("retry-after"), self.pacing.now())
        return self._without_secrets(read_error(response.status, body, path=path, retry_after=wait))

    def _without_secrets(self, answer: ErrorAnswer) -> ErrorAnswer:
        """Look again once the JSON is read: it can spell any character as `\\u0041`."""
        hide = self._redaction.text
        return replace(
            answer,
            text=hide(answer.text),
            error=hide(answer.error),
            exception=hide(answer.exception),
            description=hide(answer.description),
        )

    async def aclose(self) -> None:
        await self.session.aclose()
        await self.hosts.aclose()
        await self._http.aclose()

    async def _try(self, prepare: Callable[[str], Request], receive: Callable[[Response, str], Awaitable[T]]) -> T:
        base = await self.hosts.base()
        try:
            return await self._send(prepare(base), receive)
        except TransportError as error:
            if not error.sent:
                self.hosts.pass_over(base)
            raise

    async def _send(self, request: Request, receive: Callable[[Response, str], Awaitable[T]]) -> T:
        try:
            async with asyncio.timeout(self.pacing.deadline):
                return await receive(await self._http.open(request), urlsplit(request.url).path)
        except TimeoutError:
            pass
        raise no_answer(host_of(request.url), self.pacing.deadline)

    async def _body(self, response: Response, path: str) -> bytes:
        async with response:
            if response.status == OK:
                return await response.read(MAX_ANSWER)
            raise service_error(await self.read_error(response, path))

    async def _fetch_token(self, password: str) -> Token:
        identity = self.identity
        body = TokenRequest(username=identity.user, password=password, timestamp=self.pacing.now_ms())
        path, content = TOKEN.target(**self._names()), _encoded(body)

        def prepare(base: str) -> Request:
            return Request(TOKEN.method, base + path, _JSON, content)

        answer = await self.pacing.retried(lambda: self._try(prepare, self._body), TOKEN.retry)
        return read_token(answer)

    async def _look_up(self) -> Hosts:
        """Ask the look-up servers in turn; each failure moves on to the next (section 2)."""
        query = LookUpQuery(app_key=self.identity.app_key, version=self.pacing.now_ms())
        target = f"{LOOK_UP.target()}?{quote_pairs(query.pairs())}"
        for server in LOOK_UP_SERVERS:
            request = Request(LOOK_UP.method, server + target, _JSON)
            try:
                return read_hosts(await self._send(request, self._body), tls=self._tls)
            except RoamingError:
                continue
        raise host_lookup_failed()

    def _names(self) -> dict[str, str]:
        return {"org": self.identity.org, "app": self.identity.app, "user": self.identity.user}


def no_answer(host: str, seconds: float) -> DeadlineError:
    sentence = _("No complete answer came from {host} within {seconds:g} seconds.")
    return DeadlineError(sentence.format(host=host, seconds=seconds), message="Request Timeout")


def _encoded(body: Parameters | None) -> bytes | None:
    if body is None:
        return None
    return json.dumps(body.json_body(), ensure_ascii=False, separators=(",", ":")).encode()
