"""What `roam doctor` looks at on this machine: versions, places, the terminal."""

from __future__ import annotations

import os
import platform
import shutil
import sqlite3
import sys
from collections.abc import Iterator, Mapping
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from pathlib import Path

from tui import __version__
from tui.commands.findings import Finding, State
from tui.config import config_path, state_directory
from tui.i18n import _

_LIBRARIES = (
    "textual",
    "httpx",
    "websockets",
    "protobuf",
    "pydantic-core",
    "starlette",
    "uvicorn",
    "sqlalchemy",
    "apsw",
)
_EXTRAS = ("keyring",)
_SOUND_SQLITE = (3, 51, 3)
"""Older engines can lose a write-ahead log that two processes reset at once."""

_LEAST_COLUMNS, _LEAST_ROWS = 40, 10


def machine_findings(environment: Mapping[str, str]) -> Iterator[Finding]:
    """Everything that can be told without a configuration and without a network."""
    yield from _versions()
    yield from _places(environment)
    yield from _terminal(environment)


def _versions() -> Iterator[Finding]:
    yield Finding("roam", __version__)
    yield Finding("python", f"{platform.python_version()} ({platform.system()} {platform.machine()})")
    for library in _LIBRARIES:
        try:
            yield Finding(library, version(library))
        except PackageNotFoundError:
            yield Finding(library, _("not installed"), State.BROKEN, _("install roam again, into a fresh environment"))
    for extra in _EXTRAS:
        if find_spec(extra):
            yield Finding(extra, version(extra))
    yield _engine()


def _engine() -> Finding:
    if sqlite3.sqlite_version_info >= _SOUND_SQLITE:
        return Finding("sqlite", sqlite3.sqlite_version)
    advice = _("only one roam serve at a time may use a database file, or give it PostgreSQL")
    return Finding("sqlite", sqlite3.sqlite_version, State.NOTE, advice)


def _places(environment: Mapping[str, str]) -> Iterator[Finding]:
    path = config_path(environment)
    yield Finding("config", str(path) if path.exists() else _("{path} (not there)").format(path=path))
    folder = state_directory()
    if _is_writable(folder):
        yield Finding("state", str(folder))
    else:
        advice = _("make it writable: until then the service sees a new device at each start")
        yield Finding("state", _("{path} (cannot be written)").format(path=folder), State.NOTE, advice)


def _is_writable(folder: Path) -> bool:
    """Whether the folder can be written, or made where it does not exist."""
    existing = next(each for each in (folder, *folder.parents) if each.exists())
    return existing.is_dir() and os.access(existing, os.W_OK | os.X_OK)


def _terminal(environment: Mapping[str, str]) -> Iterator[Finding]:
    kind = environment.get("TERM", "")
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        advice = _("the browser needs one; commands do not")
        yield Finding("terminal", _("none (input or output is a pipe)"), State.NOTE, advice)
    elif kind in ("", "dumb"):
        yield Finding("terminal", kind or _("TERM is not set"), State.NOTE, _("set TERM, such as TERM=xterm-256color"))
    else:
        yield _size(kind)
    yield _encoding()
    yield Finding("colours", _colours(environment))


def _size(kind: str) -> Finding:
    columns, rows = shutil.get_terminal_size()
    value = f"{kind}, {columns}×{rows}"
    if columns >= _LEAST_COLUMNS and rows >= _LEAST_ROWS:
        return Finding("terminal", value)
    return Finding("terminal", value, State.NOTE, _("make the window larger: 80×24 shows everything"))


def _encoding() -> Finding:
    encoding = sys.stdout.encoding
    if encoding.lower().replace("-", "").startswith("utf"):
        return Finding("locale", encoding)
    return Finding("locale", encoding, State.NOTE, _("set a UTF-8 locale, such as LC_ALL=C.UTF-8, to see every script"))


def _colours(environment: Mapping[str, str]) -> str:
    if environment.get("NO_COLOR"):
        return _("none (NO_COLOR is set)")
    if environment.get("COLORTERM") in ("truecolor", "24bit"):
        return _("16 million")
    return "256" if "256color" in environment.get("TERM", "") else "16"
