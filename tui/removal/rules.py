"""What the user has laid down about changing anything."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Rules:
    """`grace_seconds`: for how long a confirmed removal can be undone before anything is sent, from 0. `typed`: every
    deletion is confirmed by typing the conversation's name. `read_only`: nothing may be changed at all.
    `keep_deleted_days`: for how long a copy of what was removed is kept here; 0 for none.
    """

    grace_seconds: float = 10.0
    typed: bool = False
    read_only: bool = False
    keep_deleted_days: int = 30
