"""`roam sync`: fetches what the archive has not yet."""

from __future__ import annotations

import argparse
import asyncio
from datetime import UTC, datetime

from tui.commands.archives import opened_archive
from tui.commands.choosing import choose, names_of
from tui.commands.connecting import client_for, required
from tui.commands.fetch_progress import watched
from tui.commands.fetch_report import JsonReport, TableReport
from tui.commands.printing import say
from tui.config import Connection
from tui.errors import ConfigError
from tui.i18n import _
from tui.store.fetching import Fetching
from tui.timeline.moments import read_moment

OK, FAILED = 0, 1


def run(arguments: argparse.Namespace) -> int:
    """Fetch what is missing; exit code 1 when a conversation failed. What was fetched is kept, however it ends."""
    if arguments.all and arguments.conversations:
        raise ConfigError(_("name conversations, or give --all, not both"))
    since = None if arguments.since is None else read_moment(arguments.since, datetime.now(UTC))
    return asyncio.run(_run(arguments, since, required(arguments.profile)))


async def _run(arguments: argparse.Namespace, since: int | None, connection: Connection) -> int:
    report = JsonReport() if arguments.json else TableReport()
    async with opened_archive(connection) as archive, client_for(connection) as client:
        fetching = Fetching(client, archive, report.take, since=since)
        try:
            async with watched(fetching):
                archive.look_from(await client.base())
                keys = await choose(client, archive, arguments.conversations, arguments.type)
                report.names = await names_of(archive, keys)
                await fetching.run(keys)
        except asyncio.CancelledError:
            say(_("interrupted: what was fetched is kept, and the next roam sync goes on from there"))
            raise
        finally:
            report.finish()
    return FAILED if report.failed else OK
