"""What `roam doctor` looks at in the archive: whether it can be opened, read and written, and how large it is."""

from __future__ import annotations

import asyncio
from pathlib import Path

from tui.commands.archives import archive_of, opened_archive
from tui.commands.findings import Finding, State
from tui.config import Connection
from tui.errors import ArchiveError
from tui.events import NamesKnown
from tui.i18n import _, ngettext
from tui.timeline.words import file_size

NAME = "archive"


async def archive_finding(connection: Connection) -> Finding:
    """How the account's archive is. One that is not there yet is not made."""
    path = archive_of(connection)
    size = await asyncio.to_thread(_size, path)
    if not size:
        return Finding(NAME, _("{path} (not there)").format(path=path))
    try:
        async with opened_archive(connection) as archive:
            coverages = await archive.coverages()
            archive.write(NamesKnown({}))  # changes nothing, and is written all the same
            await archive.written()
    except ArchiveError as error:
        advice = _("nothing can be kept there: make it readable and writable, or move it away")
        return Finding(NAME, str(error), State.BROKEN, advice)
    messages = sum(each.messages for each in coverages.values())
    words = ngettext("{count:,} message", "{count:,} messages", messages).format(count=messages)
    value = _("{path} ({messages}, {size})").format(path=path, messages=words, size=file_size(size))
    return Finding(NAME, value)


def _size(path: Path) -> int:
    """Bytes of the file with what has been written beside it, 0 when it is not there."""
    parts = (path, path.with_name(f"{path.name}-wal"))
    return sum(part.stat().st_size for part in parts if part.exists())
