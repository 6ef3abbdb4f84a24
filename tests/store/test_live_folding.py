"""Whatever order, repetition and outage live events come with: in the end the store shows what the service has."""

from __future__ import annotations

import asyncio
from dataclasses import replace

from hypothesis import example, given, settings
from hypothesis import strategies as st

from tests.archives import in_memory, settled
from tests.model_service import ModelService, message
from tests.store.test_live import OFFLINE, shown
from tests.store.world import BOB, Live
from tui import live
from tui.models import Conversation, TextBody
from tui.store import Account, Opened, Store
from tui.store.following import LIST_PAUSE
from tui.store.service import Report
from tui.timeline.rows import MessageRow

FIRST = 5
"""Messages that are there at the beginning."""

acts = st.one_of(
    st.tuples(st.sampled_from(["say", "say twice", "say unheard", "outage", "open", "let time pass"]), st.just(0)),
    st.tuples(st.sampled_from(["remove", "remove unheard", "recall", "edit", "cut", "burst"]), st.integers(0, 30)),
)


class World:
    """A service whose other devices act, with or without the store being told."""

    def __init__(self) -> None:
        self.service = ModelService()
        self.service.talk("bob", [message(number) for number in range(1, FIRST + 1)])
        self.link = Live(self.service)
        self.store = Store(self._open, in_memory, now=lambda: self.link.now)
        self._next = FIRST + 1

    async def _open(self, report: Report) -> Opened:
        return Opened(self.service, Account("amy", "acme#support", "amy"), self.service.aclose, self.link.follow)

    @property
    def ids(self) -> list[int]:
        return [int(each.id) for each in self.service.messages[BOB]]

    def list_what_there_is(self) -> None:
        """Let the service's list be as its messages are."""
        talk = self.service.messages[BOB]
        self.service.conversations.clear()
        if talk:
            self.service.conversations[BOB] = Conversation(BOB.id, BOB.type, last_message=talk[-1])

    async def act(self, name: str, number: int) -> None:
        number = min(number, self._next - 1)
        match name.split()[0]:
            case "say":
                self._say(name)
            case "remove" | "recall":
                self._remove(name, number)
            case "edit":
                self._edit(number)
            case "cut":
                self._cut(number)
            case "burst":
                self._burst(number)
            case "outage":
                self.link.report(OFFLINE)
                self.link.connect()
            case "open":
                await self.store.histories.open(BOB)
            case _:
                await settled()

    def _say(self, name: str) -> None:
        said = message(self._next)
        self._next += 1
        self.service.messages[BOB].append(said)
        if name == "say unheard":  # lost with a connection, as what is not heard always is
            self.link.report(OFFLINE)
            self.link.connect()
            return
        for _time in range(2 if name == "say twice" else 1):
            self.link.deliver(live.MessageReceived(said))

    def _burst(self, number: int) -> None:
        """Five messages, the one before them recalled in their midst, all told of at once."""
        recalled = self._next - 1
        self.service.messages[BOB] = [each for each in self.service.messages[BOB] if each.id != str(recalled)]
        said = [message(self._next + each) for each in range(5)]
        self._next += 5
        self.service.messages[BOB] += said
        events: list[live.LiveEvent] = [live.MessageReceived(each) for each in said]
        late = events[number % 5 :]
        self.link.deliver(*events[: number % 5], live.MessageRecalled(BOB, str(recalled), "bob", "amy"), *late, *late)

    def _remove(self, name: str, number: int) -> None:
        self.service.messages[BOB] = [each for each in self.service.messages[BOB] if each.id != str(number)]
        if name == "recall":
            self.link.deliver(live.MessageRecalled(BOB, str(number), "bob", "amy"))
        elif name == "remove":
            self.link.deliver(live.RoamingDeleted(BOB, (str(number),)))
        else:
            self.link.deliver(live.RoamingDeleted(BOB))

    def _edit(self, number: int) -> None:
        for at, old in enumerate(self.service.messages[BOB]):
            if old.id == str(number):
                new = replace(old, body=TextBody(f"{number}, edited"))
                self.service.messages[BOB][at] = new
                self.link.deliver(live.MessageEdited(new))

    def _cut(self, number: int) -> None:
        until = message(number).time
        self.service.messages[BOB] = [each for each in self.service.messages[BOB] if each.time > until]
        self.link.deliver(live.RoamingDeleted(BOB, (), until))


@settings(max_examples=200)
@given(st.lists(acts, max_size=15))
@example([("remove unheard", 29), ("open", 0), ("say twice", 0), ("remove unheard", 9), ("open", 0)])
def test_the_history_is_what_the_service_has(steps: list[tuple[str, int]]) -> None:
    asyncio.run(_play(steps))


async def _play(steps: list[tuple[str, int]]) -> None:
    world = World()
    await world.store.start()
    await settled()
    world.link.connect()
    await world.store.histories.open(BOB)
    for name, number in steps:
        await world.act(name, number)
        now = shown(world.store)
        assert now == sorted(set(now))
    await settled()
    assert shown(world.store) == world.ids
    world.list_what_there_is()
    world.link.now += LIST_PAUSE
    world.link.connect()
    await settled()
    rows = world.store.histories.snapshot(BOB).rows
    bodies = [row.message.body for row in rows if isinstance(row, MessageRow)]
    assert bodies == [each.body for each in world.service.messages[BOB]]
    listed = [each.last_message for each in world.store.conversations.snapshot().items if each.listed]
    assert [each.id for each in listed if each] == [each.id for each in world.service.messages[BOB][-1:]]
    await world.store.close()
