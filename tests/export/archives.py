"""Archives to be exported, and exports of them."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import UTC
from pathlib import Path

from tests.archive.samples import BOB, START_TIME
from tests.protocol.samples import VIEWPOINT
from tui.archive import Archive, open_archive
from tui.events import Fact
from tui.export import Exported, ExportJob, Format, Order, Progress, Selection, Subject
from tui.export.clock import Clock
from tui.lenses import NO_LENSES, Lenses

SUBJECT = Subject(BOB, "Bob", "alice", "acme#support")
NOW = START_TIME + 86_400_000


@asynccontextmanager
async def archive_of(*facts: Fact) -> AsyncIterator[Archive]:
    archive = open_archive(None, VIEWPOINT, now=lambda: NOW)
    try:
        for each in facts:
            archive.write(each)
        await archive.written()
        yield archive
    finally:
        await archive.aclose()


def job(
    archive: Archive,
    form: Format,
    selection: Selection | None = None,
    *,
    subject: Subject = SUBJECT,
    on_progress: Callable[[Progress], None] = lambda progress: None,
    lenses: Lenses = NO_LENSES,
) -> ExportJob:
    order = Order(subject, form, selection or Selection(), Clock(UTC), lenses=lenses)
    return ExportJob(archive, order, NOW, on_progress)


async def exported(
    archive: Archive, form: Format, selection: Selection | None = None, lenses: Lenses = NO_LENSES
) -> str:
    """All of an export."""
    parts: list[bytes] = []
    await job(archive, form, selection, lenses=lenses).to_stream(parts.append)
    return b"".join(parts).decode()


async def saved(archive: Archive, form: Format, path: Path, *, incremental: bool = False) -> Exported:
    return await job(archive, form).to_file(path, incremental=incremental)
