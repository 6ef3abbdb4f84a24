"""HTTP itself: the only module that knows httpx, besides the pool of connections below it.

It adds what httpx lacks: a limit on what an answer may weigh, before and after decompression, and errors of ours that
carry neither the request nor its secrets.
"""

from __future__ import annotations

import logging
import time
import zlib
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from http.cookiejar import CookieJar
from types import TracebackType
from typing import Protocol, Self
from urllib.parse import urlsplit
from urllib.request import getproxies

import httpx

from tui.client.pool import Pool
from tui.errors import ProtocolError, RoamingError, TransportError
from tui.i18n import _
from tui.redaction import Redaction
from tui.text import clean_line

Transport = httpx.AsyncBaseTransport
"""What carries requests: httpx's own over sockets, ASGITransport for a service in memory, MockTransport in tests."""


def in_memory(app: Callable[..., Awaitable[None]]) -> Transport:
    """A transport to an ASGI application in this process; no socket is opened, and its bugs are answers as well."""
    return httpx.ASGITransport(app=app, raise_app_exceptions=False)


UNKNOWN_ERROR = "Request Unknow Error"  # the SDK's spelling
_NOT_SENT = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.ProxyError)
_GZIP_MAGIC, _GZIP = b"\x1f\x8b", zlib.MAX_WBITS + 16
_LONGEST_CAUSE = 200

_log = logging.getLogger(__name__)

for _name in ("httpx", "httpcore"):
    logging.getLogger(_name).setLevel(logging.WARNING)  # their lines hold whole URLs, share secrets included


@dataclass(frozen=True, slots=True)
class Request:
    """What to send; `url` is absolute and percent-encoded."""

    method: str
    url: str
    headers: Mapping[str, str] = field(default_factory=dict, repr=False)
    body: bytes | None = field(default=None, repr=False)


class Response:
    """An answer whose body is still on its way; close it, best by `async with`."""

    def __init__(self, response: httpx.Response, request: Request, redaction: Redaction) -> None:
        self.request = request
        self._response = response
        self._host = host_of(request.url)
        self._redaction = redaction
        self._is_decoded = response.is_stream_consumed  # a transport that answers from memory has read it already
        self._chunks = response.aiter_bytes() if self._is_decoded else response.aiter_raw()
        self.status = response.status_code

    def header(self, name: str) -> str | None:
        """The value of a header, None when there is none."""
        value: str | None = self._response.headers.get(name)
        return value

    async def read(self, max_bytes: int) -> bytes:
        """The whole body, decompressed. Raises ProtocolError beyond `max_bytes`, TransportError when it breaks off."""
        return b"".join([chunk async for chunk in self.chunks(max_bytes)])

    async def chunks(self, max_bytes: int) -> AsyncIterator[bytes]:
        """The body in parts, decompressed; errors as in `read`."""
        decoder = _decoder("" if self._is_decoded else self.header("content-encoding") or "")
        left = max_bytes
        while (raw := await self._next()) is not None:
            chunk = decoder.feed(raw, left + 1)
            left -= len(chunk)
            if left < 0:
                raise ProtocolError(_("The answer is larger than {limit} bytes.").format(limit=max_bytes))
            yield chunk
        if not decoder.is_complete():
            raise TransportError(_("The answer from {host} is cut off.").format(host=self._host))

    async def _next(self) -> bytes | None:
        try:
            return await anext(self._chunks, None)
        except (httpx.HTTPError, httpx.StreamError) as error:
            failure = _transport_error(error, self._host, self._redaction, sent=True)
        raise failure

    async def aclose(self) -> None:
        await self._response.aclose()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.aclose()


class Http:
    """Sends requests, each on its own: no redirects, no cookies, no repeats."""

    def __init__(self, transport: Transport | None, redaction: Redaction, *, connect: float, answer: float) -> None:
        """The limits `connect` and `answer` (between two parts of an answer) are in seconds."""
        self._redaction = redaction
        self._client = httpx.AsyncClient(
            transport=transport or _over_sockets(),
            timeout=httpx.Timeout(answer, connect=connect),
            headers={"user-agent": "roam", "accept-encoding": "gzip, deflate"},
            cookies=_NoCookies(),
        )

    async def open(self, request: Request) -> Response:
        """Send `request` and return when the head of its answer is there.

        Raises TransportError, whose `sent` says whether the request may have reached the service; RoamingError after
        `aclose`.
        """
        host, started = host_of(request.url), time.monotonic()
        if self._client.is_closed:
            raise RoamingError(_("The connection to the service has been closed."))
        try:
            ready = self._client.build_request(
                request.method, _parsed(request.url), headers=dict(request.headers), content=request.body
            )
        except httpx.InvalidURL as error:
            failure = _transport_error(error, host, self._redaction, sent=False)
        else:
            try:
                response = Response(await self._client.send(ready, stream=True), request, self._redaction)
            except (httpx.HTTPError, httpx.InvalidURL) as error:  # an answer's `location` may be an invalid URL
                failure = _transport_error(error, host, self._redaction, sent=not isinstance(error, _NOT_SENT))
                _log_request(request, started, error=type(error).__name__)
            else:
                _log_request(request, started, status=response.status)
                return response
        raise failure  # outside of the handlers: httpx's error holds the request, and that the token

    async def aclose(self) -> None:
        await self._client.aclose()


