"""An archive without its thread: every call does its work before it returns."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import apsw

from tests.archive.samples import BOB, START_TIME
from tests.protocol.samples import VIEWPOINT
from tui.archive.applying import Facts
from tui.archive.opening import open_file, open_memory
from tui.archive.reading import Reader
from tui.archive.writers import end_writer, new_writer
from tui.events import Fact
from tui.models import ChatMessage, ConversationKey
from tui.runs import Coverage, Stretch, position


class Core:
    """The synchronous archive in a file (None: in memory). `now` is its clock, in ms since 1970."""

    def __init__(self, path: Path | None = None, now: int = START_TIME) -> None:
        self.now = now
        self.path = path
        self.db: apsw.Connection = open_memory() if path is None else open_file(path, datetime.now(UTC))[0]
        self.db.pragma("synchronous", 0)  # no test ends the machine
        self._writer = new_writer()
        self._facts = Facts(self.db, self._writer)
        self.reader = Reader(self.db, VIEWPOINT)

    def write(self, *facts: Fact) -> None:
        self._facts.write(facts, self.now, VIEWPOINT)

    def all(self, key: ConversationKey = BOB) -> Stretch:
        """Everything that is archived of a conversation."""
        return self.reader.newer(key, None, 1_000_000)

    def messages(self, key: ConversationKey = BOB) -> tuple[ChatMessage, ...]:
        return self.all(key).messages

    def drawn(self, key: ConversationKey = BOB) -> str:
        """The history as ids in order, `~` where something may be missing and `|` at the service's floor."""
        stretch = self.all(key)
        return " ".join(_drawn(stretch))

    def coverage(self, key: ConversationKey = BOB) -> Coverage:
        return self.reader.coverages([key])[key]

    def close(self) -> None:
        end_writer(self._writer)
        self.db.close()


def _drawn(stretch: Stretch) -> Iterator[str]:
    below = stretch.floor is not None
    for message in stretch.messages:
        if stretch.floor is not None and below and position(message) >= stretch.floor:
            below = False
            yield "|"
        if message.key in stretch.gaps:
            yield "~"
        yield message.key
    if below:
        yield "|"
