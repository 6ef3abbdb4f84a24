"""A conversation on a model server, its archive, and the window that is tested, with verbs for all that may happen."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace

from tests.model_service import START
from tests.timeline.model_archive import ModelArchive
from tui.events import MessageChanged
from tui.models import ChatMessage, ConversationKey, ConversationType, Edit, HistoryPage, TextBody
from tui.runs import Position, position, run_of
from tui.timeline.timeline import EdgeState, Request, Side, Timeline

KEY = ConversationKey("bob", ConversationType.SINGLE)
IDS = [str(1 + number * 37 % 101) for number in range(100)]  # each once, in no order


@dataclass
class Asked:
    """A page that is on its way."""

    page: HistoryPage
    up: bool
    asked_from: Position | None
    generation: int
    came: set[str] = field(default_factory=set)
    is_overtaken: bool = False
    """Something was sent since that nobody tells of: it is of use only once another connection makes it a late page."""


class World:
    """`kept` is what the server has; `unsent` live events that are still to be told; `asked` pages on their way."""

    def __init__(self) -> None:
        self.timeline = Timeline()
        self.archive = ModelArchive()
        self.kept: list[ChatMessage] = []
        self.places: dict[str, Position] = {}
        self.ghosts: list[Position] = []
        self.clock = START
        self.connected = True
        self.unsent: list[tuple[str, ChatMessage]] = []
        self.told: list[tuple[str, ChatMessage]] = []
        self.unlucky: set[str] = set()
        self.asked: list[Asked] = []
        self.deleted: set[str] = set()
        self.gone: set[str] = set()
        self.recalled: set[Position] = set()
        self.gone_until = 0
        self.count = 0

    # What happens on the server

    def send(self, passing: int, back: int) -> None:
        """Someone sends a message `passing` ms later, which the server dates up to `back` ms back."""
        if self.count == len(IDS):
            return
        number, self.count = IDS[self.count], self.count + 1
        self.clock += passing
        newest = max(self.places.values(), default=Position(0, 0))
        time = self.clock - back if self.connected else max(self.clock, newest.time + 1)
        self.clock = max(self.clock, time)
        message = ChatMessage(number, KEY.type, "bob", "amy", time, TextBody("first"))
        if time <= self.gone_until:
            return
        self.places[message.key] = position(message)
        self.kept = sorted([*self.kept, message], key=position)
        if self.connected:
            self.unsent.append(("arrived", message))
        else:
            self._overtake()

    def recall(self, at: int) -> None:
        """The server keeps something that is in pages but is no message."""
        if self.places:
            place = sorted(self.places.values())[at % len(self.places)]
            ghost = Position(place.time, place.number + 1000 + len(self.ghosts))
            self.ghosts.append(ghost)

    def expire(self, count: int) -> None:
        """Retention moves forward."""
        expired, self.kept = self.kept[:count], self.kept[count:]
        self.gone_until = max([self.gone_until, *(message.time for message in expired)])
        self.ghosts = [ghost for ghost in self.ghosts if self.kept and ghost > position(self.kept[0])]

    def delete(self, at: int) -> None:
        """Another device removes a message, which is told only while there is a connection."""
        if self.kept:
            message = self.kept.pop(at % len(self.kept))
            self.deleted.add(message.key)
            if self.connected:
                self.unsent.append(("removed", message))

    def edit(self, at: int) -> None:
        if self.kept:
            at %= len(self.kept)
            self.clock += 1
            edited = replace(self.kept[at], body=TextBody(f"at {self.clock}"), edited=Edit(self.clock, "bob", 1))
            self.kept[at] = edited
            if self.connected:
                self.unsent.append(("changed", edited))

    # What is told

    def tell(self, at: int, *, again: bool = False) -> None:
        """One of the live events comes, in any order; or one that has come comes once more."""
        events = self.told if again else self.unsent
        if not events or not self.connected:
            return
        kind, message = events[at % len(events)]
        if kind == "arrived" and not self._has_room_for(message):
            return
        if not again:
            self.unsent.remove((kind, message))
            self.told.append((kind, message))
        if kind == "arrived":
            self.timeline = self.timeline.arrived(message)
            self.archive.arrive(message)
            self.gone.discard(message.key)
            for asked in self.asked:
                asked.came.add(message.key)
        elif kind == "removed":
            self._take_back(message)
        elif not (shown := self._shown(message.key)) or (shown.edited or Edit(0, "", 0)).time < self.clock:
            newest = next((each for each in self.kept if each.key == message.key), message)
            self.timeline = self.timeline.changed(MessageChanged(KEY, newest))
            self.archive.change(newest)
        self._settle()

    def _has_room_for(self, message: ChatMessage) -> bool:
        """Whether an empty window would not take a message for the newest that is not."""
        archived = map(position, self.archive.messages.values())
        return bool(self.timeline.messages) or all(place < position(message) for place in archived)

    def remove(self, at: int) -> None:
        """The user removes a message that is shown."""
        if self.timeline.messages:
            key = self.timeline.messages[at % len(self.timeline.messages)].key
            self.kept = [message for message in self.kept if message.key != key]
            self._forget(key)

    def cut(self, at: int, ahead: int) -> None:
        """All up to one that is shown has been removed, or up to `ahead` ms (from 1) from now."""
        if ahead:
            self._cut(self.clock + ahead)
        elif self.timeline.messages:
            self._cut(self.timeline.messages[at % len(self.timeline.messages)].time)

    def _cut(self, until: int) -> None:
        self.recalled = {place for place in self.recalled if place.time > until}
        bound = min(until, self.clock)
        self.kept = [message for message in self.kept if message.time > bound]
        self.unsent = [(kind, message) for kind, message in self.unsent if message.time > bound]
        self.gone_until = max(self.gone_until, bound)
        self.timeline = self.timeline.cut(until, self.clock)
        self.archive.cut(bound)

    def _forget(self, key: str) -> None:
        self.timeline = self.timeline.without([key])
        self.archive.remove([key])

    def _take_back(self, message: ChatMessage) -> None:
        """The sender recalls a message."""
        if self._shown(message.key):
            self.recalled.add(position(message))
        self.timeline = self.timeline.recalled([message.key], message.sender)
        self._forget(message.key)

    def _shown(self, key: str) -> ChatMessage | None:
        return next((message for message in self.timeline.messages if message.key == key), None)

    def connect(self) -> None:
        """A live connection begins. What the last one has not told is never told."""
        self.disconnect()
        self.connected = True
        self.timeline = self.timeline.detached(self.timeline.generation + 1)
        self.archive.detach(self.timeline.generation)

    def disconnect(self) -> None:
        on_their_way = [position(message) for asked in self.asked for message in asked.page.messages]
        newest = max([*on_their_way, *(last for _, last in self.archive.known)], default=Position(0, 0))
        self.unlucky.update(message.key for _, message in self.unsent if position(message) < newest)
        if any(kind == "arrived" for kind, _ in self.unsent):
            self._overtake()
        self.unsent.clear()
        self.told.clear()
        self.connected = False

    def _overtake(self) -> None:
        for asked in self.asked:
            asked.is_overtaken = True

    # Pages and the archive

    def ask(self, request: Request | None, size: int) -> None:
        """Ask for a page: what is in it is what the server has now."""
        if request is not None:
            page = self._page(request.cursor, request.up, size)
            fresh = set(self.timeline.fresh)
            self.asked.append(Asked(page, request.up, request.asked_from, self.timeline.generation, fresh))

    def ask_around(self, at: int, size: int, *, up: bool) -> None:
        """Ask for a page from any message that is shown."""
        if self.timeline.messages:
            message = self.timeline.messages[at % len(self.timeline.messages)]
            if up or message is not self.timeline.messages[-1]:
                self.ask(Request(up, message.id, position(message)), size)

    def ask_beyond(self, side: Side, size: int) -> None:
        """Ask for the page beyond an edge, beyond which the archive has nothing."""
        if not self.archive.stretch(side, self.timeline.outermost(side), 1).messages:
            self.ask(self.timeline.request(side) if self.timeline.messages else None, size)

    def ask_in_gap(self, at: int, size: int, side: Side) -> None:
        gaps = list(self.timeline.gaps)
        if gaps:
            self.ask(self.timeline.gap_request(gaps[at % len(gaps)], side), size)

    def answer(self, at: int) -> None:
        """A page comes, in any order."""
        if not self.asked or (self.asked[at % len(self.asked)].is_overtaken and not self.connected):
            return
        asked = self.asked.pop(at % len(self.asked))
        run = run_of(asked.page, up=asked.up, asked_from=asked.asked_from, generation=asked.generation)
        if run is not None:
            before = {message.key for message in self.timeline.messages}
            self.timeline = self.timeline.covered(run, spared=frozenset(asked.came))
            self.archive.read(run, asked.came)
            self.gone |= before - {message.key for message in self.timeline.messages}
            for other in self.asked:
                other.came.update(message.key for message in run.messages)
        self._settle()

    def extend(self, side: Side, size: int) -> None:
        """Read on from the archive."""
        stretch = self.archive.stretch(side, self.timeline.outermost(side), size)
        self.timeline = self.timeline.extended(side, stretch)

    def trim(self, cap: int, side: Side) -> None:
        self.timeline = self.timeline.trimmed(cap, side)

    def restart(self) -> None:
        """Begin anew: what is on its way is of no use any more."""
        self.asked.clear()
        self.timeline = self.timeline.emptied()
        self._settle()

    def _settle(self) -> None:
        if not self.asked:
            self.timeline = self.timeline.settled()
            self.archive.dropped.clear()

    def _page(self, cursor: str | None, up: bool, size: int) -> HistoryPage:
        """As the service gives it: what is no message leaves a page short, or even empty."""
        entries: list[tuple[Position, ChatMessage | None]] = [(position(each), each) for each in self.kept]
        entries = sorted([*entries, *((ghost, None) for ghost in self.ghosts)], key=lambda each: each[0], reverse=up)
        if cursor is not None:
            at = self._place_of(cursor)
            entries = [each for each in entries if (each[0] < at if up else each[0] > at)]
        taken, is_last = entries[:size], len(entries) <= size
        while not is_last and not any(message for _, message in taken):  # who asks goes on past an empty page
            size += 1
            taken, is_last = entries[:size], len(entries) <= size
        following = None if is_last else self._id_of(*taken[-1])
        return HistoryPage(tuple(message for _, message in taken if message), following, is_last)

    def _id_of(self, place: Position, message: ChatMessage | None) -> str:
        return message.id if message else f"ghost-{self.ghosts.index(place)}-{place.time}-{place.number}"

    def _place_of(self, cursor: str) -> Position:
        if cursor.startswith("ghost"):
            _, _, time, number = cursor.split("-")
            return Position(int(time), int(number))
        return self.places[cursor]

    # To the end

    def fill(self) -> None:
        """Load all that can be loaded, as a reader would who goes everywhere."""
        self.connect()
        self.asked.clear()
        self._settle()
        self.ask(Request(True), 3)
        self.answer(0)
        for turn in range(400):
            if not self._load_something(turn):
                return
        raise AssertionError(f"never done: {self.timeline}")

    def _load_something(self, turn: int) -> bool:
        timeline = self.timeline
        if timeline.gaps:
            self.ask_in_gap(turn, 3, Side.OLDER if turn % 3 else Side.NEWER)
            self.answer(0)
        elif not timeline.attached and timeline.newer.state is EdgeState.END:
            self.ask(Request(True), 3)
            self.answer(0)
        elif timeline.newer.state is not EdgeState.END:
            self._extend_or_ask(Side.NEWER)
        elif timeline.older.state is not EdgeState.END:
            self._extend_or_ask(Side.OLDER)
        else:
            return False
        return True

    def _extend_or_ask(self, side: Side) -> None:
        before = self.timeline.messages
        self.extend(side, 3)
        if self.timeline.messages == before and self.timeline.edge(side).state is not EdgeState.END:
            self.ask(self.timeline.request(side), 3)
            self.answer(0)

    def verify(self) -> None:
        """Read all that the server has, from the newest to the oldest."""
        request = Request(True)
        while True:
            self.ask(request, 3)
            page = self.asked[0].page
            self.answer(0)
            if page.is_last or not page.messages:
                return
            request = Request(True, page.cursor, position(page.messages[-1]))


Step = Callable[[World], None]
