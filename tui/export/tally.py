"""Counts what an export has written, and hashes what it depends on."""

from __future__ import annotations

import json
import time
from collections.abc import Sequence
from hashlib import blake2b

from tui.export.entries import Entry, Writer
from tui.export.formats import Format
from tui.export.manifest import FORM
from tui.export.selection import Selection
from tui.export.telling import missing_here
from tui.lenses import Lenses
from tui.models import Json
from tui.runs import Position


class Tally:
    """What was written, in order."""

    def __init__(self) -> None:
        self.messages = 0
        self.left_out = 0
        self.gaps = 0
        self.files = 0
        self.first: dict[str, Json] | None = None
        self.last: dict[str, Json] | None = None
        self.place: Position | None = None
        self._marks = blake2b(digest_size=16)

    @property
    def marks(self) -> str:
        """A hash of all that what was written depends on."""
        return self._marks.hexdigest()

    def take(self, entries: Sequence[Entry]) -> None:
        """These were written behind the others."""
        if not entries:
            return
        self.messages += len(entries)
        self.gaps += sum(each.gap for each in entries)
        self.files += sum(each.file != "" for each in entries)
        self.first = self.first or _named(entries[0])
        self.last = _named(entries[-1])
        self.place = entries[-1].kept.place
        self._marks.update(b"".join([each.mark() for each in entries]))


def settings_of(writer: Writer, form: Format, selection: Selection, lenses: Lenses) -> str:
    """A hash of all that an export depends on besides its messages: `writer` has written nothing yet."""
    told = [FORM, form, selection.as_json(), writer.begin(), missing_here(), time.tzname, time.timezone]
    if form.is_for_people and lenses.by_name:
        told.append(repr(lenses.by_name))
    return blake2b(json.dumps(told).encode(), digest_size=16).hexdigest()


def _named(entry: Entry) -> dict[str, Json]:
    place = entry.kept.place
    return {"id": place.name, "time": place.time}
