"""The way out to the terminal: a thread that writes, so that nobody else waits for a slow line."""

from __future__ import annotations

import codecs
import os
from collections.abc import Callable
from threading import Condition, Thread

from rich.cells import cell_len

BACKLOG = 64 * 1024
"""Characters that may wait to be written; after that frames are left out, and one whole frame follows when there is
room again. A reader is not to look at what was true half a minute ago."""

_SHORT = 64
"""Characters of what is never left out: switching a mode, marking where a frame begins and ends."""

_LAST_WORDS = 1.0
"""Seconds for a terminal to take what is left at the end."""

_ERRORS = "tui.cells"


def _as_wide(error: UnicodeError) -> tuple[str, int]:
    """A question mark for each cell that a character would have taken, so that lines keep their width."""
    if not isinstance(error, UnicodeEncodeError):
        raise error
    return "".join("?" * cell_len(char) for char in error.object[error.start : error.end]), error.end


codecs.register_error(_ERRORS, _as_wide)


class Writer:
    """Writes text in `encoding` to the file descriptor `output`, in order.

    Calls, in its thread, `gone` once when the terminal takes nothing more, and `caught_up` when frames were left out
    and there is room again.
    """

    def __init__(self, output: int, encoding: str, *, gone: Callable[[], None], caught_up: Callable[[], None]) -> None:
        self._output = output
        self._encoding = encoding
        self._gone = gone
        self._caught_up = caught_up
        self._changed = Condition()
        self._waiting: list[str] = []
        self._backlog = 0
        self._left_out = False
        self._finished = False
        self._thread = Thread(target=self._run, name="terminal-output", daemon=True)
        self._thread.start()

    def write(self, text: str) -> bool:
        """Write `text` soon, or leave it out when too much is waiting; returns which. Never blocks, never fails."""
        with self._changed:
            if self._finished:
                return False
            if self._backlog > BACKLOG and len(text) > _SHORT:
                self._left_out = True
                return False
            self._waiting.append(text)
            self._backlog += len(text)
            self._changed.notify()
            return True

    def finish(self) -> None:
        """Write what is waiting, for a second at most, and nothing after that."""
        with self._changed:
            self._finished = True
            self._changed.notify()
        self._thread.join(_LAST_WORDS)

    def _run(self) -> None:
        try:
            while text := self._next():
                self._put(text.encode(self._encoding, _ERRORS))
                self._written(len(text))
        except OSError:
            with self._changed:
                self._finished = True
            self._gone()

    def _next(self) -> str:
        """What is waiting, as soon as there is any; '' at the end."""
        with self._changed:
            self._changed.wait_for(lambda: self._waiting or self._finished)
            text = "".join(self._waiting)
            self._waiting.clear()
            return text

    def _put(self, data: bytes) -> None:
        while data:
            data = data[os.write(self._output, data) :]

    def _written(self, length: int) -> None:
        with self._changed:
            self._backlog -= length
            resumes = self._left_out and not self._waiting
            self._left_out = self._left_out and not resumes
        if resumes:
            self._caught_up()
