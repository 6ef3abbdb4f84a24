"""What a question about a deletion says, as of the moment it opens."""

from __future__ import annotations

from dataclasses import dataclass

from tui.models import ChatMessage
from tui.removal.plan import Removal

MOST_BY_IDS = 500
"""So many messages at most are offered to be removed by their ids instead of by a time."""


@dataclass(frozen=True, slots=True)
class Preview:
    """`removal` is what is carried out if the answer is yes, whatever has happened meanwhile; its count is exact for
    what is known here.

    `first` and `last` of what goes; `not_loaded`: how many of it are not on the screen's window. `may_be_more`: the
    service may have others in this range that nobody has seen here, and they would go as well. `by_ids`: the same
    messages named one by one, where that is possible, so that no other can go. `takes_newest`: what the list shows of
    the conversation goes. `empties`: nothing is left then, and the conversation leaves the list; None: not known.
    """

    removal: Removal
    first: ChatMessage | None = None
    last: ChatMessage | None = None
    not_loaded: int = 0
    may_be_more: bool = False
    by_ids: Removal | None = None
    takes_newest: bool = False
    empties: bool | None = None
