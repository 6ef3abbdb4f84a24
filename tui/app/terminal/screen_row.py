"""One line of the terminal, cell by cell: what is known to stand there, and what has to be written to change it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import compress, groupby, pairwise
from operator import is_not, ne, or_

UNKNOWN = "\0"
"""A cell of which nobody knows what it shows; no line holds it (see `line_filter`)."""

BRIDGE = 6
"""As many cells between two changes are written again: going to the next change costs more bytes than they do."""

_SURE = re.compile("[ -~\u2500-\u259f\u3001-\u3011\u3041-\u3096\u30a1-\u30fa\u4e00-\u9fff\uac00-\ud7a3\uff01-\uff5e]*")
"""What takes the same cells in every terminal. About the rest terminals disagree (emoji, combined characters, signs
that some fonts have wide), and behind one of those nobody knows which column is which. Lines and blocks are among the
sure ones, as nothing looks right in a terminal where they are wide."""

Look = tuple[str, str]
"""What is written before and after a text to give it its style."""


@dataclass(frozen=True, slots=True)
class Piece:
    """Cells from `column` on, each with its look. A character of two cells stands in the first, and '' in the other."""

    column: int
    texts: Sequence[str]
    looks: Sequence[Look]


class ScreenRow:
    """What one line shows."""

    def __init__(self) -> None:
        self._texts: list[str] = []
        self._looks: list[Look] = []

    def change(self, pieces: Iterable[Piece]) -> Iterator[tuple[int, str]]:
        """Let `pieces`, given from left to right, stand here; yields what has to be written, each from which column on.

        Behind a character whose width is not sure, in what stood there or in what comes, a piece is written whole, and
        what stands right of it is unknown: it may have been pushed or covered.
        """
        for piece in pieces:
            changed, sure = self._replace(piece)
            end = piece.column + len(piece.texts)
            if changed and changed[-1] >= sure:
                changed = [*(at for at in changed if at < sure), *range(sure, end)]
                self._texts[end:] = [UNKNOWN] * len(self._texts[end:])
            for start, stop in _stretches(changed):
                yield start, self._written(start, stop)

    def _replace(self, piece: Piece) -> tuple[list[int], int]:
        """Take `piece` in; returns the columns that change, and the one up to which all widths are sure."""
        texts, looks, start = list(piece.texts), list(piece.looks), piece.column
        end = start + len(texts)
        self._reach(end)
        old_texts, old_looks = self._texts[start:end], self._looks[start:end]
        if texts == old_texts and looks == old_looks:
            return [], end
        self._texts[start:end] = texts
        self._looks[start:end] = looks
        self._forget_halves(start, end, had_one=old_texts[:1] == [""])
        differing = map(or_, map(ne, texts, old_texts), map(is_not, looks, old_looks))  # in C: it is most of the work
        return list(compress(range(start, end), differing)), start + min(_sure_cells(texts), _sure_cells(old_texts))

    def _reach(self, end: int) -> None:
        missing = end - len(self._texts)
        if missing > 0:
            self._texts += [UNKNOWN] * missing
            self._looks += [("", "")] * missing

    def _forget_halves(self, start: int, end: int, *, had_one: bool) -> None:
        """Where a wide character lost one of its cells to what stands from `start` to `end`, terminals do as they like
        with the other."""
        if had_one and start:
            self._texts[start - 1] = UNKNOWN
        if self._texts[end : end + 1] == [""]:
            self._texts[end] = UNKNOWN

    def _written(self, start: int, stop: int) -> str:
        parts: list[str] = []
        for (before, after), run in groupby(self._looks[start:stop]):
            end = start + len(list(run))
            parts += (before, *self._texts[start:end], after)
            start = end
        return "".join(parts)


def _sure_cells(texts: Sequence[str]) -> int:
    """How many cells from the first on have a width that is sure."""
    if _SURE.fullmatch("".join(texts)):
        return len(texts)
    return next(at for at, text in enumerate(texts) if not _SURE.fullmatch(text))


def _stretches(columns: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Columns in order as stretches, from one and up to but not with another, over gaps that are not worth a move."""
    if not columns:
        return
    start = columns[0]
    for last, following in pairwise(columns):
        if following - last > BRIDGE:
            yield start, last + 1
            start = following
    yield start, columns[-1] + 1
