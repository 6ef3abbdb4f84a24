"""How plain commands print: aligned for people, plain for pipes, JSON lines for programs."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping, Sequence

from rich.cells import cell_len, set_cell_size

from tui.models import ChatMessage, Json
from tui.text import clean_line


def print_json(value: Mapping[str, Json]) -> None:
    """One object on one line. Control characters are escaped, so that nothing in it can act on a terminal."""
    text = json.dumps(value, ensure_ascii=not _is_unicode(), separators=(",", ":"))
    sys.stdout.write("".join(map(_escaped, text)) + "\n")


def message_object(message: ChatMessage) -> dict[str, Json]:
    """The service's object for a message; for one that could not be read, what is known of it and why."""
    if message.service:
        return message.as_service()
    return {"id": message.id, "type": message.kind.value, "from": message.sender, "time": message.time}


def print_table(rows: Sequence[Sequence[str]]) -> None:
    """Columns aligned by their width in cells on a terminal, separated by tabs in a pipe; texts are cleaned."""
    cleaned = [[clean_line(cell) for cell in row] for row in rows]
    if not sys.stdout.isatty():
        for row in cleaned:
            sys.stdout.write("\t".join(row) + "\n")
        return
    widths = [max(map(cell_len, column)) for column in zip(*cleaned, strict=True)]
    for row in cleaned:
        aligned = [set_cell_size(cell, width) for cell, width in zip(row[:-1], widths, strict=False)]
        sys.stdout.write("  ".join([*aligned, row[-1]]) + "\n")


def say(sentence: str) -> None:
    """One line to standard error, for people: what went wrong, or what they should know."""
    sys.stderr.write(f"roam: {clean_line(sentence)}\n")


def _is_unicode() -> bool:
    return (sys.stdout.encoding or "").lower().replace("-", "").startswith("utf")


def _escaped(char: str) -> str:
    code = ord(char)
    dangerous = 0x7F <= code <= 0x9F or 0xD800 <= code <= 0xDFFF or char in "\u2028\u2029" or 0x202A <= code <= 0x202E
    return f"\\u{code:04x}" if dangerous or 0x2066 <= code <= 0x2069 else char
