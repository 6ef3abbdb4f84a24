"""Reads the wanted messages of a conversation from an archive, so many at a time, however many there are."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass

from tui.export.entries import Entry
from tui.export.selection import Selection
from tui.export.source import Sheet, Source
from tui.models import ConversationKey
from tui.runs import Position

AT_ONCE = 1_000
"""Messages in memory: enough to be fast, and few enough that whoever cancels does not wait."""


@dataclass(frozen=True, slots=True)
class Page:
    """Wanted messages in order, and how many messages were looked at for them."""

    entries: Sequence[Entry]
    looked_at: int
    floor: Position | None


async def pages(
    source: Source,
    key: ConversationKey,
    selection: Selection,
    after: Position | None = None,
    until: Position | None = None,
) -> AsyncIterator[Page]:
    """The wanted messages after a place and up to another (None: to the end), oldest first.

    A gap shows at the first wanted message after it. Raises ArchiveError.
    """
    place = after or selection.begins_after
    is_gap = False
    while True:
        sheet = await source.kept(key, place, AT_ONCE)
        entries, is_gap, is_end = _wanted(sheet, selection, until, is_gap=is_gap)
        yield Page(entries, len(sheet.messages), sheet.floor)
        if sheet.is_last or is_end:
            return
        place = sheet.messages[-1].place


def _wanted(
    sheet: Sheet, selection: Selection, until: Position | None, *, is_gap: bool
) -> tuple[list[Entry], bool, bool]:
    """Those of a sheet, whether there is a gap that none of them shows, and whether nothing that follows is wanted."""
    entries: list[Entry] = []
    takes_all = selection.takes_all
    for each in sheet.messages:
        if selection.is_past(each) or (until is not None and each.place > until):
            return entries, is_gap, True
        is_gap = is_gap or each.place in sheet.gaps
        if takes_all or selection.wants(each):
            entries.append(Entry(each, sheet.viewpoint, is_gap))
            is_gap = False
    return entries, is_gap, False
