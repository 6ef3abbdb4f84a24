"""SIGTERM and SIGHUP as interrupts: what a command still does and tells at Ctrl-C, it does and tells then, too."""

from __future__ import annotations

import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

ENDED_BY = 128
"""Added to the signal's number it is the exit code, as shells have it."""

_SIGNALS = (signal.SIGTERM, signal.SIGHUP)


@contextmanager
def interrupted_by_ends() -> Iterator[None]:
    """Within the block, both signals interrupt as SIGINT does; the program then ends with 128 and their number.

    One that was ignored from the start (`nohup`) stays so.
    """
    received: list[int] = []

    def interrupt(number: int, frame: FrameType | None) -> None:
        received.append(number)
        handler = signal.getsignal(signal.SIGINT)  # an event loop's own while one runs
        if not callable(handler):
            raise KeyboardInterrupt
        handler(signal.SIGINT, frame)

    ours = [each for each in _SIGNALS if signal.getsignal(each) is signal.SIG_DFL]
    for each in ours:
        signal.signal(each, interrupt)
    try:
        yield
    except KeyboardInterrupt:
        if received:
            sys.exit(ENDED_BY + received[0])
        raise
    finally:
        for each in ours:
            signal.signal(each, signal.SIG_DFL)
