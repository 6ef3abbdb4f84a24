"""The notation that the hand-written conversations are in.

mei: a message            said by mei
| its next line
                          an empty line: a pause of minutes to hours
lan.04 ~2: another one    edited twice since
==                        a pause of days
lan.04: <chart>           the thing of that name instead of a text
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterable
from dataclasses import dataclass

from tui.server.seed.rhythm import AWAKE
from tui.times import MINUTE, SECOND

_START = re.compile(r"([a-z0-9._-]+)(?: ~(\d+))?: (.*)")
_THING = re.compile(r"<([a-z ]+)>")
_READING = 90
"""Milliseconds of writing a character, roughly."""


@dataclass(frozen=True, slots=True)
class Said:
    """One message of a script; `gap` is the waking time (ms) since the one before, `edits` how often it was changed."""

    sender: str
    text: str
    gap: int
    edits: int = 0

    @property
    def thing(self) -> str:
        """The name of what was sent instead of a text, or ''."""
        found = _THING.fullmatch(self.text)
        return found[1] if found else ""


def read(script: Iterable[str], rng: random.Random) -> list[Said]:
    """The messages of a script, given line by line, in order, with pauses drawn from `rng`.

    Raises ValueError for a line it cannot read.
    """
    said: list[Said] = []
    pause = 0
    for line in script:
        if line.startswith("|"):
            last = said.pop()
            said.append(Said(last.sender, f"{last.text}\n{line[2:]}", last.gap, last.edits))
        elif line == "==":
            pause = rng.randrange(AWAKE // 2, 3 * AWAKE)
        elif not line:
            pause = max(pause, rng.randrange(20 * MINUTE, 180 * MINUTE))
        else:
            said.append(_message(line, pause, rng))
            pause = 0
    return said


def _message(line: str, pause: int, rng: random.Random) -> Said:
    found = _START.fullmatch(line)
    if not found:
        raise ValueError(f"a script line without a sender: {line}")
    sender, edits, text = found.groups()
    writing = rng.randrange(4 * SECOND, 40 * SECOND) + _READING * min(len(text), 600)
    return Said(sender, text, pause + writing, int(edits or 0))
