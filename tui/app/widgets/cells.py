"""Text in terminal cells: the characters it consists of, and as much of it as fits into a line."""

from __future__ import annotations

import re

from rich.cells import cell_len, split_graphemes

from tui.app.glyphs import UNICODE

LINE_CAP = 1_000
"""Characters of an untrusted text that a line is made from, which is more than any screen is wide.

To be cut before cleaning, which takes time for each character: a name may have millions.
"""

_LONGEST_CHARACTER = 32
"""Code points to a cell that are looked at; one may have any number of them."""

# Text in which each code point is a character of its own, so that nothing needs to be joined first.
_SIMPLE = re.compile(
    "[\x20-\x7e\xa1-\xac\xae-\u02ff\u0370-\u0482\u2010-\u2027\u2030-\u205e\u20a0-\u20bf\u2190-\u2bff\u3000-\u3029"
    "\u3041-\u3096\u309b-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7a3\uff01-\uffbe"
    "\U0001f300-\U0001f3fa\U0001f400-\U0001f64f\U0001f680-\U0001f6ff\U0001f900-\U0001f9ff]*"
)


def fit(text: str, width: int, ellipsis: str = UNICODE.ellipsis) -> str:
    """`text` if it takes at most `width` cells, else its beginning, ended by `ellipsis` (one cell)."""
    beginning = text[: max(width, 0) * _LONGEST_CHARACTER]
    if len(beginning) == len(text) and cell_len(text) <= width:
        return text
    if width <= 0:
        return ""
    room = width - 1
    kept: list[str] = []
    for character in characters(beginning):
        room -= cell_len(character)
        if room < 0:
            break
        kept.append(character)
    return "".join(kept) + ellipsis


def fit_middle(text: str, width: int, ellipsis: str = UNICODE.ellipsis) -> str:
    """`text` if it takes at most `width` cells, else its beginning and its end with `ellipsis` (one cell) in between.

    For ids, which often differ at their ends only.
    """
    if cell_len(text[:LINE_CAP]) <= width and len(text) <= LINE_CAP:
        return text
    if width <= 0:
        return ""
    end = part_within(text[-LINE_CAP:], (total := cell_len(text[-LINE_CAP:])) - (width - 1) // 2, total)[0]
    return fit(text, width - cell_len(end), ellipsis) + end


def padded(text: str, width: int, ellipsis: str = UNICODE.ellipsis) -> str:
    """`text` cut or filled up with spaces to exactly `width` cells."""
    fitting = fit(text, width, ellipsis)
    return fitting + " " * (width - cell_len(fitting))


def part_within(text: str, start: int, stop: int) -> tuple[str, int, int]:
    """The characters of `text` that take a cell from `start` until `stop`, and from and until which cell these are."""
    before: list[str] = []
    kept: list[str] = []
    at = 0
    for character in characters(text):
        end = at + cell_len(character)
        if end <= start:
            before.append(character)
        elif at < stop:
            kept.append(character)
        at = end
    part = "".join(kept)
    first = cell_len("".join(before))
    return part, first, first + cell_len(part)


def characters(text: str) -> list[str]:
    """The characters as a reader counts them: joined emoji, flags and accented letters are one each."""
    if is_simple(text):
        return list(text)
    spans, _cells = split_graphemes(text)
    return _pair_flags([text[start:end] for start, end, _width in spans])


def is_simple(text: str) -> bool:
    """Whether each code point of `text` is a character of its own, as in most texts."""
    return _SIMPLE.fullmatch(text) is not None


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
