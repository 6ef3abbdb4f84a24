"""The archive in its plainest form: all that was seen, and the ranges in which nothing is missing."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import replace
from itertools import pairwise

from tui.models import ChatMessage
from tui.runs import END, START, Position, Run, Stretch, position
from tui.timeline.claims import later_edit
from tui.timeline.timeline import Side


class ModelArchive:
    """One conversation's messages by key, with exact knowledge of what is missing between them."""

    def __init__(self) -> None:
        self.messages: dict[str, ChatMessage] = {}
        self.known: list[tuple[Position, Position]] = []
        self.floor: Position | None = None
        self.removed: set[str] = set()
        self.dropped: set[str] = set()
        self.until = -1
        self.attached = False
        self.generation = 0

    def ordered(self) -> list[ChatMessage]:
        return sorted(self.messages.values(), key=position)

    def is_below_floor(self, message: ChatMessage) -> bool:
        """Whether the service keeps a message no more."""
        return self.floor is not None and position(message) < self.floor

    def read(self, run: Run, spared: Collection[str]) -> None:
        is_current = run.generation == self.generation
        if not run.messages and run.asked_from is None:
            if not is_current:
                return
            run = replace(run, first=END, last=END)
        given = {message.key: message for message in run.messages}
        judged_from = START
        if run.asked_from is not None and run.asked_from == run.first:
            judged_from = position(run.messages[0]) if run.messages else END
        for key, message in list(self.messages.items()):
            place = position(message)
            is_kept = self.floor is None or place >= self.floor
            if (
                is_current
                and is_kept
                and key not in given
                and key not in spared
                and place >= judged_from
                and run.judges(place)
            ):
                del self.messages[key]
                self.dropped.add(key)
        new = given.keys() - self.messages.keys()
        for key, message in given.items():
            if key not in self.removed and key not in self.dropped and message.time > self.until:
                self.messages[key] = later_edit(self.messages.get(key, message), message)
        if run.reaches_oldest:
            self.floor = max(START if self.floor in (None, END) else self.floor, run.first)
            if run.first == END and self.messages:
                self.floor = max(map(position, self.messages.values()))._replace(mark="later")
        elif self.floor == END and run.messages:
            self.floor = None
        if self.floor is not None and is_current:
            for message in reversed([each for each in self.ordered() if position(each) < self.floor]):
                if message.key not in spared and message.key not in new:
                    break
                self.floor = position(message)
        last = run.last
        if run.reaches_newest and is_current:
            self.attached = True
            last = max([run.last if run.last < END else START, *map(position, self.messages.values())])
        self._know(START if run.reaches_oldest else run.first, last)

    def arrive(self, message: ChatMessage) -> None:
        if message.key in self.removed or message.key in self.messages or message.time <= self.until:
            return
        self.dropped.discard(message.key)
        place = position(message)
        newest = max((last for _, last in self.known), default=START)
        if not self.messages and not self.attached:
            self.floor = None
        if self.floor is not None and not any(place < position(m) < self.floor for m in self.messages.values()):
            self.floor = min(self.floor, place)
        self.messages[message.key] = message
        self._know(newest if self.attached and newest < place else place, place)

    def change(self, message: ChatMessage) -> None:
        if message.key in self.messages:
            self.messages[message.key] = message

    def remove(self, keys: Iterable[str]) -> None:
        for key in keys:
            self.removed.add(key)
            gone = self.messages.pop(key, None)
            if gone is not None and self.attached and not any(position(m) > position(gone) for m in self.ordered()):
                self.attached = False

    def cut(self, until: int) -> None:
        self.until = max(self.until, until)
        floor = Position(until + 1, 0)
        self.remove([key for key, message in self.messages.items() if message.time <= until])
        self.floor = max(self.floor or START, floor)

    def detach(self, generation: int) -> None:
        self.attached, self.generation = False, generation

    def stretch(self, side: Side, place: Position | None, limit: int) -> Stretch:
        """At most `limit` messages from a place (None: from the end) on towards `side`."""
        ordered = self.ordered()
        if side is Side.OLDER:
            found = [message for message in ordered if place is None or position(message) < place]
            taken = found[-limit:]
            joins = place is None or self._is_known(position(taken[-1]) if taken else START, place)
        else:
            found = [message for message in ordered if place is None or position(message) > place]
            taken = found[:limit]
            joins = place is None or not taken or self._is_known(place, position(taken[0]))
        before = {later.key: earlier for earlier, later in pairwise(ordered)}
        gaps = {
            message.key: None
            for message in taken
            if not self._is_known(position(before[message.key]) if message.key in before else START, position(message))
        }
        return Stretch(tuple(taken), gaps, joins, len(taken) == len(found), self.floor)

    def _is_known(self, first: Position, last: Position) -> bool:
        first = max(first, self.floor or START)
        return first >= last or any(low <= first and last <= high for low, high in self.known)

    def _know(self, first: Position, last: Position) -> None:
        apart = [(low, high) for low, high in self.known if high < first or low > last]
        met = [each for each in self.known if each not in apart]
        low = min([first, *(each[0] for each in met)])
        high = max([last, *(each[1] for each in met)])
        self.known = sorted([*apart, (low, high)])
