"""Where a message's files are: stored addresses moved to the REST base in use, with their secret (section 9)."""

from __future__ import annotations

import re

_SERVICE_FILE = re.compile(r"(?:https?://[^/?#]+)?(?P<path>/[^/?#]+/[^/?#]+/chatfiles/[^?#]+)(?P<query>\?[^#]*)?")
_REDIRECT = "em-redirect="
_SECRET = "share-secret="  # noqa: S105  (the name of a query parameter)


def is_service_file(address: str) -> bool:
    """Whether `address` is a file kept by the service, on whatever host the sender saw it."""
    return _SERVICE_FILE.fullmatch(address) is not None


def moved(address: str, base: str) -> str:
    """`address` on the REST base `base`; addresses outside the service, and '', stay as they are."""
    match = _SERVICE_FILE.fullmatch(address)
    return f"{base}{match['path']}{match['query'] or ''}" if match else address


def file_url(address: str, base: str, secret: str = "") -> str:
    """The address to download a file from: moved, asking for the file itself, with its share secret if there is one."""
    url = moved(address, base)
    if not is_service_file(url) or _REDIRECT in url:
        return url
    url = _with_parameter(url, f"{_REDIRECT}true")
    return with_secret(url, secret)


def with_secret(url: str, secret: str) -> str:
    """`url` with its share secret, unless it has one, needs none or is not the service's."""
    if not secret or _SECRET in url or not is_service_file(url):
        return url
    return _with_parameter(url, f"{_SECRET}{secret}")


def thumbnail_url(url: str) -> str:
    """The address of an image's thumbnail, made from the image's own; '' for ''."""
    return _with_parameter(url, "thumbnail=true") if is_service_file(url) else url


def _with_parameter(url: str, parameter: str) -> str:
    return f"{url}{'&' if '?' in url else '?'}{parameter}"
