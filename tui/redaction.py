"""Keeps tokens and passwords out of what is said about a failure, should somebody have echoed them."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator
from urllib.parse import quote, quote_plus

_HIDDEN = "•••"

_WINDOW = 12
"""So many characters in a row that a text shares with a secret are a part of it, not chance."""

_SHORTEST_ENCODED = 6
"""Bytes; of a shorter secret the encoded forms are found in any text."""


class Redaction:
    """Secrets, replaced by dots wherever they stand: whole, in parts, and as JSON, URLs and base64 write them."""

    def __init__(self, also: Redaction | None = None, *, shortest: int = 1) -> None:
        """What is added here is added to `also` as well; secrets of less than `shortest` characters are not hidden."""
        self._also = also
        self._shortest = shortest
        self._short: dict[str, None] = {}
        self._parts: set[str] = set()

    def add(self, secret: str | None) -> None:
        """Hide `secret` from now on; None and '' hide nothing."""
        if self._also is not None:
            self._also.add(secret)
        if not secret or len(secret) < self._shortest:
            return
        for form in _forms(secret):
            if len(form) < _WINDOW:
                self._short[form] = None
            else:
                self._parts.update(form[at : at + _WINDOW] for at in range(len(form) - _WINDOW + 1))

    def text(self, text: str) -> str:
        for form in self._short:
            text = text.replace(form, _HIDDEN)
        out: list[str] = []
        end = 0
        for start, stop in self._spans(text):
            out += (text[end:start], _HIDDEN)
            end = stop
        return "".join([*out, text[end:]])

    def data(self, data: bytes) -> bytes:
        return self.text(data.decode("utf-8", "surrogateescape")).encode("utf-8", "surrogateescape")

    def _spans(self, text: str) -> Iterator[tuple[int, int]]:
        """Where parts of secrets stand, in order and apart from each other."""
        start = stop = 0
        for at in range(len(text) - _WINDOW + 1 if self._parts else 0):
            if text[at : at + _WINDOW] not in self._parts:
                continue
            if at > stop and stop > start:
                yield start, stop
            if at > stop or stop == start:
                start = at
            stop = at + _WINDOW
        if stop > start:
            yield start, stop


PROCESS = Redaction(shortest=_SHORTEST_ENCODED)
"""All secrets that this process has held, for what is written about it as a whole: a log, a crash report."""


def _forms(secret: str) -> Iterator[str]:
    yield from (secret, json.dumps(secret)[1:-1], json.dumps(secret, ensure_ascii=False)[1:-1], repr(secret)[1:-1])
    data = secret.encode("utf-8", "surrogatepass")
    if len(data) < _SHORTEST_ENCODED:
        return
    yield from (quote(data, safe=""), quote_plus(data), data.hex())
    for before in range(3):  # base64 looks different with one or two bytes before the secret
        encoded = base64.b64encode(bytes(before) + data).decode().rstrip("=")
        yield (inner := encoded[before and before + 1 : -1])
        yield inner.replace("+", "-").replace("/", "_")
