"""What the browser's store is opened with: the configured service, or a local one in memory for the demo."""

from __future__ import annotations

import asyncio
import gzip
import json
import logging
import zlib
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from tui.config import Confirm, Connection, archive_file, claim_device, journal_file, keep_token, with_secret
from tui.errors import ArchiveError, ConfigError, RoamingError, SignInError
from tui.i18n import _
from tui.removal.entries import Journal, OpenJournal
from tui.removal.rules import Rules
from tui.store import Account, Follow, OpenArchive, Opened, OpenService, Report, SigningIn

if TYPE_CHECKING:
    from starlette.types import ASGIApp

    from tui.archive import Archive
    from tui.client import RoamingClient
    from tui.server.service import Service

_log = logging.getLogger(__name__)


def open_connection(connection: Connection) -> OpenService:
    """Signs in to the configured service."""

    async def open_service(report: Report) -> Opened:
        report(_("signing in"), None)
        unlocked = await asyncio.to_thread(with_secret, connection)
        if not (unlocked.token or unlocked.password):
            raise SignInError(_("You are not signed in yet."))
        return (await _signed_in(unlocked))[0]

    return open_service


def signing_in(connection: Connection) -> SigningIn:
    """Signs in by a password, and keeps the new token where the profile has a place for one."""

    async def open_with(password: str) -> Opened:
        opened, token = await _signed_in(replace(connection, token=None, password=password))
        try:
            await asyncio.to_thread(keep_token, connection, token)
        except RoamingError as error:  # it costs typing the password again the next time, nothing more
            _log.info("token not kept", extra={"fields": {"why": str(error)}})
        except BaseException:
            await opened.close()
            raise
        return opened

    return SigningIn(account_of(connection), open_with)


def open_archive(connection: Connection | None) -> OpenArchive:
    """Opens the archive of the configured account; None: one in memory, for the demo."""

    async def opening() -> Archive:
        return await asyncio.to_thread(_archive, connection)

    return opening


def _archive(connection: Connection | None) -> Archive:
    """The archive in its file; where that cannot be used, one in memory that says why."""
    from tui.archive import open_archive as open_file
    from tui.protocol.viewpoint import Viewpoint

    if connection is None:
        return open_file(None, Viewpoint())
    viewpoint = Viewpoint(connection.user, claim_device())
    try:
        path = archive_file(connection.app_key, connection.user, connection.rest_url)
        return open_file(path, viewpoint, keep_deleted_days=connection.keep_deleted_days)
    except ArchiveError as error:
        return open_file(None, viewpoint, notice=str(error))


def open_journal(connection: Connection | None) -> OpenJournal:
    """Opens the journal of deletions of the configured account; None: one in memory, for the demo."""

    async def opening() -> Journal:
        return await asyncio.to_thread(_journal, connection)

    return opening


def _journal(connection: Connection | None) -> Journal:
    from tui.archive.journal import open_journal as open_file

    if connection is None:
        return open_file(None, "")
    path = journal_file(connection.app_key, connection.user, connection.rest_url)
    return open_file(path, connection.label)


def rules_of(connection: Connection) -> Rules:
    """What the profile says about changing anything."""
    return Rules(connection.grace_seconds, connection.confirm is Confirm.TYPED, connection.read_only)


def account_of(connection: Connection) -> Account:
    """Whose archive it is, before anybody has signed in."""
    return Account(connection.user, connection.app_key, connection.label)


async def _signed_in(connection: Connection) -> tuple[Opened, str]:
    """A client that has a token, and the token."""
    make = await asyncio.to_thread(_client_class)
    client = make(
        connection.app_key,
        connection.user,
        rest_url=connection.rest_url,
        token=connection.token,
        password=connection.password,
        resource=claim_device(),
        read_only=connection.read_only,
    )
    try:
        signed_in = await client.sign_in()
    except BaseException:
        await client.aclose()
        raise
    follow = partial(client.follow, address=connection.ws_url) if connection.live else None
    return Opened(client, account_of(connection), client.aclose, follow, await client.base()), signed_in.token


