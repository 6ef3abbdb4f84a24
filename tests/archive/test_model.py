"""Two programs on one archive, and a service that does anything it may: the archive is never wrong in silence."""

from __future__ import annotations

import shutil
import tempfile
from collections import deque
from dataclasses import dataclass, field
from pathlib import Path

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from tests.archive.core import Core
from tests.archive.samples import BOB, START_TIME, message
from tui.archive.history_facts import FRESH
from tui.events import (
    ConnectionBegan,
    ConversationRemoved,
    Fact,
    HistoryRead,
    MessageArrived,
    MessagesCut,
    MessagesFound,
    MessagesRemoved,
)
from tui.models import ChatMessage, HistoryPage
from tui.runs import Hole, Position, Run, Stretch, position, run_of


class Service:
    """One conversation on the server: messages in order, and the places of all that there ever were."""

    def __init__(self) -> None:
        self.messages: list[ChatMessage] = []
        self.places: dict[str, Position] = {}
        self._time = START_TIME
        self._last = 0

    def send(self, step: int, scatter: int) -> ChatMessage:
        """A message some time after the last; of those at one time the ids grow, of others they may fall."""
        self._time += step
        number = self._last + 1 if step == 0 else scatter * 10_000 + len(self.places) + 1
        while str(number) in self.places:
            number += 1
        self._last = number
        sent = message(number, time=self._time)
        self.messages.append(sent)
        self.places[sent.id] = position(sent)
        return sent

    def delete(self, ids: frozenset[str]) -> None:
        self.messages = [each for each in self.messages if each.id not in ids]

    def tick(self) -> None:
        """A removal of all up to a time is no removal of what is sent later in the same millisecond."""
        self._time += 1

    def page(self, cursor: str | None, size: int, *, up: bool) -> HistoryPage:
        """What it answers: from where the cursor's message is, or was."""
        ordered = self.messages[::-1] if up else self.messages
        if cursor is not None:
            limit = self.places[cursor]
            ordered = [each for each in ordered if (position(each) < limit if up else position(each) > limit)]
        found, is_last = tuple(ordered[:size]), len(ordered) <= size
        return HistoryPage(found, None if is_last else found[-1].id, is_last)


@dataclass
class Asked:
    """A page on its way, and what has arrived since it was asked for."""

    run: Run | None
    was_connected: bool
    spared: set[str] = field(default_factory=set)


class Program:
    """One running program: what it was told and has not yet taken in, and the pages that it waits for."""

    def __init__(self, path: Path, now: int) -> None:
        self.archive = Core(path, now)
        self.generation = 0
        self.is_connected = False
        self.is_attached = False
        self.told: deque[Fact] = deque()
        self.asked: list[Asked] = []

    def connect(self) -> None:
        self.generation += 1
        self.is_connected, self.is_attached = True, False
        self.told.clear()
        self.archive.write(ConnectionBegan(self.generation))

    def disconnect(self) -> None:
        self.is_connected = self.is_attached = False
        self.told.clear()

    def tell(self, fact: Fact) -> None:
        if self.is_connected:
            self.told.append(fact)

    def take_in(self) -> None:
        fact = self.told.popleft()
        if isinstance(fact, MessageArrived):
            for asked in self.asked:
                asked.spared.add(fact.message.key)
        self.archive.write(fact)

    def ask(self, page: HistoryPage, asked_from: Position | None, *, up: bool) -> None:
        run = run_of(page, up=up, asked_from=asked_from, generation=self.generation)
        self.asked.append(Asked(run, self.is_connected))

    def land(self, index: int) -> None:
        asked = self.asked.pop(index)
        run = asked.run
        if run is None:
            return
        attaches = (
            run.reaches_newest and run.generation == self.generation and self.is_connected and asked.was_connected
        )
        self.is_attached = self.is_attached or attaches
        self.archive.write(HistoryRead(BOB, run, frozenset(asked.spared), attaches))


