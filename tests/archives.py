"""Archives for tests: the real one, in memory."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from pathlib import Path
from weakref import WeakSet

from tui.archive import Archive, open_archive
from tui.errors import ArchiveError
from tui.protocol.viewpoint import Viewpoint
from tui.store import OpenArchive

AMY = Viewpoint("amy", "roam_1", "http://127.0.0.1")

_opened: WeakSet[Archive] = WeakSet()


async def in_memory() -> Archive:
    """An empty archive of amy's."""
    archive = open_archive(None, AMY)
    _opened.add(archive)
    return archive


def in_file(path: Path) -> OpenArchive:
    """Opens amy's archive in a file, which outlives whoever opened it."""

    async def opening() -> Archive:
        archive = open_archive(path, AMY)
        _opened.add(archive)
        return archive

    return opening


async def settled() -> None:
    """Everything that was started without waiting has come to its end, where the service answers at once."""
    for _round in range(5):
        for _turn in range(20):
            await asyncio.sleep(0)
        for archive in tuple(_opened):
            with suppress(ArchiveError):  # closed by now
                await archive.written()
