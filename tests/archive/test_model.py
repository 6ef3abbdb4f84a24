"""Two programs on one archive, and a service that does anything it may: the archive is never wrong in silence."""

from __future__ import annotations

import tempfile
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from hypothesis import given, settings
from hypothesis import strategies as st

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

T = TypeVar("T")


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

    def wait_for(self, now: int) -> int:
        """Agree with another clock on what time it is."""
        self._time = max(self._time, now)
        return self._time

    def page(self, cursor: str | None, size: int, *, up: bool) -> HistoryPage:
        """What it answers: from where the cursor's message is, or was."""
        ordered = self.messages[::-1] if up else self.messages
        if cursor is not None:
            limit = self.places[cursor]
            ordered = [each for each in ordered if (position(each) < limit if up else position(each) > limit)]
        found, is_last = tuple(ordered[:size]), len(ordered) <= size
        return HistoryPage(found, None if is_last else found[-1].id, is_last)


@dataclass(eq=False)
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
        self.followed: set[str] = set()
        self.told: deque[Fact] = deque()
        self.asked: list[Asked] = []

    def connect(self) -> None:
        self.generation += 1
        self.is_connected = True
        self.told.clear()
        self.archive.write(ConnectionBegan(self.generation))

    def disconnect(self) -> None:
        self.is_connected = False
        self.told.clear()

    def tell(self, fact: Fact) -> None:
        if self.is_connected:
            self.told.append(fact)

    def take_in(self) -> None:
        fact = self.told.popleft()
        if isinstance(fact, MessageArrived):
            for asked in self.asked:
                asked.spared.add(fact.message.key)
            # what a page of another program has brought already, a page that it asked for earlier may take again
            if fact.message.key not in {each.key for each in self.archive.all().messages}:
                self.followed.add(fact.message.key)
        self.archive.write(fact)

    def ask(self, page: HistoryPage, asked_from: Position | None, *, up: bool) -> None:
        run = run_of(page, up=up, asked_from=asked_from, generation=self.generation)
        self.asked.append(Asked(run, self.is_connected))

    def land(self, index: int) -> None:
        later = self.asked[index + 1 :] if index >= 0 else []
        asked = self.asked.pop(index)
        run = asked.run
        if run is None:
            return
        attaches = (
            run.reaches_newest and run.generation == self.generation and self.is_connected and asked.was_connected
        )
        self.archive.write(HistoryRead(BOB, run, frozenset(asked.spared), attaches))
        for other in self.asked:
            if other not in later:  # it was asked for earlier, and has been overtaken
                other.spared.update(each.key for each in run.messages)


