"""What `roam doctor` finds: one thing each, how it is, and what to do about it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class State(StrEnum):
    """`NOTE`: works, but the user may want to know. `BROKEN`: something that is needed does not work."""

    OK = "ok"
    NOTE = "note"
    BROKEN = "broken"


@dataclass(frozen=True, slots=True)
class Finding:
    """`name` is for programs and stays; `value` and `advice` are for people, and hold no secret."""

    name: str
    value: str
    state: State = State.OK
    advice: str = ""
