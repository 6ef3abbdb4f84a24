"""Archived messages as they are kept, for whoever reads all of them: decoding each is left to where it is needed."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

import apsw

from tui.archive.messages import Stored
from tui.archive.places import columns, place
from tui.models import ChatMessage
from tui.protocol.viewpoint import Viewpoint
from tui.runs import START, Position

_AFTER = """
SELECT time, rank, mark, sender, kind, raw, changed FROM message
WHERE conversation = ? AND (time, rank, mark) > (?, ?, ?) ORDER BY time, rank, mark LIMIT ?
"""


class Kept(NamedTuple):
    """A message that has not been decoded. `raw`: the bytes it came in; `changed`: its JSON, where that is the truth.

    `kind` is the value of a `Kind`.
    """

    place: Position
    sender: str
    kind: str
    raw: bytes | None
    changed: str | None

    def read(self, viewpoint: Viewpoint) -> ChatMessage:
        """The message; never raises for what the service sent."""
        return Stored(self.place, self.raw, self.changed).read(viewpoint)


@dataclass(frozen=True, slots=True)
class Sheet:
    """Messages that follow one another in the archive, oldest first.

    `gaps`: the places of those right before which the service may have others that are not archived. `is_last`: the
    archive has nothing beyond. `floor`: the service keeps nothing before this place. `viewpoint` is for reading them.
    """

    messages: tuple[Kept, ...] = ()
    gaps: frozenset[Position] = frozenset()
    is_last: bool = True
    floor: Position | None = None
    viewpoint: Viewpoint = field(default_factory=Viewpoint)


def kept_after(db: apsw.Connection, conversation: int, after: Position | None, count: int) -> tuple[Kept, ...]:
    """The first `count` messages after a place (None: of all), oldest first. Inside a transaction of the caller's."""
    found = db.execute(_AFTER, (conversation, *columns(after or START), count))
    return tuple(
        Kept(place(time, rank, mark), sender, kind, raw, changed)
        for time, rank, mark, sender, kind, raw, changed in found
    )
