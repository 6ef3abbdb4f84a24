"""A program that archives pages until it is stopped: `python -m tests.archive.writing FILE FIRST STEP`.

The pages have messages FIRST, FIRST + STEP, … of one conversation; after each that is on the disk it says which was
the last. With `live` instead of STEP it is attached, and every message arrives by itself.
"""

from __future__ import annotations

import asyncio
import sys
from itertools import count
from pathlib import Path

from tests.archive.samples import BOB, message, messages, page_down, page_up
from tests.protocol.samples import VIEWPOINT
from tui.archive import Archive, open_archive
from tui.events import ConnectionBegan, MessageArrived, MessagesFound

PAGE = 20


async def read_pages(archive: Archive, first: int, step: int) -> None:
    archive.write(MessagesFound(BOB, messages(first)))
    for start in count(first + step, PAGE * step):
        numbers = range(start, start + PAGE * step, step)
        archive.write(page_down(messages(*numbers), after=start - step))
        await archive.written()
        print(numbers[-1], flush=True)


async def follow(archive: Archive, first: int) -> None:
    archive.write(ConnectionBegan(1))
    archive.write(page_up(messages(first), last=True, generation=1, attaches=True))
    for number in count(first + 1):
        archive.write(MessageArrived(BOB, message(number), is_own=False))
        if number % PAGE == 0:
            await archive.written()
            print(number, flush=True)


async def main(file: str, first: str, step: str) -> None:
    archive = open_archive(Path(file), VIEWPOINT)
    await (follow(archive, int(first)) if step == "live" else read_pages(archive, int(first), int(step)))


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
