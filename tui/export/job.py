"""Exports one conversation: from the archive to a file and its manifest, or to wherever bytes go."""

from __future__ import annotations

import asyncio
import os
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import ExitStack, asynccontextmanager
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import TypeVar

from tui import __version__
from tui.export.clock import Clock
from tui.export.entries import Entry, Subject, Writer
from tui.export.files import ExportError, NewFile, replacing, sha256_of
from tui.export.formats import Format, writer_of
from tui.export.manifest import Manifest, Resume, coverage_object, read_manifest, write_manifest
from tui.export.pages import Page, pages
from tui.export.selection import Selection
from tui.export.source import Source
from tui.export.tally import Tally, settings_of
from tui.i18n import _
from tui.lenses import NO_LENSES, Lenses
from tui.runs import Coverage, Position

T = TypeVar("T")

FetchFiles = Callable[[Sequence[Entry]], Awaitable[None]]
"""Saves the files of these messages, and notes at each (`Entry.file`) where it is."""


@dataclass(frozen=True, slots=True)
class Progress:
    """How far an export is: messages looked at, of how many that are archived, and written."""

    done: int
    total: int
    written: int


@dataclass(frozen=True, slots=True)
class Exported:
    """What an export did. `how`: "whole", "appended", "unchanged"; or "rewritten", where an incremental one found that
    what it had written is no more so. `messages` are in the file, `new` were written now, `left_out` have no form.
    """

    path: Path
    messages: int
    new: int
    left_out: int
    how: str
    coverage: Coverage


@dataclass(frozen=True, slots=True)
class Order:
    """What is to be exported, and in which form. `clock` and `lenses` are the reader's; `fetch_files` is for HTML."""

    subject: Subject
    form: Format
    selection: Selection = field(default_factory=Selection)
    clock: Clock = field(default_factory=Clock)
    fetch_files: FetchFiles | None = None
    lenses: Lenses = NO_LENSES

    def writer(self, last: int | None = None) -> Writer:
        return writer_of(self.form, self.subject, self.clock, last, self.lenses)

    def settings(self) -> str:
        """A hash of all that the export depends on besides its messages."""
        return settings_of(self.writer(), self.form, self.selection, self.lenses)


