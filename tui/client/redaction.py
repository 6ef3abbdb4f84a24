"""Keeps tokens and passwords out of what is said about a failure, should a server have echoed them."""

from __future__ import annotations

import json

_HIDDEN = "•••"


class Redaction:
    """The secrets of one client, replaced by dots wherever they stand."""

    def __init__(self) -> None:
        self._secrets: dict[str, None] = {}

    def add(self, secret: str | None) -> None:
        """Hide `secret` from now on, as it is and as JSON writes it; None and '' hide nothing."""
        if secret:
            for form in (secret, json.dumps(secret)[1:-1], json.dumps(secret, ensure_ascii=False)[1:-1]):
                self._secrets[form] = None

    def text(self, text: str) -> str:
        for secret in self._secrets:
            text = text.replace(secret, _HIDDEN)
        return text

    def data(self, data: bytes) -> bytes:
        for secret in self._secrets:
            data = data.replace(secret.encode(), _HIDDEN.encode())
        return data
