"""`roam sync`: fetches what the archive has not yet."""

from __future__ import annotations

import argparse
import asyncio
from datetime import UTC, datetime

from tui.commands.archives import opened_archive
from tui.commands.choosing import choose, names_of, nowhere
from tui.commands.connecting import client_for, required
from tui.commands.fetch_progress import watched
from tui.commands.fetch_report import JsonReport, TableReport
from tui.commands.printing import say
from tui.config import Connection
from tui.errors import ConfigError, RoamingError
from tui.i18n import _
from tui.models import ConversationKey
from tui.runs import Coverage
from tui.store.fetching import Fetched, Fetching
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
    named = arguments.conversations
    async with opened_archive(connection) as archive, client_for(connection) as client:
        fetching = Fetching(client, archive, report.take, since=since)
        try:
            async with watched(fetching):
                archive.look_from(await client.base())
                keys = await choose(client, archive, named, arguments.type)
                report.names = await names_of(archive, keys)
                unknown = await nowhere(client, archive, keys) if named and arguments.type else frozenset()
                for each in unknown:
                    report.take(_not_found(each))
                await fetching.run([each for each in keys if each not in unknown])
        except asyncio.CancelledError:
            say(_("interrupted: what was fetched is kept, and the next roam sync goes on from there"))
            raise
        finally:
            report.finish()
    return FAILED if report.failed else OK


def _not_found(key: ConversationKey) -> Fetched:
    """To write of it that it is empty and complete would make a slip of the pen a conversation."""
    error = RoamingError(_("nothing was found: it is not in the list, and its history is empty"))
    return Fetched(key, 0, 0, Coverage(key), error)
