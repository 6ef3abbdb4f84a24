"""The line above the keys that says what is about to be deleted, and what of it can still be done about it."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

from textual.content import Content
from textual.widgets import Static

from tui.app.glyphs import UNICODE, Glyphs
from tui.i18n import _, ngettext
from tui.text import clean_line

NAME_CAP = 24
"""Characters of a conversation's name: what goes stands behind it, and the line is not to lose that."""

TICK = 0.5
"""Seconds after which the countdown is looked at again."""


@dataclass(frozen=True, slots=True)
class Going:
    """What goes next, in words, from the conversation called `name`; it can be undone until `deadline` (ms since 1970).

    `others`: how many more deletions can be undone after that one.
    """

    name: str
    what: str
    deadline: int
    others: int = 0


@dataclass(frozen=True, slots=True)
class Rest:
    """What a deletion that failed has left, in words."""

    name: str
    what: str


class RemovalLine(Static):
    """Not there unless something is about to go, or something that was to go is still there."""

    def __init__(self, now: Callable[[], int], glyphs: Glyphs = UNICODE) -> None:
        """`now` is in ms since 1970."""
        super().__init__()
        self._now = now
        self._glyphs = glyphs
        self._said: Going | Rest | None = None
        self.display = False

    def on_mount(self) -> None:
        self._timer = self.set_interval(TICK, self.tick, pause=True)

    def show(self, said: Going | Rest | None) -> None:
        """Say this from now on."""
        if said == self._said:
            return
        self._said = said
        self.display = said is not None
        if isinstance(said, Going):
            self._timer.resume()
        else:
            self._timer.pause()
        self.tick()

    def tick(self) -> None:
        """Say how much time is left."""
        if self._said is not None:
            content = Content(self._glyphs.spell(in_words(self._said, self._now())))
            if content != self.content:
                self.update(content)


def in_words(said: Going | Rest, now: int) -> str:
    """The sentence, at the time `now` (ms since 1970)."""
    name = clean_line(said.name[: 4 * NAME_CAP])
    values = {"name": name if len(name) <= NAME_CAP else name[: NAME_CAP - 1] + "…", "what": said.what}
    if isinstance(said, Rest):
        return _("{name}: still there: {what}. r goes on with that.").format(**values)
    seconds = max(0, math.ceil((said.deadline - now) / 1000))
    sentence = ngettext(
        "z undoes within {seconds} second: {name}: {what}.",
        "z undoes within {seconds} seconds: {name}: {what}.",
        seconds,
    ).format(seconds=seconds, **values)
    if not said.others:
        return sentence
    others = ngettext("{count} deletion more waits.", "{count} deletions more wait.", said.others)
    return f"{sentence} {others.format(count=said.others)}"
