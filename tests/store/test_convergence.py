"""Whatever happens, nothing is hidden and nothing comes back; in the end all is as the service has it."""

from __future__ import annotations

import asyncio
import tempfile
from collections.abc import Coroutine
from pathlib import Path
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.archives import settled
from tests.model_service import message
from tests.store.world import BOB, Browser, World
from tui import live
from tui.models import ChatMessage, ConversationKey, ConversationType
from tui.runs import position
from tui.timeline.rows import GapRow, MessageRow
from tui.timeline.timeline import EdgeState, Side

CAROL = ConversationKey("carol", ConversationType.SINGLE)
FIRST = 130
"""Messages that are there at the beginning: three pages."""

NUMBERS = st.integers(0, 400)
STEPS = st.lists(
    st.one_of(
        st.tuples(st.sampled_from(["say", "edit", "recall", "delete", "expire", "cut", "doubt"]), NUMBERS),
        st.tuples(st.sampled_from(["lose", "connect", "hold", "release", "fail", "recover"]), st.just(0)),
        st.tuples(st.sampled_from(["restart", "restart alone", "reach"]), st.just(0)),
        st.tuples(st.sampled_from(["older", "newer", "oldest", "newest", "open", "open carol", "settle"]), st.just(0)),
        st.tuples(st.sampled_from(["fill up", "fill down"]), NUMBERS),
    ),
    max_size=25,
)


