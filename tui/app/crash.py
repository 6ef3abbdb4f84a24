"""What is told of a failure that nobody expected: where it happened, and nothing that may hold messages or tokens."""

from __future__ import annotations

import platform
import traceback
from collections.abc import Iterator, Mapping
from datetime import datetime
from pathlib import PurePath

from tui import __version__
from tui.text import clean_line

WORDS = "ROAM_DEBUG"
"""The environment variable that adds what the errors say; they may quote anything."""

_KEPT_PARTS = 3
"""Parts of a source file's path that are told; what comes before may name the user."""


def report(error: BaseException, environ: Mapping[str, str], now: datetime) -> str:
    """Versions, then the kind of `error` and of those it came from, with where they were raised; no values, no code."""
    with_words = environ.get(WORDS, "") not in ("", "0")
    lines = [
        f"roam {__version__}, Python {platform.python_version()}, {platform.system()} {platform.machine()}",
        f"{now.isoformat(timespec='seconds')}, TERM={clean_line(environ.get('TERM', ''))}",
    ]
    for each in _chain(error):
        words = f": {clean_line(str(each))}" if with_words else ""
        lines += ["", f"{type(each).__module__}.{type(each).__qualname__}{words}", *_places(each)]
    if not with_words:
        lines += ["", f"What the errors say is left out, for it may quote messages; {WORDS}=1 adds it."]
    return "\n".join(lines) + "\n"


def _chain(error: BaseException) -> Iterator[BaseException]:
    """The error, then what it came from, each once."""
    seen: set[int] = set()
    current: BaseException | None = error
    while current is not None and id(current) not in seen:
        seen.add(id(current))
        yield current
        current = current.__cause__ or current.__context__


def _places(error: BaseException) -> Iterator[str]:
    for frame, line in traceback.walk_tb(error.__traceback__):
        path = "/".join(PurePath(frame.f_code.co_filename).parts[-_KEPT_PARTS:])
        yield f"  {clean_line(path)}:{line} in {frame.f_code.co_qualname}"
