"""Who uses an archive's file: whoever has it open says so, for only who is alone with it may move it."""

from __future__ import annotations

import fcntl
import os
from contextlib import suppress
from pathlib import Path

import apsw


class Use:
    """Says that a file is in use until `end`, or the end of the program.

    By a file of its own: SQLite's locks on the database would go with whatever else closes it.
    """

    def __init__(self, path: Path) -> None:
        self._descriptor = os.open(path.with_name(f"{path.name}.use"), os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        with suppress(OSError):  # a file system without locks
            fcntl.flock(self._descriptor, fcntl.LOCK_SH)

    def is_alone(self) -> bool:
        """Whether nobody else uses the file; nobody else does then until `share`. If not, this use is over as well."""
        try:
            fcntl.flock(self._descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        except OSError:
            pass  # a file system without locks
        return True

    def share(self) -> None:
        """Let others use the file as well."""
        with suppress(OSError):
            fcntl.flock(self._descriptor, fcntl.LOCK_SH)

    def end(self) -> None:
        """The file is not in use any more, at least not here."""
        os.close(self._descriptor)


class UsedConnection(apsw.Connection):
    """A database with a use that ends when it is closed."""

    use: Use | None = None

    def close(self, force: bool = False) -> None:
        try:
            super().close(force)
        finally:
            use, self.use = self.use, None
            if use is not None:
                use.end()
