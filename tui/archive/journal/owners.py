"""Which running program an entry of the journal belongs to: each holds a lock that ends with it, however it ends."""

from __future__ import annotations

import fcntl
import os
import secrets
from contextlib import suppress
from pathlib import Path


class Owner:
    """This program, as long as it has the journal `path` open (None: one in memory, which nobody else has).

    The lock is on a file of its own: a number of a process may be given again, and closing any descriptor of the
    journal's own file would end the lock.
    """

    def __init__(self, path: Path | None) -> None:
        """Raises OSError."""
        self.name = secrets.token_hex(8)
        self._path = path
        self._descriptor: int | None = None
        if path is not None:
            self._descriptor = os.open(_lock_file(path, self.name), os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
            with suppress(OSError):  # a file system without locks: an entry is then begun by whoever takes it first
                fcntl.flock(self._descriptor, fcntl.LOCK_EX)

    def is_running(self, name: str) -> bool:
        """Whether the program called `name` still has the journal open."""
        if name == self.name:
            return True
        if self._path is None:
            return False
        try:
            descriptor = os.open(_lock_file(self._path, name), os.O_RDWR | os.O_CLOEXEC)
        except OSError:
            return False
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
        except OSError:
            return False
        finally:
            os.close(descriptor)
        return False

    def forget(self, name: str) -> None:
        """The program called `name` has ended, and nothing is left of it."""
        if self._path is not None and name != self.name:
            _lock_file(self._path, name).unlink(missing_ok=True)

    def end(self) -> None:
        """This program has the journal open no more."""
        if self._descriptor is not None and self._path is not None:
            with suppress(OSError):
                _lock_file(self._path, self.name).unlink(missing_ok=True)
            os.close(self._descriptor)
            self._descriptor = None


def _lock_file(path: Path, name: str) -> Path:
    return path.with_name(f"{path.name}.{name}")
