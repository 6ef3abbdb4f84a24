"""What is opened once is the same for all who ask, and is found by whoever has to close it."""

from __future__ import annotations

import asyncio

import pytest

from tui.errors import ArchiveError
from tui.store.once import Once


class Drawer:
    """Opens with a number of its own each time, after `ready` is set; the first times it fails if it is to."""

    def __init__(self, failures: int = 0) -> None:
        self.ready = asyncio.Event()
        self.opened = 0
        self._failures = failures

    async def open(self) -> int:
        await self.ready.wait()
        self.opened += 1
        if self.opened <= self._failures:
            raise ArchiveError("stuck")
        return self.opened


async def test_all_who_ask_get_the_same() -> None:
    drawer = Drawer()
    once = Once(drawer.open)
    asking = [asyncio.create_task(once.get()) for _ in range(3)]
    drawer.ready.set()
    assert await asyncio.gather(*asking, once.get()) == [1, 1, 1, 1]


async def test_what_nobody_waits_for_any_more_is_found_all_the_same() -> None:
    drawer = Drawer()
    once = Once(drawer.open)
    asking = asyncio.create_task(once.get())
    await asyncio.sleep(0)
    asking.cancel()
    drawer.ready.set()
    assert await once.opened() == 1


async def test_nothing_is_opened_to_be_closed() -> None:
    drawer = Drawer()
    once = Once(drawer.open)
    assert await once.opened() is None
    assert not once.was_begun


async def test_what_failed_is_tried_again() -> None:
    drawer = Drawer(failures=1)
    drawer.ready.set()
    once = Once(drawer.open)
    with pytest.raises(ArchiveError):
        await once.get()
    assert await once.opened() is None
    assert await once.get() == 2
