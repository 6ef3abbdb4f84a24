"""A state machine over the local service in memory: a browser, another device, and accidents at every request.

What the service has in the end is compared with what was confirmed: nothing else may be gone, and nothing that was told
to be gone may be there.
"""

from __future__ import annotations

import asyncio
import shutil
import tempfile
from collections.abc import Coroutine
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule

from tests.removal.faults import Fault
from tests.removal.world import BOB, Clock, Device, Guards, Truth, filled
from tui.errors import RoamingError
from tui.removal.entries import UNCERTAIN, Result, State
from tui.removal.plan import ByIds, Removal, UpTo, Whole

GRACE = 10
PATIENCE = 60
"""Seconds after which something is taken to hang."""


@dataclass
class Ledger:
    """What may be gone, as whoever looks at the screen would say."""

    allowed: set[str] = field(default_factory=set)
    """Confirmed, or removed by the other device."""
    elsewhere: set[str] = field(default_factory=set)
    everything: set[str] = field(default_factory=set)
    """All messages there ever were."""


class Machine(RuleBasedStateMachine):
    """`guards` are those of the program; a control takes one away."""

    guards = Guards()

    def __init__(self) -> None:
        super().__init__()
        self.loop = asyncio.new_event_loop()
        self.folder = Path(tempfile.mkdtemp(prefix="roam-removal-"))
        self.ledger = Ledger()

    def do(self, work: Coroutine[Any, Any, Any]) -> Any:
        return self.loop.run_until_complete(asyncio.wait_for(work, PATIENCE))

    @initialize(count=st.integers(3, 55))
    def begin(self, count: int) -> None:
        self.service = filled(count)
        self.clock = Clock()
        self.truth = Truth(self.service)
        self.device = Device(self.service, self.folder, self.clock, self.guards, grace=GRACE)
        self.do(self._open())
        self.ledger.everything |= self.do(self.truth.messages()).keys()

    async def _open(self) -> None:
        await self.device.start()
        await self.device.store.histories.open(BOB)

    @rule(data=st.data())
    def mark_and_confirm(self, data: st.DataObject) -> None:
        """Any of what is loaded; more than one request's worth often enough."""
        shown = self.device.shown()
        if not shown:
            return
        start = data.draw(st.integers(0, len(shown) - 1))
        chosen = shown[start : start + data.draw(st.integers(1, 50))][:: data.draw(st.integers(1, 2))]
        self._confirm(Removal.of_messages(BOB, chosen), {each.id for each in chosen})

    @rule(data=st.data())
    def confirm_up_to(self, data: st.DataObject) -> None:
        shown = self.device.shown()
        if shown:
            bound = data.draw(st.sampled_from(shown)).time
            there = self.do(self.truth.messages())
            self._confirm(Removal(BOB, UpTo(bound), 0), {each for each, time in there.items() if time <= bound})

    @rule(with_messages=st.booleans())
    def confirm_conversation(self, with_messages: bool) -> None:
        there = self.do(self.truth.messages())
        newest = max((each.time for each in self.device.shown()), default=0)
        seen = {each for each, time in there.items() if time <= newest}
        self._confirm(Removal(BOB, Whole(with_messages, newest), len(seen)), seen if with_messages else set())

    def _confirm(self, removal: Removal, meant: set[str]) -> None:
        try:
            self.do(self.device.store.removals.confirm(removal))
        except RoamingError:
            return
        self.ledger.allowed |= meant

    @rule(seconds=st.sampled_from([0.0, 3.3, 9.9, GRACE]))
    def wait(self, seconds: float) -> None:
        self.do(self.device.advance(seconds))

    @rule()
    def undo(self) -> None:
        self.do(self.device.store.removals.undo())

    @rule(how=st.sampled_from(["send now", "keep"]))
    def leave(self, how: str) -> None:
        """Quit, with an answer to what is to become of what waits."""
        removals = self.device.store.removals
        self.do(removals.send_now() if how == "send now" else removals.keep())
        self.do(self._again())

    @rule()
    def crash(self) -> None:
        self.do(self._again())

    async def _again(self) -> None:
        await self.device.restart()
        await self.device.store.histories.open(BOB)

    @rule()
    def someone_writes(self) -> None:
        self.ledger.everything.add(self.service.say("bob", "alice", "and another thing"))

    @rule(data=st.data())
    def another_device_removes(self, data: st.DataObject) -> None:
        there = sorted(self.do(self.truth.messages()))
        if there:
            gone = set(data.draw(st.lists(st.sampled_from(there), min_size=1, max_size=5)))
            self.do(self.truth.remove(gone))
            self.ledger.allowed |= gone
            self.ledger.elsewhere |= gone

    @rule(faults=st.lists(st.sampled_from(Fault), min_size=1, max_size=12))
    def trouble(self, faults: list[Fault]) -> None:
        self.device.way.faults.extend(faults)

    @rule(fault=st.sampled_from([Fault.REFUSED, Fault.CUT, Fault.BROKEN, Fault.FORBIDDEN]))
    def trouble_with_reading(self, fault: Fault) -> None:
        self.device.way.reading_faults.extend([fault] * 6)

    @rule()
    def look(self) -> None:
        self.do(self.device.store.histories.open(BOB))

    @rule()
    def check_now(self) -> None:
        self.check_nothing_else_is_gone()

    def check_nothing_else_is_gone(self) -> None:
        gone = self.ledger.everything - self.do(self.truth.messages()).keys()
        assert gone <= self.ledger.allowed, f"wrongly deleted: {sorted(gone - self.ledger.allowed)}"

    def teardown(self) -> None:
        try:
            if hasattr(self, "device"):
                self._come_to_rest()
                self._check_the_end()
        finally:
            if hasattr(self, "device"):
                self.do(self.device.close())
                self.do(self.truth.aclose())
                self.service.close()
            self.loop.close()
            shutil.rmtree(self.folder)

    def _come_to_rest(self) -> None:
        self.device.way.clear()
        self.do(self.device.advance(GRACE))
        for _start in range(2):
            self.do(self._again())

    def _check_the_end(self) -> None:
        self.check_nothing_else_is_gone()
        there = self.do(self.truth.messages())
        entries = self.do(self.device.journal())
        meant: set[str] = set()
        for entry in entries:
            assert entry.state in (State.APPLIED, State.FAILED, State.CANCELLED), f"left open: {entry}"
            assert not set(entry.results) & set(UNCERTAIN), f"not known: {entry}"
            removal = entry.removal
            if isinstance(removal.target, ByIds):
                done = {
                    each
                    for each, result in zip(removal.target.ids, entry.results, strict=True)
                    if result is Result.DONE
                }
                assert not done & there.keys(), f"silently not deleted: {sorted(done & there.keys())}"
                meant |= done
            elif entry.state is State.APPLIED and isinstance(removal.target, UpTo):
                left = {each for each, time in there.items() if time <= removal.target.time}
                assert not left, f"silently not deleted: {sorted(left)}"
                meant |= self.ledger.everything - there.keys()
            elif entry.state is State.APPLIED:
                meant |= self.ledger.everything - there.keys()
        gone = self.ledger.everything - there.keys() - self.ledger.elsewhere
        assert gone <= meant, f"gone, and nobody was told: {sorted(gone - meant)}"
        still_shown = {each.id for each in self.device.shown()} & (meant - there.keys()) - self.ledger.elsewhere
        assert not still_shown, f"removed, and still shown: {sorted(still_shown)}"
