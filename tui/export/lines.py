"""The forms for programs: a JSON object a line, everything in it as it came."""

from __future__ import annotations

from collections.abc import Sequence

from tui.export.entries import Entry, Subject
from tui.models import Json
from tui.protocol.jsontext import write_json
from tui.protocol.messages import service_object
from tui.protocol.objects import inert, message_object
from tui.protocol.records import Record, record_line
from tui.protocol.stored_records import record_of_message, record_of_meta


class _Lines:
    def __init__(self, subject: Subject) -> None:
        self.left_out = 0
        self._user = subject.user

    def begin(self) -> str:
        return ""

    def end(self) -> str:
        return ""


class ObjectLines(_Lines):
    """The service's message objects, as `roam history --json` prints them."""

    def write(self, entries: Sequence[Entry]) -> str:
        return inert("".join([f"{write_json(_object(entry))}\n" for entry in entries]))


class RecordLines(_Lines):
    """The service's history records, which can be imported again; what could not be read has none."""

    def write(self, entries: Sequence[Entry]) -> str:
        records = [record for entry in entries if (record := _record(entry))]
        self.left_out += len(entries) - len(records)
        return inert("".join([f"{record_line(record, self._user)}\n" for record in records]))


def _object(entry: Entry) -> dict[str, Json]:
    kept = entry.kept
    if kept.changed is None and kept.raw is not None:
        return service_object(kept.raw, entry.viewpoint) or message_object(entry.message)
    return message_object(entry.message)


def _record(entry: Entry) -> Record | None:
    kept = entry.kept
    if kept.changed is None and kept.raw is not None:
        return record_of_meta(kept.raw, kept.place.time)
    return record_of_message(entry.message)
