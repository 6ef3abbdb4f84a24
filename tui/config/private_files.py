"""Files for the user's eyes only, written whole or not at all."""

from __future__ import annotations

import os
import secrets
from contextlib import suppress
from pathlib import Path

PRIVATE = 0o600


def write_private(path: Path, data: bytes, mode: int = PRIVATE) -> None:
    """Replace the content of `path`; a crash leaves the old content or the new one. Raises OSError.

    The file has exactly `mode`, whatever the umask is. Missing directories are made for the user alone; a symbolic
    link stays one, and what it points to is replaced.
    """
    target = path.resolve()
    for directory in reversed((target.parent, *target.parent.parents)):
        if not directory.exists():
            directory.mkdir(mode=0o700, exist_ok=True)  # with parents=True only the last one would have the mode
    fresh = target.with_name(f".{target.name}.{secrets.token_hex(4)}")
    try:
        with open(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, PRIVATE), "wb") as file:  # noqa: PTH123  # has no mode
            os.fchmod(file.fileno(), mode)
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        fresh.replace(target)
    except BaseException:
        fresh.unlink(missing_ok=True)
        raise
    _sync_directory(target.parent)


def _sync_directory(path: Path) -> None:
    """Make the new name last; a file system that cannot do that for directories has done all it can."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        with suppress(OSError):
            os.fsync(descriptor)
    finally:
        os.close(descriptor)
