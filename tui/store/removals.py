"""What the user has confirmed to remove, and the time in which that can be undone."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Coroutine, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from typing import Any

from tui.errors import JournalError, ReadOnlyError, RoamingError
from tui.i18n import _
from tui.removal.entries import State
from tui.removal.outcome import Outcome
from tui.removal.plan import Removal, Whole
from tui.removal.rules import Rules
from tui.store.departures import Departures, Pending
from tui.store.dispatch import Dispatch
from tui.store.mistakes import tell_of_mistakes


@dataclass(frozen=True, slots=True)
class Clock:
    """`now` is in ms since 1970, `sleep` waits for seconds."""

    now: Callable[[], int]
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep


class Removals:
    """Every way to remove anything goes through here. Order is kept within a conversation."""

    def __init__(
        self,
        dispatch: Dispatch,
        departures: Departures,
        check: Callable[[Removal], None],
        clock: Clock,
        rules: Rules,
    ) -> None:
        """`check` raises RoamingError for what cannot be removed."""
        self.rules = rules
        self._dispatch = dispatch
        self._departures = departures
        self._check = check
        self._clock = clock
        self._tasks: dict[int, asyncio.Task[Any]] = {}
        self._holders = 0
        self._may_go = asyncio.Event()
        self._may_go.set()

    @property
    def pending(self) -> tuple[Pending, ...]:
        """What can still be undone, the latest last."""
        return self._departures.pending

    def now(self) -> int:
        """Now, in ms since 1970, by the clock that deadlines are of."""
        return self._clock.now()

    def take_outcomes(self) -> tuple[Outcome, ...]:
        """What has become of removals that nobody waited for and that the user is to be told of, each once.

        Those that were done as they should are told of only where an earlier run of the program had begun them.
        """
        return self._dispatch.take_outcomes()

    async def prepare(self) -> None:
        """Find out whether anything can be removed, before the user is asked. Raises JournalError, ReadOnlyError."""
        self._check_rules()
        await self._dispatch.journal()

    async def confirm(self, removal: Removal) -> Pending:
        """Carry out what was confirmed, once it can be undone no more. Raises JournalError, or what `check` raises.

        Returns when the journal has it; `take_outcomes` says how it went.
        """
        number = await self._confirmed(removal)
        pending = Pending(number, removal, self._deadline())
        self._departures.put(pending)
        self._start(number, self._wait(pending))
        return pending

    async def carry_out(self, removal: Removal) -> None:
        """Carry out what was confirmed at once.

        Raises JournalError where nothing was sent for want of a journal, PartialRemovalError when only some of the
        messages went, and another RoamingError when none did or that is not known.
        """
        number = await self._confirmed(removal)
        outcome = await self._dispatch.send(number, removal)
        outcome.check()

    async def undo(self) -> Removal | None:
        """Take back the latest that can be taken back, of whichever conversation; None where there is nothing.

        From the moment of the call on nothing of it will be sent.
        """
        taken = self._departures.take(each.number for each in self.pending[-1:])
        await self._cancel(taken)
        return taken[0].removal if taken else None

    async def send_now(self) -> None:
        """Send what could still be undone, and wait until that has come to its end."""
        taken = self._take_all()
        for each in taken:
            self._tasks[each.number].cancel()
        for outcome in await asyncio.gather(*(self._dispatch.send(each.number, each.removal) for each in taken)):
            self._dispatch.tell(outcome)

    async def keep(self) -> None:
        """Take back all that can be taken back."""
        await self._cancel(self._take_all())

    @contextmanager
    def held(self) -> Iterator[None]:
        """Inside, what can be undone stays so: somebody is asked what is to become of it, and only `send_now` sends it.

        That whose time was over meanwhile can be undone for as long again afterwards. May be nested: it lasts until
        the last holder has let go.
        """
        self._holders += 1
        self._may_go.clear()
        try:
            yield
        finally:
            self._holders -= 1
            if not self._holders:
                self._may_go.set()

    async def sent(self) -> None:
        """Wait until nothing of what can be undone no more is on its way."""
        while tasks := [task for number, task in self._tasks.items() if not self._departures.is_pending(number)]:
            await asyncio.wait(tasks)

    async def recover(self) -> None:
        """Bring to an end what is not known to have ended: of earlier runs, and of this one. Never raises a
        RoamingError.
        """
        await self._dispatch.recover()

    async def close(self) -> None:
        """Stop. The next start tells of what could still be undone, and looks for what was on its way."""
        tasks = list(self._tasks.values())
        for task in tasks:
            task.cancel()
        if tasks:
            await asyncio.wait(tasks)
        await self._dispatch.close()

    async def _confirmed(self, removal: Removal) -> int:
        self._check_rules()
        self._check(removal)
        if isinstance(removal.target, Whole) and any(
            isinstance(each.removal.target, Whole) for each in self._departures.of(removal.key)
        ):
            raise RoamingError(_("This conversation is being deleted already."))
        journal = await self._dispatch.journal()
        return await asyncio.to_thread(journal.confirm, removal)

    def _check_rules(self) -> None:
        if self.rules.read_only:
            raise ReadOnlyError(_("Only reading is allowed here: nothing can be deleted."))

    async def _wait(self, pending: Pending) -> None:
        await self._grace()
        while not self._may_go.is_set():
            await self._may_go.wait()
            self._put_off(pending)
            await self._grace()
        if self._departures.take([pending.number]):
            outcome = await self._dispatch.send(pending.number, pending.removal)
            if not outcome.is_done:
                self._dispatch.tell(outcome)

    async def _grace(self) -> None:
        if self.rules.grace_seconds:
            await self._clock.sleep(self.rules.grace_seconds)

    def _put_off(self, pending: Pending) -> None:
        """Let it be undone for as long again."""
        if self._departures.is_pending(pending.number):
            self._departures.put(replace(pending, deadline=self._deadline()))

    def _deadline(self) -> int:
        return self._clock.now() + round(self.rules.grace_seconds * 1000)

    def _take_all(self) -> tuple[Pending, ...]:
        return self._departures.take(each.number for each in self.pending)

    async def _cancel(self, taken: Sequence[Pending]) -> None:
        """Nothing of these is sent; that the journal cannot say so does not change it."""
        for each in taken:
            self._tasks[each.number].cancel()  # all of them before anything is waited for, in which they might end
        for each in taken:
            with suppress(JournalError):
                await asyncio.to_thread((await self._dispatch.journal()).end, each.number, State.CANCELLED)

    def _start(self, number: int, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(work)
        self._tasks[number] = task
        task.add_done_callback(lambda _done: self._tasks.pop(number, None))
        task.add_done_callback(tell_of_mistakes)
