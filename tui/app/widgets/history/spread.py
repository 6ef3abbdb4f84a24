"""The recognised pieces of a text, and what was found in it, spread over the rows into which it was wrapped."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TypeVar

from tui.timeline.pieces import Piece, PieceKind

T = TypeVar("T")

Part = tuple[str, PieceKind]

Spans = tuple[tuple[int, int], ...]
"""From and until which character, in order, without overlaps."""

Find = Callable[[str], Spans]
"""Gives where in a text is what was looked for."""


def spread(text: str, rows: Iterable[str], pieces: Sequence[Piece]) -> Iterator[tuple[Part, ...]]:
    """The parts of each of the `rows` that `text` was wrapped into; `pieces` joined are `text`.

    Takes time in proportion to the text.
    """
    at = piece_start = index = 0
    for row in rows:
        at = text.index(row, at)  # only blanks are left out between rows, so that this is where the row begins
        end = at + len(row)
        parts: list[Part] = []
        while at < end:
            piece_end = piece_start + len(pieces[index].text)
            if at >= piece_end:
                index, piece_start = index + 1, piece_end
                continue
            stop = min(end, piece_end)
            parts.append((text[at:stop], pieces[index].kind))
            at = stop
        yield tuple(parts)


def between_rows(text: str, rows: Iterable[str]) -> list[str]:
    """What `text` has after each of the `rows` that it was wrapped into: blanks or a line feed; after the last, ''."""
    at, found = 0, list[str]()
    for row in rows:
        start = text.index(row, at)
        found.append(text[at:start])
        at = start + len(row)
    return [*found[1:], ""]


def hits_in_rows(text: str, rows: Iterable[str], spans: Spans) -> list[Spans]:
    """Where in each of the `rows` that `text` was wrapped into the `spans` of the text are."""
    at, found = 0, list[Spans]()
    for row in rows:
        at = text.index(row, at)
        end = at + len(row)
        within = ((max(start, at) - at, min(stop, end) - at) for start, stop in spans if start < end and stop > at)
        found.append(tuple(within))
        at = end
    return found


def cut_at(pieces: Iterable[tuple[str, T]], spans: Spans) -> Iterator[tuple[str, T, bool]]:
    """The pieces of a line, cut where a span begins or ends, each with whether it is within one."""
    bounds = sorted({bound for span in spans for bound in span})
    at = 0
    for text, kind in pieces:
        end = at + len(text)
        for stop in (*(bound for bound in bounds if at < bound < end), end):
            yield text[len(text) - (end - at) : len(text) - (end - stop)], kind, _is_within(at, spans)
            at = stop


def _is_within(at: int, spans: Spans) -> bool:
    return any(start <= at < stop for start, stop in spans)
