"""What the browser's store is opened with: the configured service, and the archive of its account."""

from __future__ import annotations

import asyncio
import logging
import sys
from dataclasses import replace
from functools import partial
from types import ModuleType
from typing import TYPE_CHECKING

from tui.config import Confirm, Connection, archive_file, claim_device, journal_file, keep_token, with_secret
from tui.errors import ArchiveError, RoamingError, SignInError
from tui.i18n import _
from tui.removal.entries import Journal, OpenJournal
from tui.removal.rules import Rules
from tui.store import Account, OpenArchive, Opened, OpenService, Report, SigningIn

if TYPE_CHECKING:
    from tui.archive import Archive
    from tui.client import RoamingClient

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


def open_archive(connection: Connection) -> OpenArchive:
    """Opens the archive of the configured account."""

    async def opening() -> Archive:
        return await asyncio.to_thread(_archive, connection)

    return opening


def _archive(connection: Connection) -> Archive:
    """The archive in its file; where that cannot be used, one in memory that says why."""
    from tui.archive import open_archive as open_file
    from tui.protocol.viewpoint import Viewpoint

    viewpoint = Viewpoint(connection.user, claim_device())
    try:
        path = archive_file(connection.app_key, connection.user, connection.rest_url)
        return open_file(path, viewpoint, keep_deleted_days=connection.keep_deleted_days, lenses=connection.lenses)
    except ArchiveError as error:
        return open_file(None, viewpoint, notice=str(error), lenses=connection.lenses)


def open_journal(connection: Connection) -> OpenJournal:
    """Opens the journal of deletions of the configured account."""

    async def opening() -> Journal:
        return await asyncio.to_thread(_journal, connection)

    return opening


def _journal(connection: Connection) -> Journal:
    from tui.archive.journal import open_journal as open_file

    path = journal_file(connection.app_key, connection.user, connection.rest_url)
    return open_file(path, connection.label)


def rules_of(connection: Connection) -> Rules:
    """What the profile says about changing anything."""
    return Rules(
        grace_seconds=connection.grace_seconds,
        typed=connection.confirm is Confirm.TYPED,
        read_only=connection.read_only,
        keep_deleted_days=connection.keep_deleted_days,
    )


def account_of(connection: Connection) -> Account:
    """Whose archive it is, before anybody has signed in."""
    return Account(connection.user, connection.app_key, connection.label)


async def _signed_in(connection: Connection) -> tuple[Opened, str]:
    """A client that has a token, and the token."""
    make = await asyncio.to_thread(client_class)
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


def client_class() -> type[RoamingClient]:
    """Imported only when asked for, which is after the first frame; it takes a while, so not in the loop."""
    # httpx brings its command line wherever there is click, which uvicorn needs: 3 MB and 40 ms that nobody asks for.
    sys.modules.setdefault("httpx._main", ModuleType("httpx._main"))
    from tui.client import RoamingClient

    return RoamingClient
