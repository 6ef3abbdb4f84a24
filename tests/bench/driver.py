"""Drives a program in a pseudo-terminal and keeps what it writes with the time at which it came.

Leaner than the tests' terminal: no picture is made of the output, which would take longer than most programs do to
write it; what is waited for is looked for in the text between the control sequences.
"""

from __future__ import annotations

import fcntl
import os
import pty
import re
import select
import struct
import subprocess
import termios
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Self

COLUMNS, ROWS = 120, 36
PATIENCE = 60.0
QUIET = 0.06
"""Seconds without a byte after which a key counts as answered."""

END_OF_FRAME = b"\x1b[?2026l"
_ASKED = b"\x1b[?2026$p"
_ANSWER = b"\x1b[?2026;2$y"
_CONTROL = re.compile(r"\x1b(?:\[[0-?]*[ -/]*[@-~]|[\]P^_][^\x07\x1b]*(?:\x07|\x1b\\)|[ -/]*[0-~])")


class StuckError(Exception):
    """The program did not write what was waited for."""


class EndedError(StuckError):
    """The program has ended."""


@dataclass
class Output:
    """What came within one stretch of time; times are those of `time.perf_counter`."""

    data: bytearray = field(default_factory=bytearray)
    first: float = 0.0
    last: float = 0.0

    def add(self, data: bytes, at: float) -> None:
        if not self.data:
            self.first = at
        self.data += data
        self.last = at

    @property
    def frames(self) -> int:
        """How often the program said that a frame is complete."""
        return self.data.count(END_OF_FRAME)

    @property
    def text(self) -> str:
        return plain(self.data)


def plain(data: bytes | bytearray) -> str:
    """The text between the control sequences."""
    return _CONTROL.sub("", data.decode(errors="replace"))


class Driven:
    """A program that runs until the block ends."""

    def __init__(self, command: Sequence[str], environment: Mapping[str, str]) -> None:
        self._master, slave = pty.openpty()
        fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", ROWS, COLUMNS, 0, 0))
        self.output = Output()
        self.started = time.perf_counter()
        self._program = subprocess.Popen(
            command, stdin=slave, stdout=slave, stderr=slave, env=environment, start_new_session=True
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

    def press(self, key: str) -> float:
        """Send `key` and begin a new stretch of output; returns when that was."""
        self.output = Output()
        at = time.perf_counter()
        os.write(self._master, key.encode())
        return at

    def read(self, patience: float) -> bool:
        """Take in what comes within `patience` seconds; False when nothing does. Raises EndedError at the end."""
        if not select.select([self._master], [], [], max(patience, 0.0))[0]:
            return False
        try:
            data = os.read(self._master, 262_144)
        except OSError:
            data = b""
        if not data:
            raise EndedError(f"the program has ended; it wrote:\n{self.output.text[-2000:]}")
        self.output.add(data, time.perf_counter())
        if _ASKED in data:  # a program that gets no answer would not mark its frames
            os.write(self._master, _ANSWER)
        return True

    def settle(self, quiet: float = QUIET) -> None:
        """Read until nothing has come for `quiet` seconds."""
        while self.read(quiet):
            pass

    def until(self, *wanted: str, patience: float = PATIENCE) -> float:
        """When all of these regular expressions had been written since the last key.

        Raises StuckError after `patience` seconds.
        """
        missing = [re.compile(each) for each in wanted]
        deadline = time.perf_counter() + patience
        while missing := [each for each in missing if not each.search(self.output.text)]:
            if not self.read(deadline - time.perf_counter()):
                raise StuckError(f"never wrote {missing[0].pattern!r}:\n{self.output.text[-2000:]}")
        return self.output.last

    def end(self) -> int:
        """Read to the end of a program that is about to end, and return its exit code."""
        try:
            while self.read(PATIENCE):
                pass
        except EndedError:
            return self._program.wait(PATIENCE)
        raise StuckError(f"never ended:\n{self.output.text[-2000:]}")

    def cpu(self) -> float:
        """Seconds that all threads of the program have been running."""
        threads = Path(f"/proc/{self._program.pid}/task").iterdir()
        return sum(int((thread / "schedstat").read_text().split()[0]) for thread in threads) / 1e9

    def memory(self) -> float:
        """Resident bytes."""
        pages = int(Path(f"/proc/{self._program.pid}/statm").read_text().split()[1])
        return float(pages * os.sysconf("SC_PAGESIZE"))
