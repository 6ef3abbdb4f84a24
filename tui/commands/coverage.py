"""`roam coverage`: how much of the conversations is archived, and what is missing. Asks nobody."""

from __future__ import annotations

import argparse
import asyncio
from collections.abc import Iterator

from tui.commands.archives import archive_of, opened_archive
from tui.commands.choosing import archived_key, names_of
from tui.commands.connecting import required_account
from tui.commands.fetch_report import state
from tui.commands.naming import Names
from tui.commands.printing import print_json, print_table, say, when
from tui.config import Connection
from tui.i18n import _, ngettext
from tui.models import ConversationKey, Json
from tui.runs import Coverage, Hole


def run(arguments: argparse.Namespace) -> int:
    """Print a line for each conversation, or all that is missing of one. Reads the archive alone."""
    return asyncio.run(_run(arguments, required_account(arguments.profile)))


async def _run(arguments: argparse.Namespace, connection: Connection) -> int:
    coverages, names = await _read(connection)
    wanted = arguments.conversation
    if not coverages:
        say(_("nothing is archived yet: roam sync does that"))
        return 0
    if wanted:
        key = archived_key(wanted, arguments.type, coverages, names)
        coverages = {key: coverages[key]}
    ordered = sorted(coverages.values(), key=lambda each: (-(each.newest or 0), each.key))
    if arguments.json:
        for each in ordered:
            print_json(_object(each, names.get(each.key)))
    else:
        print_table([_row(each, names.get(each.key, "")) for each in ordered])
        print_table([[line] for each in ordered if wanted for line in _details(each)])
    return 0


async def _read(connection: Connection) -> tuple[dict[ConversationKey, Coverage], Names]:
    """What is archived, and what it is called. An archive that is not there yet is not made."""
    if not await asyncio.to_thread(archive_of(connection).exists):
        return {}, {}
    async with opened_archive(connection) as archive:
        coverages = await archive.coverages()
        return coverages, await names_of(archive, coverages)


def _object(coverage: Coverage, name: str | None) -> dict[str, Json]:
    """Times are in ms since 1970; a gap without a beginning goes back to the oldest message that the service keeps."""
    return {
        "id": coverage.key.id,
        "type": coverage.key.type.value,
        "name": name,
        "messages": coverage.messages,
        "oldest": coverage.oldest,
        "newest": coverage.newest,
        "gaps": [{"after": each.after, "before": each.before} for each in coverage.missing],
        "complete": coverage.is_complete,
        "read_at": coverage.read_at,
    }


def _row(coverage: Coverage, name: str) -> list[str]:
    messages = ngettext("{count:,} message", "{count:,} messages", coverage.messages).format(count=coverage.messages)
    span = [when(each) if each is not None else "" for each in (coverage.oldest, coverage.newest)]
    return [coverage.key.type.value, coverage.key.id, name, messages, *span, state(coverage)]


def _details(coverage: Coverage) -> Iterator[str]:
    """Each gap, and when the service was last asked: what came after that is not known of."""
    for hole in coverage.missing:
        yield _words(hole)
    if coverage.read_at:
        yield _("last read: {moment}").format(moment=when(coverage.read_at))


def _words(hole: Hole) -> str:
    end = _("the newest message") if hole.before is None else when(hole.before)
    if hole.after is None:
        return _("missing: from the oldest message that the service keeps to {end}").format(end=end)
    return _("missing: from {start} to {end}").format(start=when(hole.after), end=end)
