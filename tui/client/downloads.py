"""Fetches files that messages refer to (section 9)."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
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
    extra = {"accept": accept} if accept else {}

    def prepare(base: str, token: str) -> Request:
        if not is_service_file(url):
            return Request("GET", url, extra)  # the token and the secret are for the service only
        headers = {"authorization": f"Bearer {token}", "x-requested-with": "XMLHttpRequest"}
        headers |= {"share-secret": secret} if secret else {}
        return Request("GET", moved(url, base), headers | extra)

    async def receive(response: Response, path: str) -> Response:
        return await _arrived(rest, response, path)

    response = await rest.with_token(prepare, Retry.READ, receive)
    async with response:
        return await _copy(rest, response, write, max_bytes)


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


async def _arrived(rest: Rest, response: Response, path: str) -> Response:
    """The answer that has the file: `response`, or where it leads. Secrets never go to another origin."""
    for _hop in range(_MAX_REDIRECTS + 1):
        if response.status == OK:
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
    return Request("GET", target, response.request.headers if same_origin else {})


async def _copy(rest: Rest, response: Response, write: Callable[[bytes], object], max_bytes: int) -> int:
    pacing, size = rest.pacing, 0
    chunks = response.chunks(max_bytes)
    try:
        async with asyncio.timeout(pacing.download):
            while True:
                async with asyncio.timeout(pacing.silence):
                    chunk = await anext(chunks, None)
                if chunk is None:
                    return size
                write(chunk)
                size += len(chunk)
    except TimeoutError:
        pass
    raise no_answer(host_of(response.request.url), pacing.silence)
