"""`roam export`: writes archived conversations to files."""

from __future__ import annotations

import argparse
import asyncio
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from tui.archive import Archive
from tui.commands.archives import archive_of, opened_archive
from tui.commands.attachments import Attachments
from tui.commands.choosing import archived_key, choose, names_of
from tui.commands.connecting import client_for, required, required_account
from tui.commands.export_places import STANDARD_OUTPUT, place_of, places, write_index
from tui.commands.export_report import Report, Watch
from tui.commands.fetch_progress import watched
from tui.commands.filters import asked_filter
from tui.commands.naming import Names
from tui.commands.printing import say
from tui.config import Connection
from tui.errors import ConfigError, RoamingError
from tui.export import ExportJob, Format, Order, Selection, Subject
from tui.i18n import _
from tui.models import ConversationKey
from tui.store.fetching import Fetched, Fetching
from tui.times import clock

OK, FAILED = 0, 1


def run(arguments: argparse.Namespace) -> int:
    """Write a file for each conversation, each whole or not at all; exit code 1 when one of them failed."""
    _check(arguments)
    needs_service = arguments.fetch or arguments.attachments
    connection = (required if needs_service else required_account)(arguments.profile)
    try:
        return asyncio.run(_run(arguments, connection, _selection(arguments)))
    except KeyboardInterrupt:
        say(_("interrupted: no file is half written, what was there before is still there"))
        raise


def _check(arguments: argparse.Namespace) -> None:
    """Refuse what cannot be meant. Raises ConfigError."""
    if arguments.all == bool(arguments.conversations):
        raise ConfigError(_("name conversations, or give --all, not both"))
    if arguments.attachments and arguments.format != Format.HTML:
        raise ConfigError(_("--attachments is for --format html: the other forms name the files of messages"))
    if arguments.output != STANDARD_OUTPUT:
        return
    if arguments.all or len(arguments.conversations) > 1:
        raise ConfigError(_("standard output takes one conversation: give a folder for several"))
    if arguments.incremental or arguments.attachments or arguments.json:
        raise ConfigError(_("--incremental, --attachments and --json need a file: give --output PATH"))


def _selection(arguments: argparse.Namespace) -> Selection:
    asked = asked_filter(arguments)
    return Selection(frozenset(asked.kinds), asked.sender, asked.since, asked.until)


async def _run(arguments: argparse.Namespace, connection: Connection, selection: Selection) -> int:
    if not arguments.fetch and not await asyncio.to_thread(archive_of(connection).exists):
        raise RoamingError(_("nothing is archived yet: roam sync does that"))
    async with opened_archive(connection) as archive:
        if arguments.fetch:
            await _fetch(arguments, connection, archive)
        keys, names = await _chosen(arguments, archive)
        export = _Export(arguments, connection, archive, selection, names)
        if arguments.output == STANDARD_OUTPUT:
            return await export.to_standard_output(keys[0])
        return await export.to_files(keys)


async def _fetch(arguments: argparse.Namespace, connection: Connection, archive: Archive) -> None:
    """Fetch what is missing of what is to be exported; what fails is told, and exported as far as it is archived."""

    def take(fetched: Fetched) -> None:
        if fetched.error is not None:
            say(f"{fetched.key.id}: {fetched.error}")

    async with client_for(connection) as client:
        fetching = Fetching(client, archive, take)
        async with watched(fetching):
            archive.look_from(await client.base())
            await fetching.run(await choose(client, archive, arguments.conversations, arguments.type))
    await archive.written()


async def _chosen(arguments: argparse.Namespace, archive: Archive) -> tuple[Sequence[ConversationKey], Names]:
    """The conversations that are meant, each once. Raises RoamingError for one of which nothing is archived."""
    coverages = await archive.coverages()
    names = await names_of(archive, coverages)
    if arguments.all:
        return [key for key, each in coverages.items() if each.messages], names
    wanted = (archived_key(each, arguments.type, coverages, names) for each in arguments.conversations)
    return tuple(dict.fromkeys(wanted)), names


class _Export:
    """One run of the command, after everything that it needs is there."""

    def __init__(
        self,
        arguments: argparse.Namespace,
        connection: Connection,
        archive: Archive,
        selection: Selection,
        names: Names,
    ) -> None:
        self._arguments = arguments
        self._connection = connection
        self._archive = archive
        self._selection = selection
        self._names = names
        self._form = Format(arguments.format)
        self._now = clock()

    async def to_standard_output(self, key: ConversationKey) -> int:
        """The bytes of one export, and nothing else."""
        order = self._order(self._subject(key))
        report = Report(as_json=False)
        with Watch(order.subject.name, is_beside_output=True) as watch:
            await ExportJob(self._archive, order, self._now, watch.show).to_stream(sys.stdout.buffer.write)
            sys.stdout.buffer.flush()
        report.advise((await self._archive.coverages([key]))[key])
        return OK

    async def to_files(self, keys: Sequence[ConversationKey]) -> int:
        """A file for each, all of them tried. Those that are done stay, whatever becomes of the others."""
        report = Report(as_json=self._arguments.json)
        is_folder, where = place_of(self._arguments.output, is_folder=self._arguments.all or len(keys) > 1)
        paths = places(where, keys, self._form.suffix) if is_folder else dict.fromkeys(keys, where)
        failed = False
        for key, path in paths.items():
            try:
                await self._to_file(key, path, report)
            except RoamingError as error:
                if len(paths) == 1:
                    raise
                failed = True
                say(f"{self._subject(key).name}: {error}")
        if is_folder and self._form is Format.HTML:
            write_index(where, report.done, force=self._arguments.force)
        report.finish()
        return FAILED if failed else OK

    async def _to_file(self, key: ConversationKey, path: Path, report: Report) -> None:
        arguments, subject = self._arguments, self._subject(key)
        with Watch(subject.name) as watch:
            if not arguments.attachments:
                job = ExportJob(self._archive, self._order(subject), self._now, watch.show)
                exported = await job.to_file(path, incremental=arguments.incremental, force=arguments.force)
            else:
                async with client_for(self._connection) as client:
                    files = Attachments(client, path)
                    order = replace(self._order(subject), fetch_files=files.fetch)
                    job = ExportJob(self._archive, order, self._now, watch.show)
                    exported = await job.to_file(path, incremental=arguments.incremental, force=arguments.force)
                files.tell()
        report.take(subject, exported)

    def _order(self, subject: Subject) -> Order:
        return Order(subject, self._form, self._selection, lenses=self._connection.lenses)

    def _subject(self, key: ConversationKey) -> Subject:
        return Subject(key, self._names.get(key, key.id), self._connection.user, self._connection.app_key)
