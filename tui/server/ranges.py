"""Parts of files: what a client lacks after a download that broke off."""

from __future__ import annotations

import re
from collections.abc import Mapping

from starlette.responses import Response

_FROM = re.compile(r"bytes=(\d{1,18})-")


def asked_part(content: bytes, asked: str, headers: Mapping[str, str]) -> Response:
    """The answer with what the header `Range` asks for: everything from a byte on; for any other form the whole."""
    found = _FROM.fullmatch(asked)
    if found is None:
        return Response(content, headers={**headers, "Accept-Ranges": "bytes"})
    start, size = int(found[1]), len(content)
    if start >= size:
        return Response(status_code=416, headers={"Content-Range": f"bytes */{size}"})
    span = {"Content-Range": f"bytes {start}-{size - 1}/{size}", "Accept-Ranges": "bytes"}
    return Response(content[start:], 206, headers={**headers, **span})
