"""History-record files as they lie on the disk: lines, compressed or not, whatever a file's name says."""

from __future__ import annotations

import gzip
import io
import zlib
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import IO

from tui.errors import ConfigError
from tui.i18n import _
from tui.protocol.jsontext import JsonError, parse_object
from tui.protocol.records import RecordError, parse_record

LONGEST_LINE = 1024 * 1024
"""Bytes of a line that are looked at; no record is as long."""

BROKEN = (EOFError, zlib.error, gzip.BadGzipFile)
"""What is raised where a compressed file breaks off."""


def unpacked(raw: io.BufferedReader) -> IO[bytes]:
    """What is in a file, of which nothing has been read yet. Reading from it raises one of `BROKEN`, and OSError."""
    is_zipped = raw.peek(2)[:2] == b"\x1f\x8b"
    return io.BufferedReader(gzip.GzipFile(fileobj=raw)) if is_zipped else raw


def lines_of(content: IO[bytes]) -> Iterator[bytes]:
    """The lines; what is longer than `LONGEST_LINE` comes without its end, and its rest is passed over."""
    for line in iter(partial(content.readline, LONGEST_LINE + 1), b""):
        yield line
        while len(line) > LONGEST_LINE and not line.endswith(b"\n"):
            line = content.readline(LONGEST_LINE + 1)


def account_of(path: Path) -> str:
    """Whose file it is: the sender of its first outgoing record. Raises ConfigError where none can be read."""
    try:
        with path.open("rb") as raw:
            found = next(filter(None, map(_outgoing_sender, lines_of(unpacked(raw)))), None)
    except (OSError, *BROKEN) as error:
        raise ConfigError(_("{path} cannot be read as a history-record file").format(path=path)) from error
    if found is None:
        raise ConfigError(_("{path} has no outgoing record, which would say whose history it is").format(path=path))
    return found


def _outgoing_sender(line: bytes) -> str | None:
    try:
        entry = parse_object(line)
        sender = entry.get("from")
        if entry.get("direction") == "outgoing" and isinstance(sender, str):
            return parse_record(line, sender).sender
    except (JsonError, RecordError):
        pass
    return None
