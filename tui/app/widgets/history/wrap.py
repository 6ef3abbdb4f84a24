"""Text broken into rows of terminal cells, never inside a character that takes several code points."""

from __future__ import annotations

import re

from rich.cells import cell_len, split_graphemes

NARROWEST = 2
"""Cells that a row must have so that any one character fits."""

_OPENING = "（【《「『〈〔［｛“‘"
_CLOSING = "，。！？；：、）】》」』〉〕］｝”’…"

# What stays together: a word, or one wide character; with it the opening marks before and the closing ones after it,
# a few of each, so that a flood of them still breaks. Or a run of spaces.
_UNIT = re.compile(rf"[ \u3000]+|[{_OPENING}]{{0,2}}(?:[!-~\u00a1-\u2e7f]+|.)[{_CLOSING}]{{0,3}}", re.DOTALL)

# Text in which each code point is a character of its own, so that nothing needs to be joined first.
_SIMPLE = re.compile(
    "[\x20-\x7e\xa1-\xac\xae-\u02ff\u0370-\u0482\u2010-\u2027\u2030-\u205e\u20a0-\u20bf\u2190-\u2bff\u3000-\u3029"
    "\u3041-\u3096\u309b-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7a3\uff01-\uffbe"
    "\U0001f300-\U0001f3fa\U0001f400-\U0001f64f\U0001f680-\U0001f6ff\U0001f900-\U0001f9ff]*"
)


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


def fit(text: str, width: int, ellipsis: str) -> str:
    """`text` if it takes at most `width` cells, else its beginning, ended by `ellipsis` (one cell)."""
    if cell_len(text) <= width:
        return text
    if width <= 0:
        return ""
    room = width - 1
    kept: list[str] = []
    for character in characters(text[: 4 * width + 64]):
        room -= cell_len(character)
        if room < 0:
            break
        kept.append(character)
    return "".join(kept) + ellipsis


def characters(text: str) -> list[str]:
    """The characters as a reader counts them: joined emoji, flags and accented letters are one each."""
    if _SIMPLE.fullmatch(text):
        return list(text)
    spans, _cells = split_graphemes(text)
    return _pair_flags([text[start:end] for start, end, _width in spans])


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
    if _SIMPLE.fullmatch(paragraph):
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


def _pair_flags(parts: list[str]) -> list[str]:
    """Join each two regional indicators, which show as one flag."""
    paired: list[str] = []
    open_flag = False
    for part in parts:
        is_half = "\U0001f1e6" <= part[0] <= "\U0001f1ff"
        if is_half and open_flag:
            paired[-1] += part
        else:
            paired.append(part)
        open_flag = is_half and not open_flag
    return paired
