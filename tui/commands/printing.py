"""How plain commands print: aligned for people, plain for pipes, JSON lines for programs."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterator, Mapping, Sequence
from typing import TextIO

from rich.cells import cell_len, set_cell_size

from tui.lenses import NO_LENSES, Lenses
from tui.models import ChatMessage, Json, TextBody
from tui.protocol.objects import json_line
from tui.text import clean, clean_line
from tui.timeline.rows import local_time
from tui.timeline.words import describe, lens_note

_LEAST = 16
"""Cells that a column may always have."""


def print_json(value: Mapping[str, Json]) -> None:
    """One object on one line, at once. What a terminal would obey is escaped: nothing in it can act on one."""
    sys.stdout.write(json_line(value, ascii_only=not _is_unicode()))
    sys.stdout.flush()


def print_table(rows: Sequence[Sequence[str]], below: Sequence[Sequence[str]] = ()) -> None:
    """Columns aligned by their width in cells and cut to the terminal; in a pipe, whole and separated by tabs.

    `below`: for each row what is too long for columns. It stands under it, and is never cut; in a pipe these are
    further columns. Texts are cleaned.
    """
    cleaned = [[clean_line(cell) for cell in row] for row in rows]
    notes = [[clean_line(cell) for cell in cells] for cells in below or [()] * len(cleaned)]
    if not sys.stdout.isatty():
        for row, cells in zip(cleaned, notes, strict=True):
            sys.stdout.write("\t".join([*row, *cells]) + "\n")
        return
    for line, cells in zip(_aligned(cleaned), notes, strict=True):
        sys.stdout.write(line + "\n" + (f"    {': '.join(cells)}\n" if cells else ""))


def _aligned(cleaned: Sequence[Sequence[str]]) -> Iterator[str]:
    width = shutil.get_terminal_size().columns
    # One name of absurd length must not push the other columns out of sight.
    widths = [min(max(map(cell_len, column)), max(width // 3, _LEAST)) for column in zip(*cleaned, strict=True)]
    for row in cleaned:
        aligned = [set_cell_size(cut(cell, size), size) for cell, size in zip(row[:-1], widths, strict=False)]
        yield cut("  ".join([*aligned, row[-1]]), width).rstrip()


def message_text(message: ChatMessage, lenses: Lenses = NO_LENSES) -> str:
    """A message, clean and with its end: at a terminal time, sender and the whole text; in a pipe a line, by tabs.

    The columns of a pipe are time, sender, id, kind and the text in one line.
    """
    if sys.stdout.isatty():
        return _for_people(message, lenses)
    columns = (when(message.time), message.sender, message.id, message.kind.value, describe(message, lenses=lenses))
    return "\t".join(map(clean_line, columns)) + "\n"


def when(ms: int) -> str:
    """The time `ms` (since 1970) on the reader's clock, to the minute."""
    return f"{local_time(ms, None):%Y-%m-%d %H:%M}"


def message_line(message: ChatMessage, lenses: Lenses = NO_LENSES) -> str:
    """One message in one clean line: time, sender and what it says."""
    return f"{when(message.time)}  {clean_line(message.sender)}: {describe(message, lenses=lenses)}"


def cut(line: str, width: int) -> str:
    """`line` in at most `width` cells, with `…` where something is left out."""
    return line if cell_len(line) <= width else set_cell_size(line, width - 1) + "…"


def say(sentence: str) -> None:
    """One line to standard error, for people: what went wrong, or what they should know.

    Where nobody takes it any more, it is lost: that changes nothing about what the command does or how it ends.
    """
    try:
        sys.stderr.write(f"roam: {clean_line(sentence)}\n")
        sys.stderr.flush()
    except OSError:
        leave(sys.stderr)


def leave(stream: TextIO) -> None:
    """Nobody takes what goes to `stream` (`| head`, a full disk): nothing more is written, not even at exit."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, stream.fileno())
    os.close(nowhere)


def _for_people(message: ChatMessage, lenses: Lenses) -> str:
    """Time and sender, then the text, every further line of it indented: it cannot pass for a message of its own."""
    body = message.body
    if not isinstance(body, TextBody) or not body.text.strip():
        return message_line(message, lenses) + "\n"
    head = f"{when(message.time)}  {clean_line(message.sender)}: "
    note = lens_note(message, lenses)
    return head + "\n    ".join([*clean(body.text).split("\n"), *filter(None, (note,))]) + "\n"


def _is_unicode() -> bool:
    return (sys.stdout.encoding or "").lower().replace("-", "").startswith("utf")
