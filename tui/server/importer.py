"""Importing history-record files into a local service."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy.exc import DBAPIError

from tui.errors import ConfigError
from tui.i18n import _
from tui.protocol.records import Record, RecordError, parse_record
from tui.server.batches import batched
from tui.server.ingest import channel_of_record
from tui.server.record_files import BROKEN, LONGEST_LINE, lines_of, unpacked
from tui.server.service import Service

BATCH = 10_000
BAD_LINES_KEPT = 1_000
_LINES_PER_LOOK = 1_000


@dataclass(frozen=True, slots=True)
class BadLine:
    """A line that was passed over; lines count from 1, `reason` is for the user."""

    number: int
    reason: str


@dataclass(frozen=True, slots=True)
class ImportProgress:
    """How far an import is: bytes of the file as it lies on the disk, and records read so far, and a second."""

    done: int
    total: int
    records: int
    rate: float


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What an import did. `added` of the `records` were new; `bad_lines` has the first `BAD_LINES_KEPT` of `bad`."""

    records: int
    added: int
    conversations: int
    bad: int
    bad_lines: tuple[BadLine, ...]
    seconds: float


def import_history(
    service: Service,
    path: Path,
    user: str,
    password: str | None,
    on_progress: Callable[[ImportProgress], None] = lambda progress: None,
    batch: int = BATCH,
) -> ImportReport:
    """Import a .jsonl or .jsonl.gz file of history records, as the account `user` sees them.

    The user belongs to every group of the file, and so does everyone who wrote in it; all who are in it get accounts,
    new ones with `password`. Importing a file again adds what is missing and changes nothing else: an import that was
    cut short is finished by another one. Lines that are no records are passed over and reported. `on_progress` is
    called after every `batch` records, which land together or not at all. Raises ConfigError when the file cannot be
    read or the database cannot be written.
    """
    started = time.monotonic()
    ingest = service.ingest(password, [user])
    reading = _Reading(path, user)
    added = 0
    channels: set[str] = set()
    try:
        total = path.stat().st_size
        for records in batched(reading.records(), batch):
            added += ingest.store(records)
            channels.update(map(channel_of_record, records))
            elapsed = max(time.monotonic() - started, 1e-6)
            on_progress(ImportProgress(reading.position, total, reading.count, reading.count / elapsed))
    except OSError as error:
        raise ConfigError(
            _("{path} cannot be read: {reason}").format(path=path, reason=error.strerror or error)
        ) from error
    except DBAPIError as error:
        raise ConfigError(
            _("{path} was not imported to its end, import it again to go on: the database failed ({reason})").format(
                path=path, reason=error.orig
            )
        ) from error
    seconds = time.monotonic() - started
    return ImportReport(reading.count, added, len(channels), reading.bad, tuple(reading.bad_lines), seconds)


@dataclass
class _Reading:
    """One file being read, and what was found in it so far; `position` is in bytes of the file on the disk."""

    path: Path
    user: str
    count: int = 0
    bad: int = 0
    bad_lines: list[BadLine] = field(default_factory=list)
    position: int = 0

    def records(self) -> Iterator[Record]:
        """The records of the file, in its order."""
        with self.path.open("rb") as raw:
            number = 0
            try:
                for number, line in enumerate(lines_of(unpacked(raw)), 1):
                    yield from self._read(number, line)
                    if number % _LINES_PER_LOOK == 0:
                        self.position = raw.tell()
            except BROKEN:
                self._note(number + 1, _("the compressed file is broken from here on"))
            self.position = raw.tell()

    def _read(self, number: int, line: bytes) -> Iterator[Record]:
        if len(line) > LONGEST_LINE:
            self._note(number, _("the line is longer than {most} bytes").format(most=LONGEST_LINE))
        elif not line.isspace():
            try:
                record = parse_record(line, self.user)
            except RecordError as error:
                self._note(number, str(error))
            else:
                self.count += 1
                yield record

    def _note(self, number: int, reason: str) -> None:
        self.bad += 1
        if len(self.bad_lines) < BAD_LINES_KEPT:
            self.bad_lines.append(BadLine(number, reason))