def _over_sockets() -> Transport | None:
    """What carries requests; None leaves it to httpx, which knows how to use the proxies that the environment names."""
    return None if getproxies() else Pool()


class _NoCookies(CookieJar):
    """Takes none and gives none."""

    def extract_cookies(self, *_args: object) -> None: ...

    def add_cookie_header(self, *_args: object) -> None: ...


@lru_cache(maxsize=8)
def _parsed(url: str) -> httpx.URL:
    """`url` as httpx takes it; page after page of a history is asked for at the same one. Raises httpx.InvalidURL."""
    return httpx.URL(url)


def _log_request(request: Request, started: float, **result: str | int) -> None:
    """The path only: a query may hold the secret of a shared file."""
    if not _log.isEnabledFor(logging.INFO):
        return
    ms = round((time.monotonic() - started) * 1000)
    asked = {"method": request.method, "host": host_of(request.url), "path": urlsplit(request.url).path}
    _log.info("request", extra={"fields": {**asked, **result, "ms": ms}})


def host_of(url: str) -> str:
    """The host that a URL names, for sentences."""
    try:
        return clean_line(urlsplit(url).hostname or "")
    except ValueError:
        return ""


def _transport_error(error: Exception, host: str, redaction: Redaction, *, sent: bool) -> TransportError:
    cause = clean_line(redaction.text(str(error)))[:_LONGEST_CAUSE] or type(error).__name__
    sentence = _("The answer from {host} failed: {cause}") if sent else _("There is no connection to {host}: {cause}")
    return TransportError(sentence.format(host=host, cause=cause), message=UNKNOWN_ERROR, sent=sent)


class _Decoder(Protocol):
    def feed(self, data: bytes, limit: int) -> bytes:
        """What `data` decodes to, at most `limit` bytes (at least 1). Raises ProtocolError."""

    def is_complete(self) -> bool:
        """Whether the body may end here."""


class _Plain:
    def feed(self, data: bytes, limit: int) -> bytes:
        return data[:limit]

    def is_complete(self) -> bool:
        return True


class _Inflate:
    """Undoes gzip, in one member or several, and deflate, without ever holding more than the limit."""

    def __init__(self) -> None:
        self._held = b""  # the beginning of a member, too short to tell what it is
        self._member: zlib._Decompress | None = None
        self._is_behind_one = False  # where nothing but another member of gzip may follow

    def feed(self, data: bytes, limit: int) -> bytes:
        out, data, self._held = bytearray(), self._held + data, b""
        while data and len(out) < limit:
            if self._member is None and len(data) < len(_GZIP_MAGIC):
                self._held = data
                break
            data = self._feed_member(data, out, limit)
        return bytes(out)

    def is_complete(self) -> bool:
        return self._member is None and not self._held

    def _feed_member(self, data: bytes, out: bytearray, limit: int) -> bytes:
        """Add to `out` what `data` decodes to, and return what is behind the end of the member."""
        if self._member is None:
            self._member = zlib.decompressobj(_GZIP if self._is_behind_one else _window_bits(data))
        try:
            out += self._member.decompress(data, limit - len(out))
        except zlib.error:
            raise ProtocolError(_("The answer's compression is broken.")) from None
        if not self._member.eof:
            return b""
        rest, self._member, self._is_behind_one = self._member.unused_data, None, True
        return rest


def _window_bits(data: bytes) -> int:
    """What zlib has to be told of a body that begins with `data`; some servers send "deflate" without its header."""
    if data.startswith(_GZIP_MAGIC):
        return _GZIP
    has_header = data[0] & 0x0F == zlib.DEFLATED and int.from_bytes(data[:2]) % 31 == 0
    return zlib.MAX_WBITS if has_header else -zlib.MAX_WBITS


def _decoder(encoding: str) -> _Decoder:
    name = encoding.strip().lower()
    if name in ("", "identity"):
        return _Plain()
    if name in ("gzip", "x-gzip", "deflate"):
        return _Inflate()
    raise ProtocolError(_("The answer is compressed in a way that was not asked for."))
