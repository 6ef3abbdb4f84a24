"""Files that arrive in several tries: what has come is kept until the rest is there."""

from __future__ import annotations

import asyncio
import fcntl
import os
import stat
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import BinaryIO, Self, TypeVar

from tui.errors import RoamingError
from tui.files.names import LONGEST, shortened
from tui.files.saving import Target, cannot_write, give_name
from tui.i18n import _

_HEAD = 16
_FLAGS = os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC
_MODE = 0o600

T = TypeVar("T")


class PartialFile:
    """A file `NAME.MARK.part` that one program at a time adds to; `finish` gives it its name.

    Everything happens in order in a thread of its own, also when a caller is cancelled. Every method raises
    RoamingError where the file cannot be read or written.
    """

    def __init__(self, folder: Path, name: str, mark: str) -> None:
        """`mark` tells files of one name apart: a part with the same mark is the beginning of the same file."""
        self._folder = folder
        self._part = folder / f"{shortened(name, LONGEST - len(mark) - 1)}.{mark}.part"
        self._thread = ThreadPoolExecutor(1, "partial-file")
        self._file: BinaryIO | None = None

    async def __aenter__(self) -> Self:
        try:
            await self._do(self._open)
        except BaseException:
            self._thread.shutdown(wait=False)
            raise
        return self

    async def __aexit__(self, *_failure: object) -> None:
        await asyncio.shield(self._do(self._close))
        self._thread.shutdown(wait=False)

    async def size(self) -> int:
        """How many bytes are there."""
        return await self._do(lambda: self._opened.seek(0, os.SEEK_END))

    async def clear(self) -> None:
        """Begin anew."""
        await self._do(lambda: self._opened.truncate(0))

    async def append(self, data: bytes) -> None:
        """Write the bytes that come next."""

        def write() -> None:
            self._opened.seek(0, os.SEEK_END)
            self._opened.write(data)

        await self._do(write)

    async def head(self) -> bytes:
        """The first 16 bytes, which tell what kind of file it is."""

        def read() -> bytes:
            self._opened.seek(0)
            return self._opened.read(_HEAD)

        return await self._do(read)

    async def finish(self, name: str) -> Path:
        """The file is whole: give it the name `name`, or one with a number where that is taken. Returns its path."""

        def finish() -> Path:
            self._opened.flush()
            os.fsync(self._opened.fileno())
            return give_name(self._part, Target(self._folder, name, is_exact=False))

        return await self._do(finish)

    @property
    def _opened(self) -> BinaryIO:
        assert self._file is not None, "to be used within `async with`"
        return self._file

    def _open(self) -> None:
        """Take the part that is there, or a new one. What somebody else has put there is not written to."""
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        file = os.fdopen(os.open(self._part, _FLAGS, _MODE), "r+b")
        try:
            self._require_ours(os.fstat(file.fileno()))
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            file.close()
            raise RoamingError(_("{path} is being written already.").format(path=self._part)) from None
        except BaseException:
            file.close()
            raise
        self._file = file

    def _require_ours(self, status: os.stat_result) -> None:
        if not stat.S_ISREG(status.st_mode) or status.st_uid != os.geteuid() or status.st_nlink > 1:
            raise RoamingError(_("{path} is in the way: move it away.").format(path=self._part))

    def _close(self) -> None:
        """Keep what has come; of nothing, nothing is kept."""
        with self._opened as file:
            file.flush()
            status = os.fstat(file.fileno())
            if status.st_size == 0 and self._part.exists() and self._part.stat().st_ino == status.st_ino:
                self._part.unlink()

    async def _do(self, work: Callable[[], T]) -> T:
        try:
            return await asyncio.get_running_loop().run_in_executor(self._thread, work)
        except OSError as error:
            raise cannot_write(self._part, error) from error
