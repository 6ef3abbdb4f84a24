"""Which running program wrote something, and whether it still runs."""

from __future__ import annotations

import os
from itertools import count

_PID_SHIFT = 20

_counted = count(1)
_running: set[int] = set()


def new_writer() -> int:
    """A number for one open archive of this program, unlike all others of programs that run."""
    writer = os.getpid() << _PID_SHIFT | next(_counted) % (1 << _PID_SHIFT)
    _running.add(writer)
    return writer


def end_writer(writer: int) -> None:
    """The archive was closed."""
    _running.discard(writer)


def is_running(writer: int) -> bool:
    """Whether the archive may still be open, here or in another program; a number used again counts as running."""
    pid = writer >> _PID_SHIFT
    if pid == os.getpid():
        return writer in _running
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
