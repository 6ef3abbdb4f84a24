"""How far a download has come, for people who watch it."""

from __future__ import annotations

import sys
import time
from types import TracebackType
from typing import Self

from tui.timeline.words import file_size

_WIDTH = 30
_INTERVAL = 0.1
"""Seconds between two drawings."""


class Progress:
    """Draws one line on a terminal's standard error while bytes arrive, and takes it away at the end.

    `total` are the bytes to come, 0 when unknown. Where nobody watches, nothing is written.
    """

    def __init__(self, total: int) -> None:
        self._total = total
        self._so_far = 0
        self._drawn_at = 0.0
        self._is_watched = sys.stderr.isatty()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._is_watched:
            sys.stderr.write("\r\x1b[K")
            sys.stderr.flush()

    def advance(self, size: int) -> None:
        """`size` more bytes have arrived."""
        self._so_far += size
        now = time.monotonic()
        if self._is_watched and now - self._drawn_at >= _INTERVAL:
            self._drawn_at = now
            sys.stderr.write(f"\r{self._line()}\x1b[K")
            sys.stderr.flush()

    def _line(self) -> str:
        if self._total <= 0:
            return file_size(self._so_far)
        share = min(self._so_far / self._total, 1.0)
        bar = ("#" * round(share * _WIDTH)).ljust(_WIDTH, ".")
        return f"[{bar}] {share:4.0%}  {file_size(self._so_far)}"
