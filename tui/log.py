"""The log that `--log FILE` asks for: a JSON object a line, without secrets, for its owner's eyes only."""

from __future__ import annotations

import json
import logging
import os
import stat
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from tui.errors import ConfigError
from tui.i18n import _
from tui.redaction import PROCESS

PRIVATE = 0o600

_TALKATIVE = ("httpx", "httpcore")
"""Their lines hold whole URLs."""


@contextmanager
def logging_to(path: Path | None) -> Iterator[None]:
    """Log to the end of the file at `path` until the block ends; None logs nothing. Raises ConfigError.

    Whoever logs names the event as the message and gives what belongs to it as `extra={"fields": {...}}`.
    """
    if path is None:
        yield
        return
    root = logging.getLogger()
    level = root.level
    descriptor = _opened(path)
    handler = _File(descriptor)
    handler.setFormatter(_JsonLine())
    root.addHandler(handler)
    root.setLevel(logging.INFO)
    for name in _TALKATIVE:
        logging.getLogger(name).setLevel(logging.WARNING)
    try:
        yield
    finally:
        root.removeHandler(handler)
        root.setLevel(level)
        os.close(descriptor)


def _opened(path: Path) -> int:
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, PRIVATE)
        if stat.S_ISREG(os.fstat(descriptor).st_mode):  # a terminal or a pipe is not ours to close to others
            os.fchmod(descriptor, PRIVATE)
    except OSError as error:
        sentence = _("the log {path} cannot be written: {reason}")
        raise ConfigError(sentence.format(path=path, reason=error.strerror)) from error
    return descriptor


class _File(logging.Handler):
    """Writes each line at once, so that a crash loses none; what cannot be written must not disturb the screen."""

    def __init__(self, descriptor: int) -> None:
        super().__init__()
        self._descriptor = descriptor

    def emit(self, record: logging.LogRecord) -> None:
        with suppress(OSError):  # a full disk
            os.write(self._descriptor, self.format(record).encode() + b"\n")


class _JsonLine(logging.Formatter):
    """`time` in UTC, `level`, `logger`, `event`, then the event's own fields, and a traceback without values."""

    def format(self, record: logging.LogRecord) -> str:
        fields: Mapping[str, Any] = getattr(record, "fields", {})
        line: dict[str, Any] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "event": record.getMessage(),
            **fields,
        }
        if record.exc_info:
            line["exception"] = self.formatException(record.exc_info)
        return json.dumps({key: _hidden(value) for key, value in line.items()})


def _hidden(value: object) -> object:
    return value if isinstance(value, bool | int | float | None) else PROCESS.text(str(value))