def said(number: int) -> ChatMessage:
    """Three messages share a time."""
    return message(number, minutes=number // 3)


class Play:
    """The service, whoever acts on it, and the browser that has to follow."""

    def __init__(self, path: Path) -> None:
        self.world = World(path)
        self.world.service.talk("bob", [said(number) for number in range(1, FIRST + 1)])
        self.world.service.talk("carol", [message(9000)])
        self.browser = self.world.browser()
        self._next = FIRST + 1
        self._running: list[asyncio.Task[None]] = []
        self._is_live = False
        self._is_in_doubt = False
        self.removed: set[int] = set()
        """What the browser was told to be gone."""
        self.expired: set[int] = set()
        """What the service forgot."""
        self.seen: set[int] = set()
        """What was shown, and nobody deleted."""

    @property
    def there(self) -> list[ChatMessage]:
        return self.world.service.messages[BOB]

    async def begin(self) -> None:
        await self.browser.start()
        self._is_live = True
        await self.browser.open()

    async def act(self, name: str, number: int) -> None:
        match name:
            case "say":
                for _time in range(number // 5 + 1):
                    self._say()
            case "edit" if self.there:
                old = self.there[number % len(self.there)]
                new = self.world.edit(int(old.id), f"{old.id}, edited")
                self._tell(live.MessageEdited(new))
            case "recall" | "delete" if self.there:
                self._remove(int(self.there[number % len(self.there)].id), is_recall=name == "recall")
            case "expire":
                forgotten = [int(each.id) for each in self.there[: number // 3]]
                self.expired.update(forgotten)
                self.world.delete(*forgotten)
                if self._is_in_doubt:  # it may as well have been deleted
                    self.seen.difference_update(forgotten)
            case "cut" if self.there:
                self._cut(self.there[number % len(self.there)].time)
            case "doubt" if self.there and self._is_live:
                self._gone({int(self.there[number % len(self.there)].id)}, is_told=False)
                self.seen.clear()
                self._is_in_doubt = True
                self._tell(live.RoamingDeleted(BOB))
            case "restart" | "restart alone":
                await self._restart(reachable=name == "restart")
            case _:
                await self._use(name, number)
        await settled()
        self.check()

    async def _use(self, name: str, number: int) -> None:
        service, histories = self.world.service, self.browser.store.histories
        match name:
            case "lose" if self._is_live:
                self._is_live = False
                self.browser.cut()
            case "connect" | "reach":
                await self._reach()
            case "hold":
                service.hold()
            case "release":
                service.release()
            case "fail":
                service.fail()
            case "recover":
                service.recover()
            case "older" | "newer":
                self._run(histories.load(BOB, Side(name)))
            case "oldest" | "newest":
                self._run(histories.go_to_end(BOB, Side.OLDER if name == "oldest" else Side.NEWER))
            case "open":
                self._run(histories.open(BOB))
            case "open carol":
                self._run(histories.open(CAROL))
            case "fill up" | "fill down":
                if gaps := self.browser.gaps():
                    side = Side.OLDER if name == "fill up" else Side.NEWER
                    self._run(histories.fill(BOB, gaps[number % len(gaps)].message_key, side))
            case _:
                pass

    def _run(self, command: Coroutine[Any, Any, None]) -> None:
        self._running.append(asyncio.ensure_future(command))

    def _tell(self, event: live.LiveEvent) -> None:
        if self._is_live:
            self.browser.link.deliver(event)

    def _say(self) -> None:
        new = said(self._next)
        self._next += 1
        self.there.append(new)
        self._tell(live.MessageReceived(new))

    def _remove(self, number: int, *, is_recall: bool) -> None:
        self._gone({number}, is_told=self._is_live)
        ids = str(number)
        self._tell(live.MessageRecalled(BOB, ids, "bob", "amy") if is_recall else live.RoamingDeleted(BOB, (ids,)))

    def _cut(self, until: int) -> None:
        self._gone({int(each.id) for each in self.there if each.time <= until}, is_told=self._is_live)
        if self._is_live:
            self.removed.update(number for number in self.expired if said(number).time <= until)
        self.seen = {number for number in self.seen if said(number).time > until}
        self._tell(live.RoamingDeleted(BOB, (), until))
        while said(self._next).time <= until:  # what comes later was not meant
            self._next += 1

    def _gone(self, numbers: set[int], *, is_told: bool) -> None:
        self.world.delete(*numbers)
        self.seen -= numbers
        if is_told:
            self.removed |= numbers

    async def _reach(self) -> None:
        if not self.browser.reachable:
            self.browser.reachable = True
            self._run(self.browser.store.start())
            await settled()
        if self.browser.store.status.phase.value == "ready":
            self.browser.link.connect()
            self._is_live = True

    async def _restart(self, *, reachable: bool) -> None:
        await self._end()
        self.browser = self.world.browser()
        self.browser.reachable = reachable
        self._run(self.browser.store.start())
        await settled()
        self._is_live = self._is_in_doubt = False
        if reachable:
            await self._reach()
        self._run(self.browser.store.histories.open(BOB))

    async def _end(self) -> None:
        for task in self._running:
            task.cancel()
        await asyncio.gather(*self._running, return_exceptions=True)
        self._running.clear()
        await self.browser.close()

    def check(self) -> None:
        """What must be true at any moment."""
        rows = self.browser.snapshot().rows
        shown = [row.message for row in rows if isinstance(row, MessageRow)]
        places = [position(each) for each in shown]
        assert places == sorted(set(places))
        numbers = {int(each.id) for each in shown}
        assert not numbers & self.removed
        self.seen |= numbers & {int(each.id) for each in self.there}
        before: ChatMessage | None = None
        for row in rows:
            if isinstance(row, GapRow):
                before = None
            elif isinstance(row, MessageRow):
                if before is not None:
                    self._check_neighbours(before, row.message)
                before = row.message

    def _check_neighbours(self, before: ChatMessage, after: ChatMessage) -> None:
        hidden = [each.id for each in self.there if position(before) < position(each) < position(after)]
        assert not hidden, f"{hidden} between {before.id} and {after.id}"

    async def settle_down(self) -> None:
        """All is well again, and the browser has looked at everything."""
        self.world.service.recover()
        self.world.service.release()
        await asyncio.gather(*self._running)
        await settled()
        await self._reach()
        await settled()
        await load_everything(self.browser)

    async def close(self) -> None:
        await self._end()
        await self.world.close()


async def load_everything(browser: Browser) -> None:
    await browser.open()
    await browser.store.histories.go_to_end(BOB, Side.NEWER)
    for _round in range(100):
        await settled()
        if browser.edge(Side.NEWER) is EdgeState.MORE:
            await browser.load(Side.NEWER)
        elif browser.edge(Side.OLDER) in (EdgeState.MORE, EdgeState.FAILED):
            await browser.load(Side.OLDER)
        elif any(gap.state is not EdgeState.OFFLINE for gap in browser.gaps()):
            gap = next(gap for gap in browser.gaps() if gap.state is not EdgeState.OFFLINE)
            await browser.store.histories.fill(BOB, gap.message_key, Side.OLDER)
        else:
            return
    raise AssertionError("loading does not come to an end")


@settings(max_examples=60)
@given(STEPS)
def test_in_the_end_all_is_as_the_service_has_it(steps: list[tuple[str, int]]) -> None:
    with tempfile.TemporaryDirectory() as directory:
        asyncio.run(_play(steps, Path(directory)))


async def _play(steps: list[tuple[str, int]], directory: Path) -> None:
    play = Play(directory / "amy.db")
    try:
        await play.begin()
        for name, number in steps:
            await play.act(name, number)
        await play.settle_down()
        play.check()
        there = [int(each.id) for each in play.there]
        only_here = play.browser.only_here()
        assert [number for number in play.browser.shown() if number not in only_here] == there
        assert play.expired & play.seen <= set(only_here)
        bodies = {row.key: row.message.body for row in play.browser.messages()}
        assert all(bodies[each.id] == each.body for each in play.there)
        drawn = play.browser.drawn(new=False)
        await play.act("restart alone", 0)
        await load_everything(play.browser)
        assert play.browser.drawn(new=False) == drawn
        assert {row.key: row.message.body for row in play.browser.messages()} == bodies
    finally:
        await play.close()
