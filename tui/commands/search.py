"""`roam search`: archived messages, by what they say and by whatever else a query names. Asks nobody."""

from __future__ import annotations

import argparse
import asyncio
import shutil
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial

from tui.archive import Archive
from tui.commands.archives import archive_of, opened_archive
from tui.commands.choosing import archived_key, names_of
from tui.commands.connecting import required_account
from tui.commands.naming import Names
from tui.commands.printing import cut, print_json, print_table, say, when
from tui.config import Connection
from tui.errors import ConfigError, RoamingError
from tui.i18n import _
from tui.lenses import Lenses
from tui.models import ChatMessage, ConversationKey, Json
from tui.protocol.objects import message_object
from tui.query import Query, parse, spans
from tui.query.hits import Hit
from tui.query.telling import told
from tui.runs import position
from tui.text import clean_line
from tui.timeline.words import describe

_AT_ONCE = 200
_LEAD = 8
"""Characters before a hit that are shown at a terminal; twice as many, before anything is left out."""

_NARROW = 72
"""In fewer columns than this, what a message says has a line of its own."""


@dataclass(frozen=True, slots=True)
class _Found:
    """A hit with what was said right before and after it, oldest first."""

    hit: Hit
    before: tuple[ChatMessage, ...] = ()
    after: tuple[ChatMessage, ...] = ()


def run(arguments: argparse.Namespace) -> int:
    """Print what is found, newest first, and on standard error in how much was searched."""
    query = parse(" ".join(arguments.query), datetime.now(UTC))
    if not query.clauses:
        raise ConfigError(_("there is nothing to look for: give words, or something like from:amy or on:yesterday"))
    asyncio.run(_run(arguments, query, required_account(arguments.profile)))
    return 0


async def _run(arguments: argparse.Namespace, query: Query, connection: Connection) -> None:
    if not await asyncio.to_thread(archive_of(connection).exists):
        raise RoamingError(_("nothing is archived yet: roam sync does that"))
    async with opened_archive(connection) as archive:
        coverages = await archive.coverages()
        names = await names_of(archive, coverages)
        wanted = arguments.conversation
        within = archived_key(wanted, arguments.type, coverages, names) if wanted else None
        hits, is_all = await _hits(archive, query, within, arguments.limit)
        found = [await _with_context(archive, hit, arguments.context) for hit in hits]
        if arguments.json:
            for each in found:
                print_json(_object(each, names))
        else:
            _Told(query, names, connection.lenses).print(found, with_context=arguments.context > 0)
        say(told(len(hits), await archive.scope(query, within), is_all=is_all))


async def _hits(archive: Archive, query: Query, within: ConversationKey | None, limit: int) -> tuple[list[Hit], bool]:
    """At most `limit` hits (0: all), and whether these are all."""
    hits: list[Hit] = []
    before: int | None = None
    while True:
        left = min(limit - len(hits), _AT_ONCE) if limit else _AT_ONCE
        page = await archive.search(query, within, limit=left, before=before)
        hits += page.hits
        before = page.rest
        if before is None or (limit and len(hits) >= limit):
            return hits, before is None


async def _with_context(archive: Archive, hit: Hit, count: int) -> _Found:
    if not count:
        return _Found(hit)
    at = position(hit.message)
    before, after = await archive.older(hit.key, at, count), await archive.newer(hit.key, at, count)
    return _Found(hit, before.messages, after.messages)


@dataclass(frozen=True, slots=True)
class _Told:
    """Says what was found by a query to people."""

    query: Query
    names: Names
    lenses: Lenses

    def print(self, found: Sequence[_Found], *, with_context: bool) -> None:
        """A line for each message, in a narrow terminal two; with context, a mark before each that was looked for."""
        rows: list[list[str]] = []
        for each in found:
            row = partial(_row, each.hit.key, self.names)
            rows += (["", *row(message), self._words(message)] for message in each.before)
            rows.append([">", *row(each.hit.message), self._excerpt(each.hit.message)])
            rows += (["", *row(message), self._words(message)] for message in each.after)
            if with_context and each is not found[-1] and sys.stdout.isatty():
                rows.append([""] * len(rows[0]))
        rows = rows if with_context else [row[1:] for row in rows]
        columns = shutil.get_terminal_size().columns
        if sys.stdout.isatty() and columns < _NARROW:
            _print_narrow(rows, columns)
        else:
            print_table(rows)

    def _words(self, message: ChatMessage) -> str:
        return describe(message, lenses=self.lenses)

    def _excerpt(self, message: ChatMessage) -> str:
        """The message in one line, at a terminal from shortly before the hit."""
        line = self._words(message)
        at = next((start for start, _end in spans(self.query, line)), 0)
        return line if at <= 2 * _LEAD or not sys.stdout.isatty() else "…" + line[at - _LEAD :]


def _print_narrow(rows: Sequence[Sequence[str]], columns: int) -> None:
    for *where, line in rows:
        told = (clean_line(" ".join(filter(None, where))), f"  {clean_line(line)}".rstrip())
        sys.stdout.writelines(cut(each, columns) + "\n" for each in (told if line else ("",)))


def _row(key: ConversationKey, names: Names, message: ChatMessage) -> list[str]:
    """Where a message stands; in a pipe, with the ids that programs want."""
    ids = [] if sys.stdout.isatty() else [key.type.value, key.id, message.id]
    return [when(message.time), names.get(key, key.id), message.sender, *ids]


def _object(found: _Found, names: Names) -> dict[str, Json]:
    hit = found.hit
    told: dict[str, Json] = {"conversation": hit.key.id, "type": hit.key.type.value, "name": names.get(hit.key)}
    told["message"] = message_object(hit.message)
    if found.before or found.after:
        told["before"] = [message_object(each) for each in found.before]
        told["after"] = [message_object(each) for each in found.after]
    return told