def open_demo(history: Path | None, *, live: bool = True, read_only: bool = False) -> OpenService:
    """Starts a local service in memory, with made-up data or with the history-record file `history`."""

    async def open_service(report: Report) -> Opened:
        loop = asyncio.get_running_loop()

        def report_from_thread(detail: str, progress: float | None) -> None:
            loop.call_soon_threadsafe(report, detail, progress)

        report(_("starting the local service"), None)
        local = await asyncio.to_thread(_start, history, report_from_thread)
        client = await asyncio.to_thread(local.client, read_only=read_only)

        async def close() -> None:
            await client.aclose()
            local.service.close()

        try:
            await client.sign_in()
        except BaseException:
            await close()
            raise
        label = _("{user} · demo").format(user=local.user)
        follow = local.follow(client) if live else None
        return Opened(client, Account(local.user, local.service.app_key, label), close, follow)

    return open_service


@dataclass(frozen=True, slots=True)
class _Local:
    """A running local service, and whose account to look at it with."""

    service: Service
    app: ASGIApp
    user: str
    password: str

    def client(self, *, read_only: bool) -> RoamingClient:
        from tui.client import in_memory

        return _client_class()(
            self.service.app_key,
            self.user,
            rest_url="http://127.0.0.1",
            password=self.password,
            transport=in_memory(self.app),
            read_only=read_only,
        )

    def follow(self, client: RoamingClient) -> Follow:
        from tui.client.sockets import connect_in_memory

        return partial(client.follow, connect=connect_in_memory(self.app))


def _start(history: Path | None, report: Report) -> _Local:
    """Make the service and fill it; takes its time, so it runs in a thread."""
    from tui.server.seed import SEED_ACCOUNT, SEED_APP_KEY, SEED_PASSWORD
    from tui.server.service import CONVERSATIONS_KEPT, Service

    user = SEED_ACCOUNT if history is None else _account_of(history)
    # Whoever opens a file of their own wants to see all of it.
    kept = CONVERSATIONS_KEPT if history is None else None
    service = Service.create(app_key=SEED_APP_KEY, conversations_kept=kept)
    app: ASGIApp = service.app
    try:
        if history is None:
            app = _seeded(service)
        else:
            _import(service, history, user, report)
    except BaseException:
        service.close()
        raise
    return _Local(service, app, user, SEED_PASSWORD)


def _seeded(service: Service) -> ASGIApp:
    """Fill `service` with what the first screen needs; its application fills in the rest when it is asked for."""
    from tui.server.deferred import Deferred
    from tui.server.seed import PAST_OF, SEED_PASSWORD, seed_past, seed_present

    now = service.now()
    service.load_world(seed_present(now=now), SEED_PASSWORD)
    return Deferred(service.app, PAST_OF, lambda: service.load_world(seed_past(now=now), SEED_PASSWORD))


def _import(service: Service, history: Path, user: str, report: Report) -> None:
    from tui.server.importer import ImportProgress, import_history
    from tui.server.seed import SEED_PASSWORD

    def show(progress: ImportProgress) -> None:
        words = _("importing {name}: {count:,} messages").format(name=history.name, count=progress.records)
        report(words, progress.done / max(progress.total, 1))

    report(_("importing {name}").format(name=history.name), 0.0)
    import_history(service, history, user, SEED_PASSWORD, show)


def _account_of(history: Path) -> str:
    """Whose file it is: the sender of its first outgoing record."""
    try:
        with gzip.open(history) if history.suffix == ".gz" else history.open("rb") as lines:
            for line in lines:
                if user := _outgoing_sender(line):
                    return user
    except (OSError, EOFError, zlib.error) as error:
        raise ConfigError(_("{path} cannot be read as a history-record file").format(path=history)) from error
    raise ConfigError(_("{path} has no outgoing record, so whose history is it?").format(path=history))


def _outgoing_sender(line: bytes) -> str | None:
    try:
        record = json.loads(line)
    except (ValueError, RecursionError):
        return None
    if isinstance(record, dict) and record.get("direction") == "outgoing" and isinstance(record.get("from"), str):
        sender: str = record["from"]
        return sender.lower()
    return None


def _client_class() -> type[RoamingClient]:
    """Imported only when asked for, which is after the first frame."""
    from tui.client import RoamingClient

    return RoamingClient
