"""The recognised pieces of a text, spread over the rows into which it was wrapped."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from tui.timeline.pieces import Piece, PieceKind

Part = tuple[str, PieceKind]


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
