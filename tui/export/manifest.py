"""What stands beside an export and says what it is: from whom, of what, how complete, and by which hash to know it."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from tui.export.files import replacing
from tui.models import Json
from tui.protocol.jsontext import JsonError, parse_object
from tui.runs import Coverage, Position

FORM = 1
"""The number of this form of manifests; an export with another one is not continued but written anew."""


@dataclass(frozen=True, slots=True)
class Resume:
    """Where an export can be gone on with. `place`: of the last message. `marks`: a hash of all that the written
    depends on. `settings`: a hash of how it was written.
    """

    place: Position
    marks: str
    settings: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """Times are in ms since 1970. `sha256` and `size` are of the export's file; `files` were saved beside it.

    `replaces` is the hash of the file that was there before: this manifest is written first, so a program that is
    killed in between leaves the older file, known by that.
    """

    file: str
    format: str
    sha256: str
    size: int
    program: str
    account: dict[str, Json]
    conversation: dict[str, Json]
    filters: dict[str, Json]
    messages: int
    left_out: int
    first: dict[str, Json] | None
    last: dict[str, Json] | None
    coverage: dict[str, Json]
    exported_at: int
    how: str
    files: int = 0
    replaces: str = ""
    resume: Resume | None = None
    form: int = FORM


def manifest_path(export: Path) -> Path:
    return export.with_name(f"{export.name}.manifest.json")


def read_manifest(export: Path) -> Manifest | None:
    """What stands beside an export; None where nothing does, or nothing of ours. Raises OSError."""
    try:
        members = parse_object(manifest_path(export).read_bytes())
    except (FileNotFoundError, JsonError):
        return None
    if members.get("form") != FORM or members.get("file") != export.name:
        return None
    try:
        return Manifest(**{**members, "resume": _resume(members.get("resume"))})
    except (TypeError, ValueError):
        return None


def write_manifest(export: Path, manifest: Manifest) -> None:
    """Put it beside the export, whole or not at all. Raises ExportError."""
    text = json.dumps(asdict(manifest), ensure_ascii=False, indent=2)
    with replacing(manifest_path(export)) as file:
        file.write(text.encode("utf-8", "replace") + b"\n")


def coverage_object(coverage: Coverage, floor: Position | None) -> dict[str, Json]:
    """What of the conversation is archived: everything within `spans`, and between them `gaps`.

    A gap without a beginning goes back to the oldest message that the service keeps. `floor`: the service keeps nothing
    before this time; null while that is not known.
    """
    edges = [coverage.oldest, *(edge for gap in coverage.gaps for edge in (gap.after, gap.before)), coverage.newest]
    spans = zip(edges[::2], edges[1::2], strict=True) if coverage.messages else ()
    return {
        "archived": coverage.messages,
        "complete": coverage.is_complete,
        "spans": [{"first": first, "last": last} for first, last in spans],
        "gaps": [{"after": gap.after, "before": gap.before} for gap in coverage.missing],
        "floor": None if floor is None or floor.time >= 2**53 else floor.time,
        "read_at": coverage.read_at,
    }


def _resume(value: Any) -> Resume | None:
    if value is None:
        return None
    time, number, mark = value["place"]
    return Resume(Position(int(time), int(number), str(mark)), str(value["marks"]), str(value["settings"]))
