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
from pathlib import Path
from types import TracebackType
from typing import Self

import pyte

PATIENCE = 30.0
"""Seconds after which something that should have been seen is a failure; nothing waits this long by design."""

_MODE = re.compile(rb"\x1b\[(?:\?(?P<mode>[\d;]+)(?P<state>[hl])|(?P<kitty>[<>])\d*u)")
_ON_AT_FIRST = frozenset({7, 25})
"""Lines wrap, the cursor shows."""


_SIZE = ("COLUMNS", "LINES")
"""What would be believed before the terminal itself."""


class Terminal:
    """Runs `command` in a pseudo-terminal of `columns` × `rows` until it is closed.

    `setup` runs in the program's process before the program does.
    """

    def __init__(
        self,
        command: Sequence[str],
        *,
        columns: int = 80,
        rows: int = 24,
        environment: Mapping[str, str] | None = None,
        setup: Callable[[], object] = lambda: None,
    ) -> None:
        self._screen = pyte.Screen(columns, rows)
        self._stream = pyte.ByteStream(self._screen)
        self.output = bytearray()
        self._undrawn = bytearray()  # drawing takes its time, and not every test looks
        kept = {name: value for name, value in os.environ.items() if name not in _SIZE}
        variables = {**kept, "TERM": "xterm-256color", "LC_ALL": "C.UTF-8", **(environment or {})}
        self._master, slave = pty.openpty()
        self._open = True
        self._set_size(columns, rows)
        self._attributes = termios.tcgetattr(slave)

        def prepare() -> None:
            _own()
            setup()

        self._program = subprocess.Popen(
            command, stdin=slave, stdout=slave, stderr=slave, env=variables, start_new_session=True, preexec_fn=prepare
        )
        os.close(slave)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._program.kill()
        self._program.wait()
        self.hang_up()

    @property
    def text(self) -> str:
        """The screen as text, a line a row."""
        self._stream.feed(bytes(self._undrawn))
        self._undrawn.clear()
        return "\n".join(line.rstrip() for line in self._screen.display)

    @property
    def pid(self) -> int:
        return self._program.pid

    @property
    def modes(self) -> set[int | str]:
        """What the program has switched on: private modes by number, `kitty`; -7 and -25 for what it switched off."""
        on: set[int | str] = set()
        depth = 0
        for found in _MODE.finditer(self.output):
            if found["kitty"]:
                depth = max(0, depth + (1 if found["kitty"] == b">" else -1))
                continue
            for mode in map(int, found["mode"].split(b";")):
                is_on = found["state"] == b"h"
                if mode in _ON_AT_FIRST:
                    (on.discard if is_on else on.add)(-mode)
                else:
                    (on.add if is_on else on.discard)(mode)
        return on | ({"kitty"} if depth else set())

    @property
    def edits_lines(self) -> bool:
        """Whether typed lines are shown and edited by the terminal, and all else is as it was at the beginning."""
        return bool(termios.tcgetattr(self._master) == self._attributes)

    @property
    def seconds_of_work(self) -> float:
        """Processor time that the program has used."""
        fields = Path(f"/proc/{self.pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def press(self, keys: str | bytes) -> None:
        """Type `keys` as they are (`\\x1b[A` and the like for special ones)."""
        os.write(self._master, keys if isinstance(keys, bytes) else keys.encode())

    def resize(self, columns: int, rows: int) -> None:
        self._screen.resize(rows, columns)
        self._set_size(columns, rows)
        self._program.send_signal(signal.SIGWINCH)

    def send(self, number: signal.Signals) -> None:
        self._program.send_signal(number)

    def hang_up(self) -> None:
        """Close the terminal, as an emulator's window does."""
        if self._open:
            self._open = False
            os.close(self._master)

    def see(self, wanted: str) -> str:
        """Wait until the screen matches the regular expression `wanted`; returns the screen."""
        self.until(lambda: re.search(wanted, self.text) is not None, f"never saw {wanted!r}")
        return self.text

    def until(self, condition: Callable[[], bool], complaint: str) -> None:
        deadline = time.monotonic() + PATIENCE
        while not condition():
            if time.monotonic() > deadline or not self._read(0.1):
                raise AssertionError(f"{complaint}; the screen was:\n{self.text}")

    def watch(self, seconds: float) -> None:
        """Let the program go on for so long, and read what it writes: one that nobody reads comes to a stop."""
        end = time.monotonic() + seconds
        while (left := end - time.monotonic()) > 0 and self._read(left):
            pass

    def settle(self, quiet: float = 0.3) -> str:
        """Wait until nothing has been written for `quiet` seconds; returns the screen."""
        while select.select([self._master], [], [], quiet)[0]:
            if not self._read(0):
                break
        return self.text

    def wait(self) -> int:
        """Wait until the program has ended; returns its exit code (128 + n for a signal n)."""
        deadline = time.monotonic() + PATIENCE
        while self._open and self._read(0.1):
            assert time.monotonic() < deadline, f"still running; the screen was:\n{self.text}"
        return self.exit_code()

    def exit_code(self) -> int:
        """As `wait`, without reading what is written meanwhile."""
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
        self._undrawn += data
        return bool(data)

    def _set_size(self, columns: int, rows: int) -> None:
        fcntl.ioctl(self._master, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))


def _own() -> None:
    """Make the terminal the program's own, so that Ctrl-C and hanging up reach it as signals."""
    fcntl.ioctl(0, termios.TIOCSCTTY, 0)
