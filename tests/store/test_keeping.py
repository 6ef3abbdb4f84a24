"""An archive is let go of whenever it finishes opening."""

from __future__ import annotations

import asyncio

import pytest

from tests.archives import in_memory
from tui.archive import Archive
from tui.errors import ArchiveError
from tui.store import Opened, Store
from tui.store.service import Report


class SlowFile:
    """An archive that is opened once `ready` is set."""

    def __init__(self) -> None:
        self.ready = asyncio.Event()
        self.began = asyncio.Event()
        self.archives: list[Archive] = []

    async def open(self) -> Archive:
        self.began.set()
        await self.ready.wait()
        self.archives.append(await in_memory())
        return self.archives[-1]


async def no_service(report: Report) -> Opened:
    return await asyncio.Future()


@pytest.mark.parametrize("is_cancelled", [False, True])
async def test_an_archive_that_opens_after_the_end_is_closed(is_cancelled: bool) -> None:
    slow = SlowFile()
    store = Store(no_service, slow.open)
    restoring = asyncio.create_task(store.restore())
    await slow.began.wait()
    if is_cancelled:
        restoring.cancel()
    closing = asyncio.create_task(store.close())
    slow.ready.set()
    await asyncio.wait([closing, restoring])
    assert not store.has_archive
    (archive,) = slow.archives
    with pytest.raises(ArchiveError):
        await archive.listed()


async def test_one_whose_restoring_was_given_up_is_opened_once() -> None:
    slow = SlowFile()
    store = Store(no_service, slow.open)
    given_up = asyncio.create_task(store.restore())
    await slow.began.wait()
    given_up.cancel()
    slow.ready.set()
    await store.restore()
    assert store.has_archive
    assert len(slow.archives) == 1
    await store.close()
