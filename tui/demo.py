"""The demo: what the browser looks at where no account is configured, made up or read from a file."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from tui.errors import ConfigError
from tui.i18n import _
from tui.opening import client_class
from tui.removal.entries import Journal
from tui.removal.rules import Rules
from tui.server.seed.account import SEED_ACCOUNT, SEED_APP_KEY
from tui.store import Account, Follow, KnownInAdvance, OpenArchive, Opened, OpenService, Report, Store
from tui.times import clock

if TYPE_CHECKING:
    from starlette.types import ASGIApp

    from tui.archive import Archive
    from tui.client import RoamingClient
    from tui.server.service import Service


def demo(history: Path | None, *, live: bool = True, read_only: bool = False) -> Store:
    """Looks at a local service in memory, with made-up data or with the history-record file `history`.

    What the made-up data shows first is known before there is a service. It is of this moment, as the service's will
    be.
    """
    now = clock()
    open_service = open_demo(history, now, live=live, read_only=read_only)
    is_made_up = history is None
    return Store(
        open_service,
        open_known_archive(now) if is_made_up else _open_memory(history),
        account=_demo_account(SEED_ACCOUNT) if is_made_up else None,
        is_local=True,
        open_journal=_open_journal,
        rules=Rules(read_only=read_only),
    )


def open_known_archive(now: int) -> OpenArchive:
    """Opens an archive in memory that has the first screen of the made-up data, as it is at `now` (ms since 1970)."""

    async def opening() -> KnownInAdvance:
        from tui.server.seed.first_screen import first_screen

        first = first_screen(now)
        key = first.coverage.key
        return KnownInAdvance(first.listed, {key: first.page}, {key: first.coverage}, _open_memory(None))

    return opening


async def _open_journal() -> Journal:
    return await asyncio.to_thread(_journal)


def _journal() -> Journal:
    from tui.archive.journal import open_journal

    return open_journal(None, "")


def _open_memory(history: Path | None) -> OpenArchive:
    async def opening() -> Archive:
        return await asyncio.to_thread(_memory, history)

    return opening


def _memory(history: Path | None) -> Archive:
    from tui.archive import open_archive as open_file
    from tui.protocol.viewpoint import Viewpoint

    user = ""
    with suppress(ConfigError):  # of a file that cannot be read, the service tells
        user = _user(history)
    return open_file(None, Viewpoint(user))


def _user(history: Path | None) -> str:
    """Whose account is looked at. Raises ConfigError."""
    from tui.server.record_files import account_of

    return SEED_ACCOUNT if history is None else account_of(history)


def _demo_account(user: str) -> Account:
    return Account(user, SEED_APP_KEY, _("{user} · demo").format(user=user))


def open_demo(history: Path | None, now: int, *, live: bool = True, read_only: bool = False) -> OpenService:
    """Starts the local service; made-up data is as it is at `now` (ms since 1970)."""

    async def open_service(report: Report) -> Opened:
        loop = asyncio.get_running_loop()

        def report_from_thread(detail: str, progress: float | None) -> None:
            loop.call_soon_threadsafe(report, detail, progress)

        report(_("starting the local service"), None)
        local = await asyncio.to_thread(_start, history, now, report_from_thread)
        client = await asyncio.to_thread(local.client, read_only=read_only)

        async def close() -> None:
            await client.aclose()
            local.service.close()

        follow = local.follow(client) if live else None
        return Opened(client, _demo_account(local.user), close, follow)

    return open_service


@dataclass(frozen=True, slots=True)
class _Local:
    """A running local service, and whose account to look at it with, by a token: a password takes time and memory."""

    service: Service
    app: ASGIApp
    user: str
    token: str = field(repr=False)

    def client(self, *, read_only: bool) -> RoamingClient:
        make = client_class()
        from tui.client import in_memory

        return make(
            self.service.app_key,
            self.user,
            rest_url="http://127.0.0.1",
            token=self.token,
            transport=in_memory(self.app),
            read_only=read_only,
        )

    def follow(self, client: RoamingClient) -> Follow:
        from tui.client.sockets import connect_in_memory

        return partial(client.follow, connect=connect_in_memory(self.app))


def _start(history: Path | None, now: int, report: Report) -> _Local:
    """Make the service and fill it; takes its time, so it runs in a thread."""
    from tui.server.service import CONVERSATIONS_KEPT, Service

    user = _user(history)
    # Whoever opens a file of their own wants to see all of it.
    kept = CONVERSATIONS_KEPT if history is None else None
    service = Service.create(app_key=SEED_APP_KEY, conversations_kept=kept)
    app: ASGIApp = service.app
    try:
        if history is None:
            app = _seeded(service, now)
        else:
            _import(service, history, user, report)
    except BaseException:
        service.close()
        raise
    return _Local(service, app, user, service.token_of(user))


def _seeded(service: Service, now: int) -> ASGIApp:
    """Fill `service` with what the first screen needs; its application fills in the rest when it is asked for."""
    from tui.server.deferred import Deferred
    from tui.server.seed.people import SQUARE
    from tui.server.seed.world import seed_past, seed_present

    service.load_world(seed_present(now=now), None)
    return Deferred(service.app, SQUARE, lambda: service.load_world(seed_past(now=now), None))


def _import(service: Service, history: Path, user: str, report: Report) -> None:
    from tui.server.importer import ImportProgress, import_history

    def show(progress: ImportProgress) -> None:
        words = _("importing {name}: {count:,} messages").format(name=history.name, count=progress.records)
        report(words, progress.done / max(progress.total, 1))

    report(_("importing {name}").format(name=history.name), 0.0)
    import_history(service, history, user, None, show)
