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
) -> ExportJob:
    return ExportJob(archive, Order(subject, form, selection or Selection(), Clock(UTC)), NOW, on_progress)


async def exported(archive: Archive, form: Format, selection: Selection | None = None) -> str:
    """All of an export."""
    parts: list[bytes] = []
    await job(archive, form, selection).to_stream(parts.append)
    return b"".join(parts).decode()


async def saved(archive: Archive, form: Format, path: Path, *, incremental: bool = False) -> Exported:
    return await job(archive, form).to_file(path, incremental=incremental)
