"""Files that are replaced whole: written beside the old one, which stays until the new one has everything."""

from __future__ import annotations

import fcntl
import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from tui.errors import RoamingError
from tui.i18n import _

_FLAGS = os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC
_PRIVATE = 0o600
_BLOCK = 1 << 20


class ExportError(RoamingError):
    """The export cannot be written where it should go; the sentence says what to do."""


class NewFile:
    """A file that is being written; what it has and how it is hashed is known all the time."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._digest = hashlib.sha256()
        self.size = 0

    @property
    def sha256(self) -> str:
        return self._digest.hexdigest()

    def write(self, data: bytes) -> None:
        self._file.write(data)
        self._digest.update(data)
        self.size += len(data)

    def copy(self, path: Path) -> None:
        """Take over the content of another file."""
        with path.open("rb") as old:
            while block := old.read(_BLOCK):
                self.write(block)

    def keep(self) -> None:
        """Have it on the disk, with everything."""
        self._file.flush()
        os.fsync(self._file.fileno())


@contextmanager
def replacing(path: Path) -> Iterator[NewFile]:
    """Write what is to become `path`: it does when the block ends well, and else stays as it is.

    It is written to `.NAME.part-of-roam`; what a killed program has left there is written over. For the user's eyes
    only, whatever the umask is. Raises ExportError where it cannot be written or is being written already.
    """
    part = path.with_name(f".{path.name}.part-of-roam")
    try:
        file = _claimed(part)
        try:
            with file:
                new = NewFile(file)
                yield new
                new.keep()
                part.replace(path)
        except BaseException:
            part.unlink(missing_ok=True)
            raise
        sync_directory(path.parent)
    except OSError as error:
        raise ExportError(
            _("{path} cannot be written: {reason}.").format(path=path, reason=error.strerror or error)
        ) from error


def sha256_of(path: Path) -> str:
    """The hash of a file's content. Raises OSError."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def sync_directory(path: Path) -> None:
    """Make new names last; a file system that cannot do that for directories has done all it can."""
    descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    try:
        with suppress(OSError):
            os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _claimed(part: Path) -> BinaryIO:
    """The file to write to, empty; nobody else writes to it until it is closed."""
    while True:
        descriptor = os.open(part, _FLAGS, _PRIVATE)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(descriptor)
            raise ExportError(_("Another export writes to {path}; wait for it.").format(path=part)) from None
        except OSError:
            pass  # a file system without locks
        if _is(descriptor, part):
            os.fchmod(descriptor, _PRIVATE)
            os.ftruncate(descriptor, 0)
            return os.fdopen(descriptor, "wb")
        os.close(descriptor)  # whoever wrote it has given it its name meanwhile


def _is(descriptor: int, path: Path) -> bool:
    try:
        return os.path.samestat(os.fstat(descriptor), path.stat(follow_symlinks=False))
    except FileNotFoundError:
        return False
