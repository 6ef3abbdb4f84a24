"""Cursors that only this service can make: a position, signed together with whom and what it is for."""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import json

from tui.models import Json
from tui.server.refusals import illegal_argument

_MAC_BYTES = 16
_LONGEST = 1024


class Cursors:
    """Signs positions with `key`; `scope` is the owner and the list that a cursor belongs to."""

    def __init__(self, key: bytes) -> None:
        self._key = key

    def write(self, scope: tuple[str, ...], position: list[Json]) -> str:
        text = json.dumps(position, separators=(",", ":")).encode()
        return base64.urlsafe_b64encode(self._mac(scope, text) + text).decode()

    def read(self, scope: tuple[str, ...], cursor: str) -> list[Json]:
        """The position of a cursor that was written for this very scope. Raises Refusal (400) for any other text."""
        if len(cursor) > _LONGEST:
            raise illegal_argument("the cursor cannot be read")
        try:
            raw = base64.b64decode(cursor.encode("ascii"), altchars=b"-_", validate=True)
        except (binascii.Error, ValueError):
            raise illegal_argument("the cursor cannot be read") from None
        mac, text = raw[:_MAC_BYTES], raw[_MAC_BYTES:]
        if not hmac.compare_digest(mac, self._mac(scope, text)) or self._spelled_otherwise(raw, cursor):
            raise illegal_argument("the cursor cannot be read")
        position: list[Json] = json.loads(text)
        return position

    def _mac(self, scope: tuple[str, ...], text: bytes) -> bytes:
        return hmac.digest(self._key, json.dumps(scope).encode() + b"\0" + text, hashlib.sha256)[:_MAC_BYTES]

    @staticmethod
    def _spelled_otherwise(raw: bytes, cursor: str) -> bool:
        """Whether `cursor` differs only in base64's unused last bits from the text that was handed out."""
        return base64.urlsafe_b64encode(raw).decode() != cursor
