"""How far a fetching has come, for people who watch it."""

from __future__ import annotations

import asyncio
import shutil
import sys
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from tui.commands.printing import cut
from tui.i18n import _
from tui.store.fetching import Fetching, Progress

_INTERVAL = 0.2
"""Seconds between two drawings."""


@asynccontextmanager
async def watched(fetching: Fetching) -> AsyncIterator[None]:
    """Within the block, one line on a terminal's standard error tells how far it has come, and goes at the end.

    Where nobody watches, nothing is written.
    """
    if not sys.stderr.isatty():
        yield
        return
    drawing = asyncio.create_task(_draw(fetching))
    try:
        yield
    finally:
        drawing.cancel()
        clear_progress()


def clear_progress() -> None:
    """Take the line away before something else is written; it comes back by itself."""
    if sys.stderr.isatty():
        sys.stderr.write("\r\x1b[K")
        sys.stderr.flush()


def progress_words(progress: Progress, seconds: float) -> str:
    """How far it has come after so many seconds."""
    if not progress.conversations:
        return _("reading the conversation list")
    rate = progress.fetched / max(seconds, 0.1)
    words = _("{done}/{all} conversations · {count:,} messages · {rate:,.0f}/s").format(
        done=progress.done, all=progress.conversations, count=progress.fetched, rate=rate
    )
    if progress.left is None or rate < 1:
        return words
    minutes, rest = divmod(round(progress.left / rate), 60)
    return words + _(" · about {minutes}:{seconds:02d} left").format(minutes=minutes, seconds=rest)


async def _draw(fetching: Fetching) -> None:
    began: float | None = None
    while True:
        progress = fetching.progress
        began = began or (time.monotonic() if progress.conversations else None)
        line = progress_words(progress, time.monotonic() - (began or 0.0))
        sys.stderr.write(f"\r{cut(line, shutil.get_terminal_size().columns - 1)}\x1b[K")
        sys.stderr.flush()
        await asyncio.sleep(_INTERVAL)
