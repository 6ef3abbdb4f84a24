"""Text broken into rows of terminal cells, never inside a character that takes several code points."""

from __future__ import annotations

import re

from rich.cells import cell_len

from tui.app.widgets.cells import characters, is_simple

NARROWEST = 2
"""Cells that a row must have so that any one character fits."""

_OPENING = "（【《「『〈〔［｛“‘"
_CLOSING = "，。！？；：、）】》」』〉〕］｝”’…"

# What stays together: a word, or one wide character; with it the opening marks before and the closing ones after it,
# a few of each, so that a flood of them still breaks. Or a run of spaces.
_UNIT = re.compile(rf"[ \u3000]+|[{_OPENING}]{{0,2}}(?:[!-~\u00a1-\u2e7f]+|.)[{_CLOSING}]{{0,3}}", re.DOTALL)


def wrap(text: str, width: int) -> list[str]:
    """Break `text` into rows of at most `width` cells (at least `NARROWEST` are taken), at least one row.

    Line feeds always break. Otherwise rows end at spaces or beside wide characters, and spaces at the break are left
    out; a word longer than a row is broken. Closing punctuation does not begin a row where it can be helped.
    """
    width = max(width, NARROWEST)
    rows: list[str] = []
    for paragraph in text.split("\n"):
        if paragraph.isascii() and len(paragraph) <= width:
            rows.append(paragraph.rstrip(" "))
        else:
            rows.extend(_wrap_paragraph(paragraph, width))
    return rows


def _wrap_paragraph(paragraph: str, width: int) -> list[str]:
    rows: list[str] = []
    row, used = "", 0
    for unit in _units(paragraph):
        cells = cell_len(unit)
        if used + cells <= width:
            row, used = row + unit, used + cells
            continue
        if row:
            rows.append(row.rstrip(" \u3000"))
        *full, row = _broken(unit, cells, width)
        rows.extend(full)
        used = cell_len(row)
    if row or not rows:
        rows.append(row.rstrip(" \u3000"))
    return rows


def _units(paragraph: str) -> list[str]:
    if is_simple(paragraph):
        return _UNIT.findall(paragraph)
    joined = characters(paragraph)
    skeleton = "".join(character[0] for character in joined)
    return ["".join(joined[found.start() : found.end()]) for found in _UNIT.finditer(skeleton)]


def _broken(unit: str, cells: int, width: int) -> list[str]:
    """The rows that a unit takes after a break; the last one may be gone on with."""
    if unit.isspace():
        return [""]
    return [unit] if cells <= width else _chop(unit, width)


def _chop(unit: str, width: int) -> list[str]:
    pieces: list[str] = []
    piece, used = "", 0
    for character in characters(unit):
        cells = cell_len(character)
        if used + cells > width:
            pieces.append(piece)
            piece, used = "", 0
        piece, used = piece + character, used + cells
    return [*pieces, piece]
