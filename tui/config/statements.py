"""The statements of a TOML text and the lines they stand on, which `tomllib` does not tell."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

Path = tuple[str, ...]

_LINE = re.compile(r"[^\n]*\n|[^\n]+")


@dataclass(frozen=True, slots=True)
class Statement:
    """A table's header, or a key with its value: the lines from `start` to `end` (from 0, `end` excluded).

    `table` is the table that it opens or belongs to; `content` is what it says by itself, seen from the top for a
    header and from its table for a key.
    """

    start: int
    end: int
    table: Path
    is_header: bool
    content: Mapping[str, Any] = field(repr=False)

    def paths(self) -> Iterator[Path]:
        """Every key that it names, from the top of the file, those of inline tables included."""
        yield from _paths(self.content, () if self.is_header else self.table)


def split_lines(text: str) -> list[str]:
    """The lines as TOML counts them, each with its end."""
    return _LINE.findall(text)


def statements(lines: Sequence[str]) -> Iterator[Statement]:
    """The statements of a valid TOML text, in order; blank lines and comments are none.

    A statement is the fewest lines that can be read by themselves, so that TOML is read by `tomllib` alone.
    """
    table: Path = ()
    start = 0
    while start < len(lines):
        end, content = _shortest(lines, start)
        if content:
            is_header = lines[start].lstrip(" \t").startswith("[")
            if is_header:
                table = max(_paths(content, ()), key=len)
            yield Statement(start, end, table, is_header, content)
        start = end


def line_of(text: str, path: Path) -> int | None:
    """The line (from 1) on which `path` is first named in a valid TOML text; None when it is nowhere."""
    for statement in statements(split_lines(text)):
        if path in statement.paths():
            return statement.start + 1
    return None


def _shortest(lines: Sequence[str], start: int) -> tuple[int, dict[str, Any]]:
    for end in range(start + 1, len(lines)):
        try:
            return end, tomllib.loads("".join(lines[start:end]))
        except tomllib.TOMLDecodeError:
            continue  # it goes on: a text or a list of several lines
    return len(lines), tomllib.loads("".join(lines[start:]))


def _paths(content: Mapping[str, Any], above: Path) -> Iterator[Path]:
    for key, value in content.items():
        yield (*above, key)
        if isinstance(value, dict):
            yield from _paths(value, (*above, key))
