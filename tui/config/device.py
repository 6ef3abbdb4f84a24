"""This installation's name among the user's devices."""

from __future__ import annotations

import fcntl
import re
import secrets
from functools import cache
from typing import IO

from tui.config.paths import device_path
from tui.config.private_files import write_private

_DEVICE = re.compile(r"[A-Za-z0-9_-]{1,64}")


def device_name() -> str:
    """The device's name, made once and kept (section 1)."""
    path = device_path()
    try:
        kept = path.read_text(encoding="ascii").strip()
        if _DEVICE.fullmatch(kept):
            return kept
    except (OSError, UnicodeDecodeError):
        pass
    made = f"roam_{secrets.token_hex(4)}"
    try:
        write_private(path, f"{made}\n".encode())
    except OSError:
        return made  # a directory that cannot be written costs a new name at each start, nothing more
    return made


MOST_AT_ONCE = 8
"""Programs of one installation that are told apart; the service itself lets in four devices by default."""

_claimed: list[IO[bytes]] = []  # a claim lasts as long as its file is open, which is as long as the program runs


@cache
def claim_device() -> str:
    """The device's name for this program while it runs; a second program at the same time gets a name of its own.

    Each leaves out what its own name has done when the service tells of it: two of one name would miss each other's.
    """
    name = device_name()
    for number in range(1, MOST_AT_ONCE + 1):
        path = device_path().with_name(f"device.{number}.lock")
        try:
            lock = path.open("ab")
        except OSError:
            break
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            lock.close()
            continue
        _claimed.append(lock)
        return name if number == 1 else f"{name}_{number}"
    return name


def command_device() -> str:
    """The name that plain commands act under, so that a browser of the same installation is told of what they do."""
    return f"{device_name()}_command"
