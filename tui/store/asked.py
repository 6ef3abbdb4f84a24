"""What the service was asked for of a query, so that the gaps that are left are known to hold nothing of it."""

from __future__ import annotations

from dataclasses import replace

from tui.models import ConversationKey
from tui.runs import Coverage, Hole
from tui.store.fetching import EVERYTHING, Fetched, Wanted


class Asked:
    """Knows of one thing that is wanted at a time: another one makes it forget."""

    def __init__(self) -> None:
        self._wanted = EVERYTHING
        self._parts: dict[ConversationKey, tuple[Hole, ...]] = {}

    def note(self, wanted: Wanted, fetched: Fetched) -> None:
        """All that is `wanted` has come of parts of a conversation, up to the newest message that there was then."""
        if wanted != self._wanted:
            self._wanted, self._parts = wanted, {}
        newest = fetched.coverage.newest or 0
        parts = (each if each.before is not None else replace(each, before=newest) for each in fetched.asked)
        self._parts[fetched.key] = (*self._parts.get(fetched.key, ()), *parts)

    def left(self, wanted: Wanted, coverage: Coverage) -> tuple[Hole, ...]:
        """The gaps of a conversation, oldest first, in which something `wanted` may be that nobody was asked for."""
        asked = self._parts.get(coverage.key, ()) if wanted == self._wanted else ()
        parts = ((gap, wanted.part(gap)) for gap in wanted.gaps(coverage))
        return tuple(gap for gap, part in parts if part and not any(_holds(each, part) for each in asked))


def _holds(asked: Hole, part: Hole) -> bool:
    """Whether all of a part was asked for; one without an end goes to what was the newest message then."""
    begins = asked.after is None or (part.after is not None and asked.after <= part.after)
    ends = part.before is None or asked.before is None or part.before <= asked.before
    return begins and ends
