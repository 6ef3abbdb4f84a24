"""Fetches files that messages refer to (section 9)."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Collection, Mapping
from typing import Protocol
from urllib.parse import urljoin, urlsplit

from tui.client.rest import OK, Rest, no_answer
from tui.client.transport import Request, Response, host_of
from tui.errors import ArgumentError, NotSignedInError, ProtocolError, ServiceError
from tui.i18n import _
from tui.models import (
    Attachment,
    AudioBody,
    ChatMessage,
    CombineBody,
    FileBody,
    ImageBody,
    VideoBody,
)
from tui.protocol.addresses import is_service_file, moved
from tui.protocol.endpoints import Retry
from tui.protocol.service_errors import DOWNLOAD_FAILED, download_error

MAX_DOWNLOAD = 2**30
MAX_COMBINED = 32 * 2**20
_MAX_REDIRECTS = 5
_REDIRECTS = (301, 302, 303, 307, 308)
_SCHEMES = ("http", "https")
_FOR_ANYBODY = ("range", "accept-encoding")
"""Headers that go wherever the file is."""
_AS_IT_IS = {"accept-encoding": "identity"}
"""Bytes are counted, so they must be those of the file and not of its compression."""
_PARTIAL, _BEYOND_THE_END = 206, 416


class ResumableFile(Protocol):
    """A file of which the beginning may be there from an earlier try."""

    async def size(self) -> int:
        """How many bytes are there."""

    async def clear(self) -> None:
        """Begin anew: what is there is not the beginning of what comes."""

    async def append(self, data: bytes, /) -> None:
        """Write the bytes that come next."""


class BinaryWriter(Protocol):
    """What takes bytes, such as a file opened for writing."""

    def write(self, data: bytes, /) -> object: ...


Destination = BinaryWriter | Callable[[bytes], object]
"""Where a download goes: a binary writer, or a function that is given its parts."""


async def download(
    rest: Rest, url: str, secret: str, destination: Destination, *, max_bytes: int, accept: str | None = None
) -> int:
    """Fetch `url` into `destination` and return the number of bytes.

    Tries again until the first byte, never after it. Raises ServiceError (types of section 9), ProtocolError beyond
    `max_bytes`, TransportError.
    """
    write = destination if callable(destination) else destination.write

    async def put(data: bytes) -> None:
        write(data)

    response = await _opened(rest, url, secret, {"accept": accept} if accept else {})
    async with response:
        return await _copy(rest, response, put, max_bytes)


async def complete(rest: Rest, url: str, secret: str, file: ResumableFile, *, max_bytes: int) -> int:
    """Fetch what `file` lacks of `url`, or all of it where the rest alone cannot be had; returns its whole size.

    Errors as in `download`. After one, what has come is the beginning of the file and can be gone on from.
    """
    start = await file.size()
    response = await _rest_of(rest, url, secret, start) if start else None
    if response is None:
        if start:
            await file.clear()
        start, response = 0, await _opened(rest, url, secret, _AS_IT_IS)
    async with response:
        return start + await _copy(rest, response, file.append, max_bytes - start)


async def _rest_of(rest: Rest, url: str, secret: str, start: int) -> Response | None:
    """The answer with everything from byte `start`; None where there is no such answer."""
    extra = {**_AS_IT_IS, "range": f"bytes={start}-"}
    try:
        response = await _opened(rest, url, secret, extra, (OK, _PARTIAL))
    except ServiceError as error:
        if error.status == _BEYOND_THE_END:
            return None
        raise
    if response.status == _PARTIAL and (response.header("content-range") or "").startswith(f"bytes {start}-"):
        return response
    await response.aclose()
    return None


async def _opened(
    rest: Rest, url: str, secret: str, extra: Mapping[str, str], wanted: Collection[int] = (OK,)
) -> Response:
    """The answer that has the file, asked for with the headers `extra`."""

    def prepare(base: str, token: str) -> Request:
        if not is_service_file(url):
            return Request("GET", url, extra)  # the token and the secret are for the service only
        headers = {"authorization": f"Bearer {token}", "x-requested-with": "XMLHttpRequest"}
        headers |= {"share-secret": secret} if secret else {}
        return Request("GET", moved(url, base), headers | dict(extra))

    async def receive(response: Response, path: str) -> Response:
        return await _arrived(rest, response, path, wanted)

    return await rest.with_token(prepare, Retry.READ, receive)


async def download_for_reading(rest: Rest, attachment: Attachment) -> bytes:
    """A combined message's file.

    Every refusal of the service is a ServiceError of type 200, whose cause says more; but for want of a valid token
    it is a NotSignedInError.
    """
    parts: list[bytes] = []
    url = file_address(attachment.url)
    try:
        await download(rest, url, attachment.secret, parts.append, max_bytes=MAX_COMBINED, accept="application/json")
    except NotSignedInError:
        raise
    except ServiceError as error:
        raise ServiceError(
            str(error),
            type=DOWNLOAD_FAILED,
            message="Download failed, please try again",
            status=error.status,
            code=error.code,
            retry_after=error.retry_after,
        ) from error
    return b"".join(parts)


def attachment_of(subject: object) -> Attachment:
    """The file of a message, or the attachment that `subject` is. Raises ArgumentError when there is none."""
    if isinstance(subject, Attachment):
        return subject
    body = subject.body if isinstance(subject, ChatMessage) else subject
    if isinstance(body, ImageBody | AudioBody | VideoBody | FileBody | CombineBody):
        return body.attachment
    raise ArgumentError("message", type(body).__name__, "a message with a file, or its attachment")


def file_address(url: str) -> str:
    """`url`, checked to be one that can be fetched. Raises ArgumentError."""
    try:
        parts = urlsplit(url)
        is_complete = parts.scheme in _SCHEMES and bool(parts.hostname) and url.isprintable()
    except ValueError:
        is_complete = False
    if not is_complete:
        raise ArgumentError("attachment", host_of(url), "one whose address is complete")
    return url


async def _arrived(rest: Rest, response: Response, path: str, wanted: Collection[int]) -> Response:
    """The answer that has the file: `response`, or where it leads. Secrets never go to another origin."""
    for _hop in range(_MAX_REDIRECTS + 1):
        if response.status in wanted:
            return response
        async with response:
            if response.status not in _REDIRECTS:
                raise download_error(await rest.read_error(response, path))
            request = _redirected(response)
        response = await rest.open(request)
    await response.aclose()
    raise ProtocolError(_("The file's address leads in a circle."))


def _redirected(response: Response) -> Request:
    old = urlsplit(response.request.url)
    try:
        target = urljoin(response.request.url, response.header("location") or "")
        new = urlsplit(target)
        is_trusted = new.scheme in _SCHEMES and bool(new.hostname) and (old.scheme, new.scheme) != ("https", "http")
    except ValueError:
        is_trusted = False
    if not is_trusted:
        raise ProtocolError(_("The file's address leads to a place that cannot be trusted."))
    same_origin = (old.scheme, old.netloc) == (new.scheme, new.netloc)
    headers = response.request.headers
    harmless = {name: headers[name] for name in _FOR_ANYBODY if name in headers}
    return Request("GET", target, headers if same_origin else harmless)


async def _copy(rest: Rest, response: Response, put: Callable[[bytes], Awaitable[None]], max_bytes: int) -> int:
    pacing, size = rest.pacing, 0
    chunks = response.chunks(max_bytes)
    try:
        async with asyncio.timeout(pacing.download):
            while True:
                async with asyncio.timeout(pacing.silence):
                    chunk = await anext(chunks, None)
                if chunk is None:
                    return size
                await put(chunk)
                size += len(chunk)
    except TimeoutError:
        pass
    raise no_answer(host_of(response.request.url), pacing.silence)