class Archived(RuleBasedStateMachine):
    """Everything happens to one conversation, in any order."""

    @initialize(before=st.integers(0, 12))
    def begin(self, before: int) -> None:
        self.directory = Path(tempfile.mkdtemp())
        self.path = self.directory / "archive.db"
        self.now = START_TIME
        self.service = Service()
        for _ in range(before):
            self.service.send(1, 0)
        self.programs = [Program(self.path, self.now) for _ in range(2)]
        self.removed: set[str] = set()

    def teardown(self) -> None:
        if not hasattr(self, "programs"):
            return
        try:
            self.everything_can_be_had()
        finally:
            for program in self.programs:
                program.archive.close()
            shutil.rmtree(self.directory)

    # The service

    @rule(step=st.integers(0, 2), scatter=st.integers(0, 3))
    def send(self, step: int, scatter: int) -> None:
        sent = self.service.send(step, scatter)
        for program in self.programs:
            program.tell(MessageArrived(BOB, sent, is_own=False))

    @precondition(lambda self: self.service.messages)
    @rule(data=st.data(), is_told=st.booleans())
    def delete(self, data: st.DataObject, is_told: bool) -> None:
        """On another device. Those that are not connected do not hear of it."""
        chosen = data.draw(
            st.sets(st.sampled_from([each.id for each in self.service.messages]), min_size=1, max_size=4)
        )
        if not is_told and any(program.is_connected for program in self.programs):
            return
        self.service.delete(frozenset(chosen))
        for program in self.programs:
            program.tell(MessagesRemoved(BOB, frozenset(chosen)))

    @precondition(lambda self: self.service.messages)
    @rule(share=st.floats(0, 1))
    def cut(self, share: float) -> None:
        """Everything up to a message goes, on another device."""
        until = self.service.messages[int(share * (len(self.service.messages) - 1))].time
        self.service.delete(frozenset(each.id for each in self.service.messages if each.time <= until))
        self.service.tick()
        for program in self.programs:
            program.tell(MessagesCut(BOB, until))

    @rule(count=st.integers(1, 6))
    def forget(self, count: int) -> None:
        """Retention: the oldest go, and nobody is told."""
        del self.service.messages[:count]

    # The programs

    @rule(who=st.integers(0, 1))
    def connect(self, who: int) -> None:
        self.programs[who].connect()

    @rule(who=st.integers(0, 1))
    def disconnect(self, who: int) -> None:
        self.programs[who].disconnect()

    @rule(who=st.integers(0, 1), count=st.integers(1, 3))
    def take_in(self, who: int, count: int) -> None:
        for _ in range(min(count, len(self.programs[who].told))):
            fact = self.programs[who].told[0]
            self._note_removal(fact)
            self.programs[who].take_in()

    @rule(who=st.integers(0, 1), size=st.integers(1, 5), up=st.booleans())
    def ask_from_an_end(self, who: int, size: int, up: bool) -> None:
        self.programs[who].ask(self.service.page(None, size, up=up), None, up=up)

    @rule(who=st.integers(0, 1), size=st.integers(1, 5), up=st.booleans(), share=st.floats(0, 1))
    def ask_from_a_message(self, who: int, size: int, up: bool, share: float) -> None:
        known = self.programs[who].archive.messages()
        if known:
            chosen = known[int(share * (len(known) - 1))]
            self.programs[who].ask(self.service.page(chosen.id, size, up=up), position(chosen), up=up)

    @rule(who=st.integers(0, 1), size=st.integers(1, 5), share=st.floats(0, 1))
    def ask_at_a_gap(self, who: int, size: int, share: float) -> None:
        stretch = self.programs[who].archive.all()
        if stretch.gaps:
            key, cursor = list(stretch.gaps.items())[int(share * (len(stretch.gaps) - 1))]
            at = next(position(each) for each in stretch.messages if each.key == key)
            self.programs[who].ask(self.service.page(cursor or key, size, up=True), at, up=True)

    @rule(who=st.integers(0, 1), share=st.floats(0, 1))
    def land(self, who: int, share: float) -> None:
        program = self.programs[who]
        if program.asked:
            program.land(int(share * (len(program.asked) - 1)))

    @precondition(lambda self: self.service.messages)
    @rule(who=st.integers(0, 1), data=st.data())
    def find(self, who: int, data: st.DataObject) -> None:
        """A page asked for with a filter."""
        found = data.draw(st.lists(st.sampled_from(self.service.messages), max_size=3, unique_by=lambda each: each.id))
        self.programs[who].archive.write(MessagesFound(BOB, tuple(found)))

    @precondition(lambda self: self.service.messages)
    @rule(who=st.integers(0, 1), data=st.data())
    def remove(self, who: int, data: st.DataObject) -> None:
        """By the user of this program."""
        chosen = data.draw(
            st.sets(st.sampled_from([each.id for each in self.service.messages]), min_size=1, max_size=3)
        )
        removal = MessagesRemoved(BOB, frozenset(chosen))
        self.service.delete(removal.ids)
        self._note_removal(removal)
        self.programs[who].archive.write(removal)
        self.programs[1 - who].tell(removal)

    @rule(who=st.integers(0, 1))
    def remove_all(self, who: int) -> None:
        """The whole conversation, by the user of this program."""
        self.removed |= {each.id for each in self.programs[who].archive.messages()}
        self.service.messages.clear()
        self.service.tick()
        self.programs[who].archive.write(ConversationRemoved(BOB, with_messages=True))

    @rule(who=st.integers(0, 1))
    def restart(self, who: int) -> None:
        self.programs[who].archive.close()
        self.programs[who] = Program(self.path, self.now)

    @rule(ms=st.sampled_from([1, 1000, FRESH + 1]))
    def wait(self, ms: int) -> None:
        self.now += ms
        for program in self.programs:
            program.archive.now = self.now

    # What always holds

    @invariant()
    def the_order_is_the_servers(self) -> None:
        places = [position(each) for each in self._stretch().messages]
        assert places == sorted(set(places))

    @invariant()
    def nothing_is_hidden_between_neighbours(self) -> None:
        stretch = self._stretch()
        stored = {each.key for each in stretch.messages}
        for missing in self.service.messages:
            if missing.key not in stored:
                after = next((each for each in stretch.messages if position(each) > position(missing)), None)
                assert after is None or after.key in stretch.gaps, f"{missing.key} is hidden before {after.key}"

    @invariant()
    def who_is_attached_lacks_nothing_new(self) -> None:
        for program in self.programs:
            if program.is_attached and not program.told and self.service.messages:
                assert program.archive.messages()[-1].key == self.service.messages[-1].key

    @invariant()
    def what_was_removed_stays_away(self) -> None:
        assert self.removed.isdisjoint(each.id for each in self._stretch().messages)

    @invariant()
    def counts_and_words_are_in_step(self) -> None:
        archive = self.programs[0].archive
        numbers = [row[0] for row in archive.db.execute("SELECT number FROM message ORDER BY number")]
        assert numbers == [row[0] for row in archive.db.execute("SELECT rowid FROM message_words ORDER BY rowid")]
        assert archive.coverage().messages == len(numbers)

    @invariant()
    def coverage_says_what_reading_shows(self) -> None:
        stretch, coverage = self._stretch(), self.programs[0].archive.coverage()
        pairs = zip(stretch.messages, stretch.messages[1:], strict=False)
        assert list(coverage.gaps) == [Hole(a.time, b.time) for a, b in pairs if b.key in stretch.gaps]
        if stretch.messages:
            assert coverage.has_oldest is (stretch.messages[0].key not in stretch.gaps)

    def everything_can_be_had(self) -> None:
        """When all that is under way has landed, reading what is missing gives all that the server has."""
        for program in self.programs:
            program.asked.clear()
            program.disconnect()
        self.wait(FRESH + 1)
        archive = self.programs[0].archive
        self._fill(archive)
        stored = {each.key for each in archive.messages()}
        assert {each.key for each in self.service.messages} <= stored
        assert archive.coverage().is_complete
        self._read_all(archive)
        stretch = archive.all()
        kept = [each.key for each in stretch.messages if stretch.floor and position(each) >= stretch.floor]
        assert kept == [each.key for each in self.service.messages]

    def _fill(self, archive: Core) -> None:
        self._read(archive, None, None)
        while (stretch := archive.all()).gaps:
            key, cursor = next(iter(stretch.gaps.items()))
            at = next(position(each) for each in stretch.messages if each.key == key)
            self._read(archive, cursor or key, at)

    def _read_all(self, archive: Core) -> None:
        page = self._read(archive, None, None)
        while page.cursor is not None:
            page = self._read(archive, page.cursor, self.service.places[page.cursor])

    def _read(self, archive: Core, cursor: str | None, asked_from: Position | None) -> HistoryPage:
        page = self.service.page(cursor, 3, up=True)
        run = run_of(page, up=True, asked_from=asked_from, generation=self.programs[0].generation)
        assert run is not None
        archive.write(HistoryRead(BOB, run))
        return page

    def _stretch(self) -> Stretch:
        return self.programs[0].archive.all()

    def _note_removal(self, fact: Fact) -> None:
        if isinstance(fact, MessagesRemoved):
            self.removed |= fact.ids
        elif isinstance(fact, MessagesCut):
            self.removed |= {id_ for id_, place in self.service.places.items() if place.time <= fact.until}


TestArchived = Archived.TestCase
TestArchived.settings = settings(max_examples=80, stateful_step_count=40, deadline=None, report_multiple_bugs=False)
