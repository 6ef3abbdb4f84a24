"""One account's journal of deletions in a file of its own, which several programs may write to."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import apsw

from tui import __version__
from tui.archive.journal.owners import Owner
from tui.archive.journal.rows import COLUMNS, entry_of, kind_and_time, parts_of
from tui.archive.journal.schema import APPLICATION_ID, MIGRATIONS, SETTINGS
from tui.archive.private_files import make_directories, make_private
from tui.archive.schema import migrate
from tui.archive.transactions import writing
from tui.errors import ArchiveError, JournalError
from tui.i18n import _
from tui.removal.entries import UNFINISHED, Entry, Result, State
from tui.removal.plan import Removal
from tui.times import clock

PATIENCE = 10_000
"""Ms to wait for another program that writes."""

_WHEN = {State.SENDING: "sending_at", State.SENT: "sent_at"}
"""Which time is taken down with a state; with all others, when it ended."""


def open_journal(path: Path | None, account: str, now: Callable[[], int] = clock) -> FileJournal:
    """Open the journal of an account in the file `path` (None: in memory), made if need be. Blocks.

    `now` is in ms since 1970. Raises JournalError where it cannot be written: nothing may be deleted then.
    """
    try:
        owner = _owner(path)
        try:
            return FileJournal(_connect(path), owner, account, now)
        except BaseException:
            owner.end()
            raise
    except (OSError, apsw.Error, ArchiveError) as error:
        raise _failure(path, error) from error


def _owner(path: Path | None) -> Owner:
    if path is not None:
        make_directories(path.absolute().parent)
    return Owner(path)


def _connect(path: Path | None) -> apsw.Connection:
    if path is not None:
        make_private(path)
    db = apsw.Connection(":memory:" if path is None else str(path))
    try:
        db.set_busy_timeout(PATIENCE)
        migrate(db, str(path), MIGRATIONS, APPLICATION_ID)
        for setting in SETTINGS:
            db.execute(setting)
    except BaseException:
        db.close()
        raise
    return db


class FileJournal:
    """See `tui.removal.entries.Journal`, which this is. Calls from several threads wait for each other."""

    def __init__(self, db: apsw.Connection, owner: Owner, account: str, now: Callable[[], int]) -> None:
        """Take over an open database; see `open_journal`."""
        self._db = db
        self._owner = owner
        self._account = account
        self._now = now
        self._lock = threading.Lock()

    def confirm(self, removal: Removal) -> int:
        """Take down what was confirmed; returns its number, from 1 up."""
        kind, bound = kind_and_time(removal.target)
        with self._writing():
            self._db.execute(
                "INSERT INTO removal (account, version, owner, type, id, kind, time, count, state, confirmed_at)"
                " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                (
                    self._account, __version__, self._owner.name, removal.key.type, removal.key.id,
                    kind, bound, removal.count, State.CONFIRMED, self._now(),
                ),
            )  # fmt: skip
            number = self._db.last_insert_rowid()
            rows = [(number, *part, Result.WAITING) for part in parts_of(removal.target)]
            self._db.executemany("INSERT INTO part VALUES (?, ?, ?, ?, ?)", rows)
        return number

    def begin(self, number: int) -> bool:
        """It is about to be sent; False where another program has taken it, or it is not to be sent any more."""
        with self._writing():
            self._db.execute(
                "UPDATE removal SET state = ?, sending_at = coalesce(sending_at, ?), reason = ''"
                " WHERE number = ? AND owner = ? AND state IN (?, ?)",
                (State.SENDING, self._now(), number, self._owner.name, State.CONFIRMED, State.SENDING),
            )
            return self._db.changes() == 1

    def note(self, number: int, results: Mapping[int, Result]) -> None:
        """What became of the parts at these places (from 0)."""
        rows = [(result, number, place) for place, result in results.items()]
        with self._writing():
            self._db.executemany("UPDATE part SET result = ? WHERE removal = ? AND place = ?", rows)

    def end(self, number: int, state: State, reason: str = "") -> None:
        """How far it has come now, and why no further."""
        with self._writing():
            self._db.execute(
                f"UPDATE removal SET state = ?, reason = ?, {_WHEN.get(state, 'ended_at')} = ? WHERE number = ?",  # noqa: S608  # a name of ours
                (state, reason, self._now(), number),
            )

    def entry(self, number: int) -> Entry:
        """Raises JournalError for a number that was never given."""
        with self._reading():
            found = self._entries("WHERE number = ?", (number,))
        if not found:
            raise JournalError(_("The journal of deletions has no entry {number}.").format(number=number))
        return found[0]

    def entries(self, limit: int | None = None) -> list[Entry]:
        """The latest of all programs', newest first; `limit` None for all."""
        with self._reading():
            return self._entries("ORDER BY number DESC LIMIT ?", (-1 if limit is None else limit,))

    def take_unfinished(self) -> list[Entry]:
        """Those that programs which run no more have left behind, oldest first. From now on they are this one's."""
        with self._writing():
            owners = self._db.execute(
                "SELECT DISTINCT owner FROM removal WHERE state IN (?, ?, ?)", UNFINISHED
            ).fetchall()
            ended = [str(name) for (name,) in owners if not self._owner.is_running(str(name))]
            taken = [entry for name in ended for entry in self._take(name)]
        for name in ended:
            self._owner.forget(name)
        return sorted(taken, key=lambda entry: entry.number)

    def close(self) -> None:
        """Let go of the file. Closing again does nothing."""
        with self._lock:
            with suppress(apsw.Error):
                self._db.close()
            self._owner.end()

    def _take(self, owner: str) -> list[Entry]:
        found = self._entries("WHERE owner = ? AND state IN (?, ?, ?)", (owner, *UNFINISHED))
        rows = [(self._owner.name, entry.number) for entry in found]
        self._db.executemany("UPDATE removal SET owner = ? WHERE number = ?", rows)
        return found

    def _entries(self, which: str, values: tuple[object, ...]) -> list[Entry]:
        rows: list[Any] = self._db.execute(f"SELECT {COLUMNS} FROM removal {which}", values).fetchall()  # noqa: S608  # texts of ours
        return [entry_of(row, self._parts(row[0])) for row in rows]

    def _parts(self, number: int) -> list[tuple[str, int, str]]:
        sql = "SELECT id, time, result FROM part WHERE removal = ? ORDER BY place"
        found: list[Any] = self._db.execute(sql, (number,)).fetchall()
        return found

    @contextmanager
    def _writing(self) -> Iterator[None]:
        with self._lock, _failing(self._db), writing(self._db):
            yield

    @contextmanager
    def _reading(self) -> Iterator[None]:
        with self._lock, _failing(self._db):
            yield


@contextmanager
def _failing(db: apsw.Connection) -> Iterator[None]:
    """What the database says becomes our error."""
    try:
        yield
    except (OSError, apsw.Error) as error:
        raise _failure(None, error) from error


def _failure(path: Path | None, error: Exception) -> JournalError:
    where = _("The journal of deletions") if path is None else _("The journal of deletions {file}").format(file=path)
    sentence = _("{journal} cannot be written, so nothing is deleted: {reason}.")
    return JournalError(sentence.format(journal=where, reason=_reason(error)))


def _reason(error: Exception) -> str:
    match error:
        case apsw.FullError():
            return _("the disk is full")
        case apsw.ReadOnlyError() | apsw.PermissionsError() | apsw.CantOpenError():
            return _("the permissions of its file and directory do not allow it")
        case apsw.BusyError() | apsw.LockedError():
            return _("another program has held it for too long")
        case apsw.CorruptError() | apsw.NotADBError():
            return _("it is damaged; move it away, and a new one is begun")
        case OSError() if error.strerror:
            return error.strerror
        case _:
            return str(error).rstrip(".") or type(error).__name__
