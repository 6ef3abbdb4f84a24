"""How far a history has been gone through, by time: nobody knows how many messages there are to come."""

from __future__ import annotations

from collections.abc import Sequence

from tui.runs import Hole


class Extent:
    """`done` and `left` in ms; `left` is None until it is known how far back the history goes.

    `messages` are those of the time that is done.
    """

    def __init__(self) -> None:
        self.done = 0
        self.messages = 0
        self.left: int | None = None
        self._low: int | None = None
        self._high = 0
        self._later = 0

    def begin(self, holes: Sequence[Hole], since: int) -> None:
        """The first of `holes` is gone through next; nothing before `since` is of interest."""
        first = holes[0]
        self._low = max(first.after or 0, since) or None
        self._high = first.before or 0
        self._later = sum((each.before or 0) - max(each.after or 0, since) for each in holes[1:])
        self._look()

    def reach_up_to(self, time: int, messages: int = 0) -> None:
        """All up to here is there, with so many messages more."""
        self._low = time
        self.messages += messages
        self._look()

    def reach_down_to(self, time: int, messages: int) -> None:
        """All from here on is there, with so many messages more."""
        self._high = time
        self.messages += messages
        self._look()

    def end(self) -> None:
        """There is nothing more to be gone through."""
        self._note(0)

    def _look(self) -> None:
        if self._low is not None:
            self._note(max(0, self._high - self._low) + self._later)

    def _note(self, left: int) -> None:
        self.done += max(0, (left if self.left is None else self.left) - left)
        self.left = left