class ExportJob:
    """One export, to be run once. `on_progress` is called in the event loop, some hundred times at most a second.

    To cancel it, cancel the task that runs it: an older file stays whole, and nothing else is left; in the last moment
    the new one may be whole already. The loop is kept free; all work is done in threads, a moment at a time.
    """

    def __init__(
        self, source: Source, order: Order, now: int, on_progress: Callable[[Progress], None] = lambda progress: None
    ) -> None:
        """`now`: the time that the manifest tells, in ms since 1970."""
        self._source = source
        self._order = order
        self._now = now
        self._on_progress = on_progress
        self._progress = Progress(0, 0, 0)
        self._floor: Position | None = None

    async def to_stream(self, write: Callable[[bytes], object]) -> Tally:
        """Give the export to `write`, which is called in threads, one call after another. Raises ArchiveError."""
        await self._begin()
        writer, tally = self._order.writer(), Tally()
        await self._write_all(writer, tally, write)
        tally.left_out += writer.left_out
        return tally

    async def to_file(self, path: Path, *, incremental: bool = False, force: bool = False) -> Exported:
        """Write a file and its manifest.

        `incremental`: where the file is an export of the same with nothing changed in it, only what is new is written
        behind it; the file is the same as if all of it had been written anew. A file that is no export as its manifest
        has it is only replaced with `force`. Raises ExportError, ArchiveError.
        """
        await self._begin()
        older = await _in_thread(lambda: _own(path, force=force))
        resumed = await self._resumable(older) if incremental and older else None
        if resumed is not None and older is not None:
            return await self._append(path, older, resumed)
        is_again = incremental and older is not None and older.resume is not None
        return await self._write_whole(path, older, how="rewritten" if is_again else "whole")

    async def _begin(self) -> None:
        coverage = await self._coverage()
        self._progress = Progress(0, coverage.messages, 0)

    async def _coverage(self) -> Coverage:
        key = self._order.subject.key
        return (await self._source.coverages([key]))[key]

    async def _resumable(self, older: Manifest) -> Tally | None:
        """What an older export has, if it was made like this one and all of it is still so; else None."""
        resume, order = older.resume, self._order
        if resume is None or resume.settings != order.settings():
            return None
        tally = Tally()
        async for page in pages(self._source, order.subject.key, order.selection, until=resume.place):
            await _in_thread(partial(tally.take, page.entries))
            self._advance(page, written=0)
        is_same = tally.place == resume.place and tally.marks == resume.marks
        tally.left_out = older.left_out
        return tally if is_same else None

    async def _append(self, path: Path, older: Manifest, tally: Tally) -> Exported:
        before = tally.messages
        last = tally.place.time if tally.place else None
        writer = self._order.writer(last)
        async with _replacing(path) as new:
            await _in_thread(lambda: new.copy(path))
            if new.sha256 != older.sha256:
                raise ExportError(_("{path} was changed while it was exported; try again.").format(path=path))
            await self._write(writer, tally, new.write, after=tally.place)
            how = "appended" if tally.messages > before else "unchanged"
            return await self._finish(path, new, writer, tally, older, how, tally.messages - before)

    async def _write_whole(self, path: Path, older: Manifest | None, how: str) -> Exported:
        writer, tally = self._order.writer(), Tally()
        async with _replacing(path) as new:
            await self._write_all(writer, tally, new.write)
            return await self._finish(path, new, writer, tally, older, how, tally.messages)

    async def _write_all(self, writer: Writer, tally: Tally, write: Callable[[bytes], object]) -> None:
        await _in_thread(lambda: write(_bytes(writer.begin())))
        await self._write(writer, tally, write)
        await _in_thread(lambda: write(_bytes(writer.end())))

    async def _write(
        self, writer: Writer, tally: Tally, write: Callable[[bytes], object], after: Position | None = None
    ) -> None:
        order = self._order
        async for page in pages(self._source, order.subject.key, order.selection, after):
            entries = page.entries
            if order.fetch_files is not None:
                await order.fetch_files(entries)
            await _in_thread(partial(_render, entries, writer, tally, write))
            self._advance(page, written=len(entries))

    def _advance(self, page: Page, written: int) -> None:
        self._floor = page.floor
        was = self._progress
        done = min(was.done + page.looked_at, was.total)
        self._progress = replace(was, done=done, written=was.written + written)
        self._on_progress(self._progress)

    async def _finish(
        self, path: Path, new: NewFile, writer: Writer, tally: Tally, older: Manifest | None, how: str, fresh: int
    ) -> Exported:
        """Write the manifest of a file that is whole but for its name: see `Manifest.replaces`."""
        order = self._order
        tally.left_out += writer.left_out
        coverage = await self._coverage()
        is_appendable = order.form.is_appendable and tally.place is not None
        settings = order.settings()
        manifest = Manifest(
            file=path.name,
            format=order.form.value,
            sha256=new.sha256,
            size=new.size,
            program=f"roam {__version__}",
            account={"user": order.subject.user, "app_key": order.subject.app_key},
            conversation=order.subject.as_json(),
            filters=order.selection.as_json(),
            messages=tally.messages - tally.left_out,
            left_out=tally.left_out,
            first=tally.first,
            last=tally.last,
            coverage=coverage_object(coverage, self._floor),
            exported_at=self._now,
            how=how,
            files=tally.files,
            replaces=older.sha256 if older else "",
            resume=Resume(tally.place, tally.marks, settings) if is_appendable and tally.place else None,
        )
        await _in_thread(lambda: _kept(new, path, manifest))
        return Exported(path, manifest.messages, fresh, tally.left_out, how, coverage)


def _render(entries: Sequence[Entry], writer: Writer, tally: Tally, write: Callable[[bytes], object]) -> None:
    write(_bytes(writer.write(entries)))
    tally.take(entries)


def _kept(new: NewFile, path: Path, manifest: Manifest) -> None:
    new.keep()
    write_manifest(path, manifest)


def _own(path: Path, *, force: bool) -> Manifest | None:
    """The manifest of the export that is there; None where none is. Raises ExportError for somebody else's file."""
    try:
        manifest = read_manifest(path)
        if not os.path.lexists(path):
            return None
        if manifest is not None and path.is_file() and not path.is_symlink():
            found = sha256_of(path)
            if found == manifest.sha256:
                return manifest
            if found == manifest.replaces:
                return replace(manifest, sha256=found, resume=None)
    except OSError as error:
        raise ExportError(_("{path} cannot be read: {reason}.").format(path=path, reason=error.strerror)) from error
    if force and not path.is_dir():
        return None
    told = _("{path} is there already and is no export, or was changed since; choose another --output, or add --force.")
    raise ExportError(told.format(path=path))


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "replace")


@asynccontextmanager
async def _replacing(path: Path) -> AsyncIterator[NewFile]:
    """As `replacing`, which begins and ends in threads."""
    with_file = ExitStack()
    try:
        yield await _in_thread(lambda: with_file.enter_context(replacing(path)))
    except BaseException as error:
        await _in_thread(partial(with_file.__exit__, type(error), error, error.__traceback__))
        raise
    await _in_thread(with_file.close)


async def _in_thread(work: Callable[[], T]) -> T:
    """Do it in a thread; whoever is cancelled meanwhile waits for its end, as it writes to what is closed then."""
    task = asyncio.ensure_future(asyncio.to_thread(work))
    try:
        return await asyncio.shield(task)
    except asyncio.CancelledError:
        await asyncio.wait([task])
        raise
