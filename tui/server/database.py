"""One database behind the local service: transactions, and what each kind of database needs to keep them apart."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext, suppress
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url
from sqlalchemy.dialects.sqlite.base import SQLiteCompiler
from sqlalchemy.exc import ArgumentError as UrlError
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.pool import StaticPool

from tui.errors import ConfigError
from tui.i18n import _
from tui.server.schema import metadata

_BUSY_MS = 10_000
_WAL_SAFE = (3, 51, 3)


class _SqliteCompiler(SQLiteCompiler):
    """Writes the hints of a statement (INDEXED BY …) into it, which SQLAlchemy leaves to each dialect to do."""

    def get_from_hint_text(self, table: object, text: str | None) -> str | None:
        return text


class ClosedError(RuntimeError):
    """A transaction was asked for after the database had been closed: whoever asks belongs to what is ending."""


class Database:
    """Transactions for any number of threads. `url` is SQLAlchemy's; "sqlite://" is kept in memory.

    A file of SQLite's is made where there is none, unless it `must_exist`. Raises ConfigError when the database cannot
    be opened, ClosedError where a transaction begins after `close`.
    """

    def __init__(self, url: str, *, must_exist: bool = False) -> None:
        self._engine = _engine(url)
        if must_exist:
            _require_file(self._engine.url)
        sqlite = self._engine.dialect.name == "sqlite"
        in_memory = isinstance(self._engine.pool, StaticPool)
        self.is_shared = not in_memory  # other processes may write to it as well
        lock = threading.RLock()
        # SQLite has one writer at a time; waiting for it here is fair, waiting inside SQLite is not. The database in
        # memory is one connection, which its readers must share as well.
        self._writing: AbstractContextManager[Any] = lock if sqlite else nullcontext()
        self._reading: AbstractContextManager[Any] = lock if in_memory else nullcontext()
        self._closed = False
        try:
            metadata.create_all(self._engine)
        except SQLAlchemyError as error:
            self._engine.dispose()
            raise ConfigError(_("The service's database cannot be opened: {error}").format(error=error)) from error

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """One consistent view of everything."""
        with self._reading, self._connected() as connection, connection.begin():
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """One transaction, which lands whole or, when the block raises, not at all."""
        with self._writing, self._connected() as connection:
            connection.execution_options(writes=True)
            with connection.begin():
                yield connection

    def close(self) -> None:
        """Close it when the transactions that have begun are over. Closing again does nothing."""
        self._closed = True  # first, so that whoever waits for the lock does not begin yet another
        with self._writing, self._reading:  # SQLite dies of a connection that is closed while a thread works with it
            self._engine.dispose()

    def _connected(self) -> Connection:
        if self._closed:
            raise ClosedError
        return self._engine.connect()


def _engine(url: str) -> Engine:
    try:
        parsed = make_url(url)
        memory = parsed.get_backend_name() == "sqlite" and parsed.database in (None, "", ":memory:")
        options: dict[str, Any] = (
            {"poolclass": StaticPool, "connect_args": {"check_same_thread": False}} if memory else {}
        )
        engine = create_engine(parsed, **options)
    except (UrlError, SQLAlchemyError, ImportError) as error:
        raise ConfigError(_("The database address cannot be used: {error}").format(error=error)) from error
    if engine.dialect.name == "sqlite":
        engine.dialect.statement_compiler = _SqliteCompiler
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
    return engine


def _require_file(url: URL) -> None:
    """Raises ConfigError for a database of SQLite's that opening it would make."""
    name = url.database or ":memory:"
    if url.get_backend_name() != "sqlite" or name.startswith("file:"):
        return  # other servers know what they have, and SQLite's own form of address says what is to be made
    with suppress(OSError):  # a place that cannot be looked at: opening says why
        if not Path(name).exists():
            raise ConfigError(_("there is no database {path}: roam import or roam serve makes one").format(path=name))


def _prepare_sqlite(connection: sqlite3.Connection, record: object) -> None:
    connection.isolation_level = None  # transactions are begun below, not by the driver
    connection.execute(f"PRAGMA busy_timeout = {_BUSY_MS}")
    # Before 3.51.3 a WAL that is reset by one process while another writes can corrupt the file.
    connection.execute(f"PRAGMA journal_mode = {'WAL' if sqlite3.sqlite_version_info >= _WAL_SAFE else 'TRUNCATE'}")
    connection.execute("PRAGMA synchronous = NORMAL")
    # Without a WAL, changes that are too many for the cache would lock out all readers until the transaction is over,
    # which for a long one is longer than they wait. So they come to the file when it ends, and not before.
    connection.execute("PRAGMA cache_spill = OFF")


def _begin_sqlite(connection: Connection) -> None:
    writes = connection.get_execution_options().get("writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
