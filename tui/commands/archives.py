"""The archive of the configured account, opened the same way for every plain command."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from tui.archive import Archive, open_archive
from tui.commands.printing import say
from tui.config import Connection, archive_file, command_device
from tui.protocol.viewpoint import Viewpoint


def archive_of(connection: Connection) -> Path:
    """The file that the account's archive is in; it may not exist yet."""
    return archive_file(connection.app_key, connection.user, connection.rest_url)


def open_archive_of(connection: Connection) -> Archive:
    """The account's archive, made if need be; takes a while. Raises ArchiveError when it cannot be opened."""
    viewpoint = Viewpoint(connection.user, command_device())
    days, lenses = connection.keep_deleted_days, connection.lenses
    return open_archive(archive_of(connection), viewpoint, keep_deleted_days=days, lenses=lenses)


@asynccontextmanager
async def opened_archive(connection: Connection) -> AsyncIterator[Archive]:
    """The account's archive, made if need be; at the end everything is written.

    Raises ArchiveError when it cannot be opened. What happened to a file that was damaged is told.
    """
    archive = await asyncio.to_thread(open_archive_of, connection)
    try:
        if notice := archive.take_notice():
            say(notice)
        yield archive
    finally:
        await archive.aclose()
