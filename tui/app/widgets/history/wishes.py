"""What is wished for of what is not loaded: by a key, or because the reader is near it."""

from __future__ import annotations

from collections.abc import Iterable

from textual.widget import Widget

from tui.app.widgets.history.contents import Contents, Opening
from tui.app.widgets.history.reader import Reader
from tui.app.widgets.history.wanted import GapWanted, MoreWanted, RetryWanted, Wanted
from tui.timeline.rows import EdgeRow, GapRow
from tui.timeline.timeline import EdgeState


class Wishes:
    """Each edge and each gap is wished for once, as long as it stays what it was; loading makes another one of it."""

    def __init__(self) -> None:
        self._made: set[Opening] = set()

    def clear(self) -> None:
        """Begin again, for another conversation."""
        self._made.clear()

    def keep(self, contents: Contents) -> None:
        """Forget the wishes for what is not as it was when they were made."""
        if self._made:
            self._made.intersection_update(contents.openings())

    def due(self, reader: Reader) -> list[EdgeRow | GapRow]:
        """What to wish for now, of what is near the screen: every edge, and of the gaps one, while none is loading."""
        gaps = reader.gaps_near()
        is_loading = any(gap.row.state is EdgeState.LOADING for gap in gaps)
        due = [*self._new(map(Opening, reader.edges_near())), *([] if is_loading else self._new(gaps)[:1])]
        self._made |= set(due)
        return [opening.row for opening in due]

    def _new(self, openings: Iterable[Opening]) -> list[Opening]:
        return [opening for opening in openings if opening.row.state is EdgeState.MORE and opening not in self._made]


def beyond(pane: Widget, row: EdgeRow | GapRow, reader: Reader) -> Wanted | None:
    """The wish of `pane` for what is beyond an edge or in a gap; None where it is on its way, or there is nothing.

    Whether there is a network again, whoever tries will see.
    """
    if row.state in (EdgeState.LOADING, EdgeState.END):
        return None
    if isinstance(row, GapRow):
        return GapWanted(pane, row.message_key, reader.side_of(row))
    return (RetryWanted if row.state is EdgeState.FAILED else MoreWanted)(pane, row.side)
