"""Writes what a browser of the seed world shows first: `python -m tests.server.first_screen`."""

from __future__ import annotations

import asyncio

from tui.archive import Archive, open_archive
from tui.demo import open_demo
from tui.limits import LARGEST_PAGE
from tui.protocol.viewpoint import Viewpoint
from tui.server.seed.first_screen import FILE, FirstScreen, written
from tui.store import Store

NOW = 1_795_431_600_000


async def first_look(now: int) -> FirstScreen:
    """What an archive has when the list and the history of its first conversation have been read."""
    archive = open_archive(None, Viewpoint(), lambda: now)

    async def opening() -> Archive:
        return archive

    store = Store(open_demo(None, now, live=False), opening, lambda: now)
    try:
        await store.start()
        key = store.conversations.snapshot().items[0].key
        await store.histories.open(key)
        coverages = await archive.coverages((key,))
        return FirstScreen(await archive.listed(), await archive.older(key, None, LARGEST_PAGE), coverages[key])
    finally:
        await store.close()


def main() -> None:
    FILE.write_text(written(asyncio.run(first_look(NOW)), NOW), encoding="utf-8")


if __name__ == "__main__":
    main()
