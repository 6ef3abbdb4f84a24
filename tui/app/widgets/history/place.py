"""What a reader keeps hold of while the rows around it change."""

from __future__ import annotations

from dataclasses import dataclass

from tui.app.widgets.history.contents import Contents
from tui.models import ChatMessage


@dataclass(frozen=True, slots=True)
class Anchor:
    """A message on the screen: the line its text begins at (negative: above the screen) and how many lines that takes.

    The text, not the heading: whether there is a heading depends on the message before. `time` is in ms since 1970.
    """

    key: str
    line: int
    height: int
    time: int

    def line_for(self, height: int, *, rewrapped: bool) -> int:
        """Where the text begins when it now takes `height` lines, so that what was at the screen's top stays there."""
        if self.line >= 0:
            return self.line
        line = round(self.line * height / max(self.height, 1)) if rewrapped else self.line
        return max(line, 1 - height)


@dataclass(frozen=True, slots=True)
class Place:
    """Where one is in a history: at its newest end, whatever comes, or at the message under the cursor.

    `anchors`: the cursor's message, then the others on the screen from the top, to fall back on when it goes away.
    `stays`: one has come for this message, so that even where it is the newest one does not follow before one moves.
    """

    follows: bool = False
    anchors: tuple[Anchor, ...] = ()
    stays: bool = False

    def anchor_in(self, contents: Contents) -> Anchor | None:
        """The first of the anchors that is still there."""
        return next((anchor for anchor in self.anchors if anchor.key in contents), None)

    def heir_in(self, contents: Contents) -> str | None:
        """The message to put the cursor on: the cursor's own, else the next one below it that is left, else above."""
        if not self.anchors:
            return None
        old = self.anchors[0]
        left = [anchor for anchor in self.anchors if anchor.key in contents]
        if not left or old in left:
            return old.key if left else None
        below = [anchor for anchor in left if anchor.line > old.line]
        heir = min(below, key=lambda a: a.line) if below else max(left, key=lambda a: a.line)
        return heir.key


FOLLOW = Place(follows=True)
"""The newest end."""


def place_at(message: ChatMessage, line: int, *, stays: bool = False) -> Place:
    """The place with this message under the cursor, its text beginning at the screen's `line`; `stays`: see `Place`."""
    return Place(anchors=(Anchor(message.key, line, 1, message.time),), stays=stays)
