"""Opens an archive's file: for the user's eyes only, at the newest schema, and anew where the old one is broken."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path

import apsw

from tui.archive.failures import DAMAGED, sentence
from tui.archive.private_files import make_directories, make_private
from tui.archive.schema import migrate
from tui.archive.using import Use, UsedConnection
from tui.errors import ArchiveError
from tui.i18n import _

PATIENCE = 10_000
"""Ms to wait for another program that writes."""

_SETTINGS = (
    "PRAGMA journal_mode = WAL",
    "PRAGMA synchronous = NORMAL",  # a crash of the machine may cost the last messages, which can be fetched again
    "PRAGMA journal_size_limit = 67108864",
    "PRAGMA trusted_schema = OFF",
)


def open_memory() -> apsw.Connection:
    """An archive that is gone with the program."""
    db = apsw.Connection(":memory:")
    migrate(db, "")
    return db


def open_file(path: Path, now: datetime) -> tuple[apsw.Connection, str]:
    """The archive in a file, and what the user is to be told of it: a sentence, '' for nothing.

    Missing directories are made. A file that is broken is moved aside, with the time in its name, and another one
    begun, unless another program still uses it: that would go on writing into what was moved. Raises ArchiveError where
    the file cannot be used, and then leaves it as it is.
    """
    path = path.absolute()
    try:
        make_directories(path.parent)
        with _alone(path):
            return _open_in_use(path, now)
    except (OSError, apsw.Error) as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else sentence(error).rstrip(".")
        raise ArchiveError(
            _("The archive {file} cannot be used: {reason}.").format(file=path, reason=reason)
        ) from error


def mark_damaged(path: Path) -> None:
    """Have the file moved aside when it is opened next: what is broken deep inside shows only when it is read."""
    with suppress(OSError):
        _mark(path).touch(0o600)


def _open_in_use(path: Path, now: datetime) -> tuple[apsw.Connection, str]:
    use = Use(path)
    try:
        db, notice = _open_or_replace(path, use, now)
    except BaseException:
        use.end()
        raise
    db.use = use
    return db, notice


def _open_or_replace(path: Path, use: Use, now: datetime) -> tuple[UsedConnection, str]:
    if not _mark(path).exists():
        try:
            return _connect(path), ""
        except DAMAGED:
            pass
    if not use.is_alone():
        told = _("The archive {file} is damaged, and another copy of roam still uses it; quit that one first.")
        raise ArchiveError(told.format(file=path))
    aside = _move_aside(path, now)
    _mark(path).unlink(missing_ok=True)
    use.share()
    return _connect(path), _("The archive was damaged. It is now {file}, and a new one was begun.").format(file=aside)


def _connect(path: Path) -> UsedConnection:
    make_private(path)
    db = UsedConnection(str(path))
    try:
        db.set_busy_timeout(PATIENCE)
        migrate(db, str(path))  # before the settings, which change the file: it may be another program's
        for setting in _SETTINGS:
            db.execute(setting)
        db.execute("SELECT * FROM property").fetchall()  # whoever opens an archive reads these, with nobody to tell
    except BaseException:
        db.close()
        raise
    return db


@contextmanager
def _alone(path: Path) -> Iterator[None]:
    """Nobody else opens the archive meanwhile: two that find it broken must not move the new one aside as well."""
    descriptor = os.open(path.with_name(f"{path.name}.lock"), os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        with suppress(OSError):  # a file system without locks
            fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


def _move_aside(path: Path, now: datetime) -> Path:
    stem = f"{path.name}.broken-{now:%Y%m%d-%H%M%S}"
    aside = path.with_name(stem)
    number = 1
    while aside.exists():
        number += 1
        aside = path.with_name(f"{stem}-{number}")
    for end in ("-wal", "-shm", ""):  # the file itself last, so that whoever is stopped in between does this again
        with suppress(FileNotFoundError):
            path.with_name(path.name + end).rename(aside.with_name(aside.name + end))
    return aside


def _mark(path: Path) -> Path:
    return path.with_name(f"{path.name}.damaged")
