"""What happens to histories: pages, arrivals, changes and removals, each by the rules of what is known for certain."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import replace
from itertools import zip_longest

import apsw

from tui.archive.changes import ChangeLog
from tui.archive.conversations import ConversationTable, History
from tui.archive.deleted import DeletedTable
from tui.archive.messages import Arrival, MessageTable, Row
from tui.archive.removals import RemovalTable
from tui.archive.spans import SpanTable
from tui.archive.writers import is_running
from tui.events import (
    ConnectionBegan,
    ConversationRemoved,
    HistoryRead,
    MessageChanged,
    MessagesCut,
    MessagesFound,
    MessagesRemoved,
)
from tui.models import ChatMessage, ConversationKey, keys_named
from tui.protocol.viewpoint import Viewpoint
from tui.runs import END, START, Position, Run, position
from tui.times import MINUTE

FRESH = 10 * MINUTE
"""Ms for which what another program was told outweighs a page: that may have been asked for before."""


class HistoryFacts:
    """The histories of one account. Every method is one step inside a transaction of the caller's, and `changing`."""

    def __init__(self, db: apsw.Connection, writer: int, deleted: DeletedTable) -> None:
        """`writer` tells this program from others that write to the same file."""
        self._deleted = deleted
        self._changes = ChangeLog(db)
        self._conversations = ConversationTable(db)
        self._messages = MessageTable(db)
        self._removals = RemovalTable(db)
        self._spans = SpanTable(db)
        self._writer = writer
        self._attached: dict[int, Position] = {}
        """Up to where a history is known of which the live connection tells all that comes after."""
        self._generation = 0
        self._others_wrote_at: int | None = None
        self._found_at: dict[int, int] = {}
        """When messages were last found in a history by pages that say nothing of when they were asked for."""

    def changing(self) -> AbstractContextManager[None]:
        """A block inside a transaction, for all other methods; at its end what they wrote can be found by its words."""
        return self._messages.changing()

    def others_wrote(self, now: int) -> None:
        """Other programs have written to the file, at the latest at `now`."""
        self._others_wrote_at = now

    def connect(self, fact: ConnectionBegan) -> None:
        """From now on something may be missing after the newest message of any history."""
        self._attached.clear()
        self._generation = fact.generation

    def read(self, fact: HistoryRead, now: int) -> list[Row]:
        """A page is the whole truth for the range it covers; returns what is gone."""
        run, history = fact.run, self._conversations.history_of(fact.key)
        gone = self._judged(history, fact, now)
        lost = self._messages.drop([row.number for row in gone])
        new = self._messages.put(history.number, self._removals.stay(history, run.messages))
        self._cover(history.number, run, gone)
        spared = self._messages.places(history.number, fact.spared)
        if fact.attaches:
            self._attach(history.number, run, spared)
        is_old = self._is_late(run) or self._is_overtaken(history, now)
        floor = history.floor
        if _has_a_range(run) or not is_old:  # that there was nothing then says nothing of now
            floor = _floor_after(run, floor)
        if floor is not None:
            floor = min([floor, *spared])  # the service has them, whatever the page could know
        count = history.message_count + len(new) - lost
        self._conversations.keep(replace(history, message_count=count, floor=floor, read_at=now))
        return gone

    def arrive(self, key: ConversationKey, messages: Sequence[ChatMessage], now: int) -> frozenset[str]:
        """Take in messages in the order in which they came, each behind a gap unless attached.

        Returns the keys of those that are new.
        """
        history = self._conversations.history_of(key)
        staying = self._removals.stay(history, messages)
        if not staying:
            return frozenset()
        new = self._messages.put(history.number, staying, Arrival(now, self._writer))
        self._keep(
            replace(history, read_at=now), len(new), self._told(history, [position(message) for message in staying])
        )
        return frozenset(each.key for each in new)

    def _told(self, history: History, places: Sequence[Position]) -> Position | None:
        """Cover what arrivals, in this order, say nothing is missing from; returns the floor after them."""
        floor, first = history.floor, None
        for at, following in zip_longest(places, places[1:]):
            known_to = self._attached.get(history.number)
            if first is None:
                first = at if known_to is None else min(known_to, at)
            if known_to is not None:
                known_to = self._attached[history.number] = at if known_to == END else max(known_to, at)
            if floor is not None and at < floor:  # the service kept nothing, and now it does: perhaps more than this
                floor = None if known_to is None else at
            if following is None or known_to != at or following < at:  # the next one does not go on from here
                self._spans.cover(history.number, first, at)
                first = None
        return floor

    def find(self, fact: MessagesFound, now: int) -> None:
        """Take in messages of which only is known that they exist."""
        history = self._conversations.history_of(fact.key)
        messages = self._removals.stay(history, fact.messages)
        self._found_at[history.number] = now
        new = self._messages.put(history.number, messages)
        places = list(map(position, messages))
        for at in places:
            self._spans.cover(history.number, at, at)
        contradicted = history.floor is not None and any(at < history.floor for at in places)
        self._keep(replace(history, read_at=now), len(new), None if contradicted else history.floor)

    def change(self, fact: MessageChanged, viewpoint: Viewpoint) -> None:
        """Give a message its new content, if it is here."""
        number = self._conversations.find(fact.key)
        if number is not None:
            self._messages.change(number, fact, viewpoint)

    def remove(self, fact: MessagesRemoved, now: int) -> None:
        """Take messages out for good. Nothing else than before is missing then: spans stay as they are."""
        history = self._conversations.history_of(fact.key)
        self._removals.add(history.number, fact.ids)
        self._remove(history, self._messages.named(history.number, fact.ids), fact, now)

    def cut(self, fact: MessagesCut, now: int) -> None:
        """Take out, for good, all messages up to a time."""
        history = self._conversations.history_of(fact.key)
        numbers = self._messages.until(history.number, fact.until)
        self._remove(self._cut_off(history, fact.until, now), numbers, fact, now)

    def remove_all(self, fact: ConversationRemoved, now: int) -> None:
        """Take all messages out for good, and forget what was known of the history."""
        history = self._conversations.history(fact.key)
        if history is None:
            return
        newest = max(self._last_times(history.number), default=None)
        if newest is not None:
            history = self._cut_off(history, newest, now)
        self._spans.forget(history.number)
        self._remove(replace(history, floor=None), self._messages.until(history.number, END.time), fact, now)

    def _last_times(self, conversation: int) -> Iterator[int]:
        """When the newest message was sent, and the newest one that was recalled (ms since 1970), as far as known."""
        newest = self._messages.newest(conversation)
        if newest is not None:
            yield newest.time
        yield from (recall.place.time for recall in self._changes.recalls(conversation, None)[-1:])

    def _cut_off(self, history: History, until: int, now: int) -> History:
        """The history, to which messages up to a time never come back.

        A time that is yet to come must not keep out what comes until then: what is dated ahead is remembered by its id.
        """
        ahead = self._messages.between(history.number, Position(now + 1, 0), Position(until, END.number))
        self._removals.add(history.number, [row.place.name for row in ahead])
        cut = min(until, now)
        return replace(history, cut=cut if history.cut is None else max(history.cut, cut))

    def _judged(self, history: History, fact: HistoryRead, now: int) -> list[Row]:
        """The messages that are no more on the server, as the page's range has them and the page has not.

        What the service keeps no more anyway is not judged by its absence, and nothing by a page that was asked for
        during an earlier connection: what came since may be more than is spared.
        """
        run = fact.run
        if self._is_late(run):
            return []
        first = run.first if run.gone_from is None else min(run.first, run.gone_from)
        kept_from = max(_kept_from(run), history.floor or START)
        rows = self._messages.between(history.number, first, END if run.reaches_newest else run.last)
        rows = [row for row in rows if run.judges(row.place) and (row.place >= kept_from or row.place < run.first)]
        there = {each.name for each in run.messages} if rows else ()
        return [
            row
            for row in rows
            if row.place.name not in there
            and fact.spared.isdisjoint(keys_named(row.place.name))
            and not self._is_fresh_elsewhere(row, now)
        ]

    def _is_late(self, run: Run) -> bool:
        return run.generation < self._generation

    def _is_overtaken(self, history: History, now: int) -> bool:
        """Whether messages are here that may have come, by other ways than its own, after a page was asked for."""
        at = self._others_wrote_at
        is_told = at is not None and now - at <= FRESH and now - history.read_at <= FRESH
        found_at = self._found_at.get(history.number)
        is_found = found_at is not None and now - found_at <= FRESH
        return history.message_count > 0 and (is_told or is_found)

    def _is_fresh_elsewhere(self, row: Row, now: int) -> bool:
        """Whether another program that still runs was told of a message so lately that the page may be older."""
        arrival = row.arrival
        if arrival is None or arrival.writer == self._writer or now - arrival.time > FRESH:
            return False
        return is_running(arrival.writer)

    def _cover(self, conversation: int, run: Run, gone: Iterable[Row]) -> None:
        """Nothing is missing where the page was.

        Where it took away what followed it, nobody knows any more what else does: another program may have read that
        after the page was asked for.
        """
        if any(row.place > run.last for row in gone):
            self._spans.trim(conversation, run.last)
            for row in self._messages.between(conversation, run.last, END):
                self._spans.cover(conversation, row.place, row.place)
        if _has_a_range(run):
            self._spans.cover(conversation, run.first, run.last, run.cursor)

    def _attach(self, conversation: int, run: Run, spared: Iterable[Position]) -> None:
        """Nothing is missing after the run, nor after what arrived while it was on its way."""
        if _has_a_range(run):
            first, last = run.last, max(run.last, self._messages.newest(conversation) or run.last)
        else:
            first, last = min(spared, default=END), max(spared, default=END)
        self._attached[conversation] = last
        if last != END:
            self._spans.cover(conversation, first, last)

    def _remove(
        self,
        history: History,
        numbers: list[int],
        fact: MessagesRemoved | MessagesCut | ConversationRemoved,
        now: int,
    ) -> None:
        if fact.is_own:
            self._deleted.keep(numbers, now)
        self._drop(history, numbers)

    def _drop(self, history: History, numbers: list[int]) -> None:
        self._keep(history, -self._messages.drop(numbers), history.floor)

    def _keep(self, history: History, new: int, floor: Position | None) -> None:
        self._conversations.keep(replace(history, message_count=history.message_count + new, floor=floor))


def _kept_from(run: Run) -> Position:
    """From where on it is certain that the service has not just forgotten what a page lacks.

    A page asked down from a message that is forgotten begins with the first that is not.
    """
    if run.asked_from is None or run.first < run.asked_from or run.reaches_oldest:
        return run.first
    return position(run.messages[0]) if run.messages else END


def _has_a_range(run: Run) -> bool:
    """Whether a run is about a part of the history, and not just says that there is none."""
    return bool(run.messages) or run.first not in (START, END)


def _floor_after(run: Run, floor: Position | None) -> Position | None:
    """Where the service begins to keep messages, after a page; one that has older messages proves a floor wrong."""
    if run.reaches_oldest:
        # without a message it only says that there is nothing before where it was asked from
        return run.first if run.messages or floor is None else max(run.first, floor)
    if floor is not None and run.messages and position(run.messages[0]) < floor:
        return None
    return floor
