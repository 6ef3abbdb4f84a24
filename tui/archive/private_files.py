"""Files and directories for their owner's eyes only, made before a database is opened in them."""

from __future__ import annotations

import os
from pathlib import Path


def make_directories(directory: Path) -> None:
    """Make a directory and what is missing above it. Raises OSError."""
    for each in reversed((directory, *directory.parents)):
        if not each.exists():
            each.mkdir(mode=0o700, exist_ok=True)  # with parents=True only the last one would have the mode


def make_private(path: Path) -> None:
    """Make a file if need be, and let only its owner read and write it. Raises OSError.

    SQLite gives a file's companions the mode that it finds; this is exact whatever the umask is.
    """
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        if os.fstat(descriptor).st_uid == os.geteuid():
            os.fchmod(descriptor, 0o600)
    finally:
        os.close(descriptor)
