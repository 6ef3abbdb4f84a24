"""Deletions on their way: the time in which they can be undone, one after another to the service, and what is left of
an earlier run.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Coroutine, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from typing import Any

from tui.errors import JournalError, ReadOnlyError, RoamingError
from tui.events import Event
from tui.i18n import _
from tui.models import ConversationKey
from tui.removal.entries import UNFINISHED, Entry, Journal, OpenJournal, State
from tui.removal.outcome import Outcome
from tui.removal.plan import Removal, Whole
from tui.removal.rules import Rules
from tui.removal.sending import Sender
from tui.removal.service import RemovalService
from tui.store.departures import Departure
from tui.store.mistakes import tell_of_mistakes


@dataclass(frozen=True, slots=True)
class Pending:
    """A confirmed removal of which nothing has been sent, and when that begins (ms since 1970)."""

    number: int
    removal: Removal
    deadline: int


@dataclass(frozen=True, slots=True)
class Means:
    """What removals need. `service` raises RoamingError where there is none, `check` for what cannot be removed.

    `apply` takes over what has happened and returns when that is on the disk. `sleep` waits for seconds, `now` is in
    ms since 1970.
    """

    service: Callable[[], RemovalService]
    open_journal: OpenJournal | None
    check: Callable[[Removal], None]
    apply: Callable[[Event], Awaitable[None]]
    notify: Callable[[], None]
    now: Callable[[], int]
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep


class Removals:
    """Every way to remove anything goes through here. Order is kept within a conversation."""

    def __init__(self, means: Means, rules: Rules) -> None:
        self.rules = rules
        self._means = means
        self._journal: Journal | None = None
        self._opening = asyncio.Lock()
        self._waiting: dict[int, Pending] = {}
        self._sending: dict[int, Removal] = {}
        self._uncertain: dict[int, ConversationKey] = {}
        self._left_behind: deque[Entry] = deque()
        self._tasks: dict[int, asyncio.Task[Any]] = {}
        self._turns: dict[ConversationKey, asyncio.Lock] = {}
        self._outcomes: list[Outcome] = []
        self._has_looked_back = False
        self._holders = 0
        self._may_go = asyncio.Event()
        self._may_go.set()

    @property
    def pending(self) -> tuple[Pending, ...]:
        """What can still be undone, the latest last."""
        return tuple(self._waiting.values())

    def now(self) -> int:
        """Now, in ms since 1970, by the clock that deadlines are of."""
        return self._means.now()

    def departures(self, key: ConversationKey) -> tuple[Departure, ...]:
        """What is about to go from a conversation."""
        waiting = [Departure(each.removal, each.deadline) for each in self._waiting.values() if each.removal.key == key]
        sending = [Departure(removal, None) for removal in self._sending.values() if removal.key == key]
        return (*sending, *waiting)

    def take_outcomes(self) -> tuple[Outcome, ...]:
        """What has become of removals that nobody waited for and that the user is to be told of, each once.

        Those that were done as they should are told of only where an earlier run of the program had begun them.
        """
        outcomes, self._outcomes = tuple(self._outcomes), []
        return outcomes

    async def prepare(self) -> None:
        """Find out whether anything can be removed, before the user is asked. Raises JournalError, ReadOnlyError."""
        self._check_rules()
        await self._opened()

    async def confirm(self, removal: Removal) -> Pending:
        """Carry out what was confirmed, once it can be undone no more. Raises JournalError, or what `check` raises.

        Returns when the journal has it; `take_outcomes` says how it went.
        """
        number = await self._confirmed(removal)
        pending = Pending(number, removal, self._deadline())
        self._waiting[number] = pending
        self._start(number, self._wait(pending))
        self._means.notify()
        return pending

    async def carry_out(self, removal: Removal) -> None:
        """Carry out what was confirmed at once.

        Raises JournalError where nothing was sent for want of a journal, PartialRemovalError when only some of the
        messages went, and another RoamingError when none did or that is not known.
        """
        number = await self._confirmed(removal)
        outcome = await self._send(number, removal)
        outcome.check()

    async def undo(self) -> Removal | None:
        """Take back the latest that can be taken back, of whichever conversation; None where there is nothing.

        From the moment of the call on nothing of it will be sent.
        """
        if not self._waiting:
            return None
        number, pending = self._waiting.popitem()
        await self._cancel([number])
        return pending.removal

    async def send_now(self) -> None:
        """Send what could still be undone, and wait until that has come to its end."""
        numbers = list(self._waiting)
        for number in numbers:
            self._tasks[number].cancel()
        sending = [self._send(number, self._waiting.pop(number).removal) for number in numbers]
        for outcome in await asyncio.gather(*sending):
            self._tell(outcome)

    async def keep(self) -> None:
        """Take back all that can be taken back."""
        numbers = list(self._waiting)
        self._waiting.clear()
        await self._cancel(numbers)

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
        while tasks := [task for number, task in self._tasks.items() if number not in self._waiting]:
            await asyncio.wait(tasks)

    async def recover(self) -> None:
        """Bring to an end what is not known to have ended: of earlier runs, and of this one. Never raises a
        RoamingError.
        """
        if self._means.open_journal is None:
            return
        with suppress(JournalError):
            journal = await self._opened()
            if not self._has_looked_back:
                self._has_looked_back = True
                self._left_behind.extend(await asyncio.to_thread(journal.take_unfinished))
            while self._left_behind:
                entry = self._left_behind.popleft()
                await self._recover(journal, entry.number, entry.removal.key)
            for number, key in tuple(self._uncertain.items()):
                await self._recover(journal, number, key)

    async def close(self) -> None:
        """Stop. The next start tells of what could still be undone, and looks for what was on its way."""
        tasks = list(self._tasks.values())
        for task in tasks:
            task.cancel()
        if tasks:
            await asyncio.wait(tasks)
        if self._journal is not None:
            await asyncio.to_thread(self._journal.close)

    async def _opened(self) -> Journal:
        async with self._opening:
            if self._journal is None:
                if self._means.open_journal is None:
                    raise JournalError(_("Nothing can be deleted here: there is no journal of deletions."))
                self._journal = await self._means.open_journal()
            return self._journal

    async def _confirmed(self, removal: Removal) -> int:
        self._check_rules()
        self._means.check(removal)
        if isinstance(removal.target, Whole) and any(
            isinstance(each.removal.target, Whole) for each in self.departures(removal.key)
        ):
            raise RoamingError(_("This conversation is being deleted already."))
        journal = await self._opened()
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
        if self._waiting.pop(pending.number, None) is not None:
            outcome = await self._send(pending.number, pending.removal)
            if not outcome.is_done:
                self._tell(outcome)

    async def _grace(self) -> None:
        if self.rules.grace_seconds:
            await self._means.sleep(self.rules.grace_seconds)

    def _put_off(self, pending: Pending) -> None:
        """Let it be undone for as long again."""
        if pending.number in self._waiting:
            self._waiting[pending.number] = replace(pending, deadline=self._deadline())
            self._means.notify()

    def _deadline(self) -> int:
        return self._means.now() + round(self.rules.grace_seconds * 1000)

    async def _send(self, number: int, removal: Removal) -> Outcome:
        self._sending[number] = removal
        self._means.notify()
        try:
            async with self._turn(removal.key):
                self._uncertain[number] = removal.key  # until the outcome says otherwise
                outcome = await self._sender(await self._opened()).send(number, removal)
                self._end(outcome)
        finally:
            del self._sending[number]
            self._means.notify()
        return outcome

    async def _recover(self, journal: Journal, number: int, key: ConversationKey) -> None:
        async with self._turn(key):
            entry = await asyncio.to_thread(journal.entry, number)  # here: it may have been waited for
            if entry.state not in UNFINISHED:
                return
            outcome = await self._sender(journal).recover(entry)
            was_told = number in self._uncertain and outcome.state is State.SENDING
            self._end(outcome)
        if not was_told:
            self._tell(outcome)

    def _sender(self, journal: Journal) -> Sender:
        return Sender(self._means.service, journal, self._means.apply)

    def _end(self, outcome: Outcome) -> None:
        if outcome.state is State.SENDING:
            self._uncertain[outcome.number] = outcome.removal.key
        else:
            self._uncertain.pop(outcome.number, None)

    def _tell(self, outcome: Outcome) -> None:
        self._outcomes.append(outcome)
        self._means.notify()

    async def _cancel(self, numbers: Iterable[int]) -> None:
        """Nothing of these is sent; that the journal cannot say so does not change it."""
        self._means.notify()
        for number in numbers:
            self._tasks[number].cancel()
            with suppress(JournalError):
                await asyncio.to_thread((await self._opened()).end, number, State.CANCELLED)

    def _turn(self, key: ConversationKey) -> asyncio.Lock:
        return self._turns.setdefault(key, asyncio.Lock())

    def _start(self, number: int, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(work)
        self._tasks[number] = task
        task.add_done_callback(lambda _done: self._tasks.pop(number, None))
        task.add_done_callback(tell_of_mistakes)
