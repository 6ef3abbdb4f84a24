"""Archives of many messages: the records that are served, as the facts by which a browser would have learnt of them."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from tests.bench.corpus import FRIEND, PAUSE, START, lines, reader
from tests.e2e.running import APP_KEY, PASSWORD, clean_environment
from tui.archive import open_archive
from tui.config import archive_file
from tui.events import Fact, HistoryRead, ListRead
from tui.models import ChatMessage, Conversation, ConversationKey, ConversationType, HistoryPage
from tui.protocol.messages import read_message
from tui.protocol.records import encode_meta, parse_record
from tui.protocol.viewpoint import Viewpoint
from tui.runs import Position, position, run_of

KEY = ConversationKey(FRIEND, ConversationType.SINGLE)
PAGE = 50

_NOBODY = "http://127.0.0.1:9"
"""Where no server answers, and where that is known at once."""
_PAGES_IN_MEMORY = 200


@dataclass(frozen=True, slots=True)
class Archived:
    """The file with the archive of the account `reader(size)`, below the data directory `data`."""

    size: int
    data: Path

    @property
    def path(self) -> Path:
        return self.data / "roam" / "archives" / archive_file(APP_KEY, reader(self.size), _NOBODY).name

    def environment(self, home: Path) -> dict[str, str]:
        """The environment in which `roam` finds this archive, and no server."""
        return clean_environment(
            home,
            ROAM_APP_KEY=APP_KEY,
            ROAM_USER=reader(self.size),
            ROAM_PASSWORD=PASSWORD,
            ROAM_REST_URL=_NOBODY,
            XDG_DATA_HOME=str(self.data),
            TERM="xterm-256color",
        )


def archived(folder: Path, size: int) -> Archived:
    """The archive of `size` messages, made when it is not there."""
    made = Archived(size, folder / f"{size}.data")
    if not made.path.exists():
        part = folder / f"{size}.part.archive"
        for leftover in folder.glob(f"{part.name}*"):
            leftover.unlink()
        asyncio.run(_write(part, size))
        made.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        part.rename(made.path)
    return made


def viewpoint(size: int) -> Viewpoint:
    """From where the messages of `reader(size)` are looked at."""
    return Viewpoint(reader(size))


def sent(number: int) -> int:
    """When message `number` was sent, in ms since 1970."""
    return START + number * PAUSE


def pages(size: int) -> Iterator[HistoryRead]:
    """The conversation of `size` messages as pages of `PAGE`, from its oldest message to its newest."""
    before: Position | None = None
    number = 0
    source = _messages(size)
    while messages := tuple(islice(source, PAGE)):
        number += len(messages)
        is_last = number == size
        run = run_of(HistoryPage(messages, None if is_last else messages[-1].id, is_last), up=False, asked_from=before)
        assert run is not None
        yield HistoryRead(KEY, run)
        before = position(messages[-1])


async def _write(path: Path, size: int) -> None:
    archive = open_archive(path, viewpoint(size))
    newest: ChatMessage | None = None
    try:
        for number, page in enumerate(pages(size)):
            archive.write(page)
            newest = page.run.messages[-1]
            if number % _PAGES_IN_MEMORY == 0:
                await archive.written()
        archive.write(_listed(newest))
        await archive.written()
    finally:
        await archive.aclose()


def _listed(newest: ChatMessage | None) -> Fact:
    return ListRead((Conversation(KEY.id, KEY.type, last_message=newest),), frozenset({KEY}))


def _messages(size: int) -> Iterator[ChatMessage]:
    eyes = viewpoint(size)
    for line in lines(size):
        message = read_message(encode_meta(parse_record(line, reader(size)), APP_KEY), eyes)
        assert message is not None
        yield message