class World:
    """A service and two programs on one archive. Every step takes two numbers, which say of what and how much."""

    def __init__(self, path: Path, before: int) -> None:
        self.path = path
        self.now = START_TIME
        self.service = Service()
        for _ in range(before):
            self.service.send(1, 0)
        self.programs = [Program(path, self.now) for _ in range(2)]
        self.removed: set[str] = set()

    def close(self) -> None:
        for program in self.programs:
            program.archive.close()

    # What the service does

    def send(self, a: int, b: int) -> None:
        sent = self.service.send(a % 3, b % 4)
        for program in self.programs:
            program.tell(MessageArrived(BOB, sent, is_own=False))

    def delete(self, a: int, b: int) -> None:
        """On another device; those that are connected hear of it."""
        removal = MessagesRemoved(BOB, self._some(a, b))
        self.service.delete(removal.ids)
        for program in self.programs:
            program.tell(removal)

    def cut(self, a: int, b: int) -> None:
        """Everything up to one of the older messages goes, on another device."""
        self.now = self.service.wait_for(self.now)
        for program in self.programs:
            program.archive.now = self.now
        if self.service.messages:
            until = _one(self.service.messages[: 1 + len(self.service.messages) // 4], a).time
            self.service.delete(frozenset(each.id for each in self.service.messages if each.time <= until))
            self.service.tick()
            for program in self.programs:
                program.tell(MessagesCut(BOB, until))

    def cut_ahead(self, a: int, b: int) -> None:
        """Everything up to a time that is yet to come goes, on another device; who is connected hears of it at once."""
        self.now = self.service.wait_for(self.now)
        self.service.delete(frozenset(each.id for each in self.service.messages))
        for program in self.programs:
            program.archive.now = self.now
            program.tell(MessagesCut(BOB, self.now + 1 + a))
            while program.told:
                self._note_removal(program.told[0])
                program.take_in()
        self.service.tick()

    def forget(self, a: int, b: int) -> None:
        """Retention: the oldest go, and nobody is told."""
        del self.service.messages[: 1 + a % 4]

    # What the programs do

    def connect(self, a: int, b: int) -> None:
        self.programs[a % 2].connect()

    def disconnect(self, a: int, b: int) -> None:
        self.programs[a % 2].disconnect()

    def take_in(self, a: int, b: int) -> None:
        program = self.programs[a % 2]
        for _ in range(min(1 + b % 3, len(program.told))):
            self._note_removal(program.told[0])
            program.take_in()

    def ask_from_an_end(self, a: int, b: int) -> None:
        up = b % 4 > 0
        self.programs[a % 2].ask(self.service.page(None, 1 + b % 5, up=up), None, up=up)

    def ask_from_a_message(self, a: int, b: int) -> None:
        up = b % 2 > 0
        if known := self.programs[a % 2].archive.messages():
            chosen = _one(known, a)
            self.programs[a % 2].ask(self.service.page(chosen.id, 1 + b % 5, up=up), position(chosen), up=up)

    def ask_at_a_gap(self, a: int, b: int) -> None:
        stretch = self.programs[a % 2].archive.all()
        if stretch.gaps:
            key, cursor = _one(list(stretch.gaps.items()), a)
            at = next(position(each) for each in stretch.messages if each.key == key)
            self.programs[a % 2].ask(self.service.page(cursor or key, 1 + b % 5, up=True), at, up=True)

    def land(self, a: int, b: int) -> None:
        program = self.programs[a % 2]
        if program.asked:
            program.land(b % len(program.asked))

    def read_newest(self, a: int, b: int) -> None:
        """Ask, and wait for the answer."""
        self.programs[a % 2].ask(self.service.page(None, 1 + b % 5, up=True), None, up=True)
        self.programs[a % 2].land(-1)

    def read_a_gap(self, a: int, b: int) -> None:
        before = len(self.programs[a % 2].asked)
        self.ask_at_a_gap(a, b)
        if len(self.programs[a % 2].asked) > before:
            self.programs[a % 2].land(-1)

    def find(self, a: int, b: int) -> None:
        """A page asked for with a filter."""
        found = tuple(each for each in self.service.messages if each.id in self._some(a, b))
        self.programs[a % 2].archive.write(MessagesFound(BOB, found))

    def remove(self, a: int, b: int) -> None:
        """By the user of this program."""
        removal = MessagesRemoved(BOB, self._some(a, b))
        self.service.delete(removal.ids)
        self._note_removal(removal)
        self.programs[a % 2].archive.write(removal)
        self.programs[1 - a % 2].tell(removal)

    def remove_all(self, a: int, b: int) -> None:
        """The whole conversation, by the user of this program."""
        self.removed |= {each.id for each in self.programs[a % 2].archive.messages()}
        self.service.messages.clear()
        self.service.tick()
        self.programs[a % 2].archive.write(ConversationRemoved(BOB, with_messages=True))

    def restart(self, a: int, b: int) -> None:
        self.programs[a % 2].archive.close()
        self.programs[a % 2] = Program(self.path, self.now)

    def wait(self, a: int, b: int) -> None:
        step = (1, 1000, FRESH + 1)[a % 3]
        self.now += step
        for program in self.programs:
            program.archive.now = self.now
            if step > FRESH:
                program.asked.clear()  # no answer takes as long: every try has its deadline
            program.followed.clear()  # after a while a page may be believed that is older

    # What often follows on each other

    def chat(self, a: int, b: int) -> None:
        """Something is sent, and who is connected takes in all that he was told."""
        for number in range(1 + a % 3):
            self.send(1, b + number)
        for program in self.programs:
            while program.told:
                self._note_removal(program.told[0])
                program.take_in()

    def open(self, a: int, b: int) -> None:
        """A program starts to follow."""
        self.connect(a, b)
        self.read_newest(a, b)

    def miss(self, a: int, b: int) -> None:
        """A program is away for a while."""
        self.disconnect(a, b)
        self.chat(a // 2, b)
        self.connect(a, b)

    # What always holds

    def check(self) -> None:
        archive = self.programs[0].archive
        stretch, coverage = archive.all(), archive.coverage()
        places = [position(each) for each in stretch.messages]
        assert places == sorted(set(places))
        assert self.removed.isdisjoint(each.id for each in stretch.messages)
        self._nothing_is_hidden_between_neighbours(stretch)
        self._what_arrived_is_there(stretch)
        numbers = archive.db.execute("SELECT number FROM message ORDER BY number").fetchall()
        assert numbers == archive.db.execute("SELECT rowid FROM message_words ORDER BY rowid").fetchall()
        assert coverage.messages == len(numbers)
        pairs = zip(stretch.messages, stretch.messages[1:], strict=False)
        assert list(coverage.gaps) == [Hole(a.time, b.time) for a, b in pairs if b.key in stretch.gaps]
        if stretch.messages:
            assert coverage.has_oldest is (stretch.messages[0].key not in stretch.gaps)

    def _nothing_is_hidden_between_neighbours(self, stretch: Stretch) -> None:
        stored = {each.key for each in stretch.messages}
        for missing in self.service.messages:
            if missing.key not in stored:
                after = next((each for each in stretch.messages if position(each) > position(missing)), None)
                assert after is None or after.key in stretch.gaps, f"{missing.key} is hidden before {after.key}"

    def _what_arrived_is_there(self, stretch: Stretch) -> None:
        arrived = {key for program in self.programs for key in program.followed}
        assert arrived & {each.key for each in self.service.messages} <= {each.key for each in stretch.messages}

    def check_that_everything_can_be_had(self) -> None:
        """When all that is under way is over, reading what is missing gives all that the server has."""
        for program in self.programs:
            program.asked.clear()
            program.disconnect()
        self.wait(2, 0)
        archive = self.programs[0].archive
        self._fill(archive)
        assert {each.key for each in self.service.messages} <= {each.key for each in archive.messages()}
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
            assert archive.all() != stretch, "reading at a gap leads nowhere"

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

    def _note_removal(self, fact: Fact) -> None:
        if isinstance(fact, MessagesRemoved):
            self.removed |= fact.ids
        elif isinstance(fact, MessagesCut):
            self.removed |= {id_ for id_, place in self.service.places.items() if place.time <= fact.until}

    def _some(self, a: int, b: int) -> frozenset[str]:
        """The ids of one to three messages of the service, if it has any."""
        ids = [each.id for each in self.service.messages]
        return frozenset(_one(ids, a + each * b) for each in range(1 + b % 3)) if ids else frozenset()


def _one(things: Sequence[T], number: int) -> T:
    return things[number * 7 % len(things)]


Step = Callable[[World, int, int], None]
OFTEN: list[Step] = [World.open, World.chat, World.miss, World.read_newest, World.read_a_gap, World.land]
SOMETIMES: list[Step] = [World.send, World.take_in, World.ask_from_an_end, World.ask_from_a_message, World.ask_at_a_gap]
SELDOM: list[Step] = [World.delete, World.remove, World.restart, World.wait, World.forget, World.find]
RARELY: list[Step] = [World.cut, World.cut_ahead, World.remove_all, World.disconnect]
STEPS = st.tuples(
    st.sampled_from([*OFTEN * 6, *SOMETIMES * 4, *SELDOM * 2, *RARELY]), st.integers(0, 9), st.integers(0, 9)
)


@settings(max_examples=250, report_multiple_bugs=False)
@given(st.integers(0, 12), st.lists(STEPS, min_size=10, max_size=40))
def test_the_archive_is_never_wrong_in_silence(before: int, steps: list[tuple[Step, int, int]]) -> None:
    with tempfile.TemporaryDirectory() as directory:
        world = World(Path(directory) / "archive.db", before)
        try:
            for step, a, b in steps:
                step(world, a, b)
                world.check()
            world.check_that_everything_can_be_had()
        finally:
            world.close()
