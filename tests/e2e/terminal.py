"""A real pseudo-terminal with a program in it: keys go in, and what a person would see comes out."""

from __future__ import annotations

import fcntl
import os
import pty
import re
import select
import signal
import struct
import subprocess
import termios
import time
from collections.abc import Callable, Mapping, Sequence
from types import TracebackType
from typing import Self

import pyte

PATIENCE = 30.0
"""Seconds after which something that should have been seen is a failure; nothing waits this long by design."""


class Terminal:
    """Runs `command` in a pseudo-terminal of `columns` × `rows` until it is closed."""

    def __init__(
        self, command: Sequence[str], *, columns: int = 80, rows: int = 24, environment: Mapping[str, str] | None = None
    ) -> None:
        self._screen = pyte.Screen(columns, rows)
        self._stream = pyte.ByteStream(self._screen)
        self.output = bytearray()
        variables = {**os.environ, "TERM": "xterm-256color", "LC_ALL": "C.UTF-8", **(environment or {})}
        self._master, slave = pty.openpty()
        self._set_size(columns, rows)
        self._program = subprocess.Popen(
            command, stdin=slave, stdout=slave, stderr=slave, env=variables, start_new_session=True, preexec_fn=_own
        )
        os.close(slave)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._program.kill()
        self._program.wait()
        os.close(self._master)

    @property
    def text(self) -> str:
        """The screen as text, a line a row."""
        return "\n".join(line.rstrip() for line in self._screen.display)

    def press(self, keys: str) -> None:
        """Type `keys` as they are (`\\x1b[A` and the like for special ones)."""
        os.write(self._master, keys.encode())

    def resize(self, columns: int, rows: int) -> None:
        self._screen.resize(rows, columns)
        self._set_size(columns, rows)
        self._program.send_signal(signal.SIGWINCH)

    def see(self, wanted: str) -> str:
        """Wait until the screen matches the regular expression `wanted`; returns the screen."""
        self.until(lambda: re.search(wanted, self.text) is not None, f"never saw {wanted!r}")
        return self.text

    def until(self, condition: Callable[[], bool], complaint: str) -> None:
        deadline = time.monotonic() + PATIENCE
        while not condition():
            if time.monotonic() > deadline or not self._read(0.1):
                raise AssertionError(f"{complaint}; the screen was:\n{self.text}")

    def settle(self, quiet: float = 0.3) -> str:
        """Wait until nothing has been written for `quiet` seconds; returns the screen."""
        while select.select([self._master], [], [], quiet)[0]:
            if not self._read(0):
                break
        return self.text

    def wait(self) -> int:
        """Wait until the program has ended; returns its exit code (128 + n for a signal n)."""
        while self._read(PATIENCE):
            pass
        code = self._program.wait(PATIENCE)
        return code if code >= 0 else 128 - code

    def _read(self, patience: float) -> bool:
        """Take in what has been written; False when the program has closed the terminal."""
        if not select.select([self._master], [], [], patience)[0]:
            return True
        try:
            data = os.read(self._master, 65536)
        except OSError:  # Linux says EIO when the other side is gone
            return False
        self.output += data
        self._stream.feed(data)
        return bool(data)

    def _set_size(self, columns: int, rows: int) -> None:
        fcntl.ioctl(self._master, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))


def _own() -> None:
    """Make the terminal the program's own, so that Ctrl-C and hanging up reach it as signals."""
    fcntl.ioctl(0, termios.TIOCSCTTY, 0)
