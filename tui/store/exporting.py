"""Writes what is archived of a conversation, or of what is about to be removed, to a file that was not there before."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from tui.export import Exported, ExportError, ExportJob, Format, Order, Progress, Selection, Subject
from tui.export.manifest import manifest_path
from tui.i18n import _
from tui.lenses import NO_LENSES, Lenses
from tui.removal.plan import ByIds, Removal, UpTo, Whole
from tui.store.archive import Archive


@dataclass(frozen=True, slots=True)
class ExportWish:
    """What is to be written where, and which messages of it."""

    subject: Subject
    form: Format
    path: Path
    selection: Selection
    lenses: Lenses = NO_LENSES


def selection_of(removal: Removal) -> Selection:
    """The messages that a removal takes, and no others: of a whole conversation those until it was decided."""
    match removal.target:
        case ByIds(ids=ids, times=times):
            return Selection(keys=frozenset(ids), since=min(times), until=max(times))
        case UpTo(time=time):
            return Selection(until=time)
        case Whole(newest=newest):
            return Selection(until=newest)


async def export(archive: Archive, wish: ExportWish, now: int, on_progress: Callable[[Progress], None]) -> Exported:
    """Write a new file and its manifest; `now` in ms since 1970. Raises ExportError, ArchiveError.

    To stop it, cancel it: nothing is left then.
    """
    await asyncio.to_thread(_refuse_what_is_there, wish.path)
    order = Order(wish.subject, wish.form, wish.selection, lenses=wish.lenses)
    return await ExportJob(archive, order, now, on_progress).to_file(wish.path)


def _refuse_what_is_there(path: Path) -> None:
    for each in (path, manifest_path(path)):
        if os.path.lexists(each):
            raise ExportError(_("{path} is there already: choose another name.").format(path=each))
