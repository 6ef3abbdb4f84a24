"""Where one came from: the places that were left for far ones, to go back to and forward again."""

from __future__ import annotations

from tui.spots import Spot

KEPT = 100
"""Places to remember; the oldest go first."""


class Jumps:
    """As in a browser: going back keeps what is ahead, until one leaves for somewhere else."""

    def __init__(self) -> None:
        self._behind: list[Spot] = []
        self._ahead: list[Spot] = []

    def leave(self, here: Spot) -> None:
        """Note the place that is left for a far one."""
        self._ahead.clear()
        _push(self._behind, here)

    def back(self, here: Spot | None) -> Spot | None:
        """The place before; None where there is none. `here` is where one is, to come back to."""
        return _move(self._behind, self._ahead, here)

    def forward(self, here: Spot | None) -> Spot | None:
        """The place that was left by going back; None where there is none."""
        return _move(self._ahead, self._behind, here)


def _move(source: list[Spot], target: list[Spot], here: Spot | None) -> Spot | None:
    while source and here is not None and _same(source[-1], here):
        source.pop()  # going there would move nothing
    if not source:
        return None
    if here is not None:
        _push(target, here)
    return source.pop()


def _push(spots: list[Spot], spot: Spot) -> None:
    if spots and _same(spots[-1], spot):
        spots.pop()
    spots.append(spot)
    del spots[:-KEPT]


def _same(one: Spot, other: Spot) -> bool:
    return (one.conversation, one.position) == (other.conversation, other.position)
