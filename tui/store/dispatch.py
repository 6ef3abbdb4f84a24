"""Sends removals, one after another in each conversation, and finds out what became of those that broke off."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass

from tui.errors import JournalError
from tui.events import Event
from tui.i18n import _
from tui.models import ConversationKey
from tui.removal.entries import UNFINISHED, Entry, Journal, OpenJournal, State
from tui.removal.outcome import Outcome
from tui.removal.plan import Removal
from tui.removal.sending import Sender
from tui.removal.service import RemovalService
from tui.store.departures import Departures
from tui.store.once import Once


@dataclass(frozen=True, slots=True)
class Means:
    """What sending needs. `service` raises RoamingError where there is none.

    `open_journal`: None where nothing can be removed. `apply` takes over what has happened and returns when that is on
    the disk. `notify` is called when there is an outcome to tell of.
    """

    service: Callable[[], RemovalService]
    open_journal: OpenJournal | None
    apply: Callable[[Event], Awaitable[None]]
    notify: Callable[[], None]


class Dispatch:
    """Has the journal, and what is left of this run and of an earlier one."""

    def __init__(self, means: Means, departures: Departures) -> None:
        self._means = means
        self._departures = departures
        self._journal = Once(means.open_journal or _no_journal)
        self._uncertain: dict[int, ConversationKey] = {}
        self._left_behind: deque[Entry] = deque()
        self._has_looked_back = False
        self._turns: dict[ConversationKey, asyncio.Lock] = {}
        self._outcomes: list[Outcome] = []

    async def journal(self) -> Journal:
        """The journal, opened when it is first asked for. Raises JournalError where there is none."""
        return await self._journal.get()

    async def send(self, number: int, removal: Removal) -> Outcome:
        """Send what the journal has confirmed, when it is its turn. Raises JournalError; what else fails is told."""
        with self._departures.sending(number, removal):
            async with self._turn(removal.key):
                self._uncertain[number] = removal.key  # until the outcome says otherwise
                outcome = await self._sender(await self.journal()).send(number, removal)
                self._end(outcome)
        return outcome

    async def recover(self) -> None:
        """Bring to an end what is not known to have ended: of earlier runs, and of this one. Never raises a
        RoamingError.
        """
        if self._means.open_journal is None:
            return
        with suppress(JournalError):
            journal = await self.journal()
            if not self._has_looked_back:
                self._has_looked_back = True
                self._left_behind.extend(await asyncio.to_thread(journal.take_unfinished))
            while self._left_behind:
                entry = self._left_behind.popleft()
                await self._recover(journal, entry.number, entry.removal.key)
            for number, key in tuple(self._uncertain.items()):
                await self._recover(journal, number, key)

    def tell(self, outcome: Outcome) -> None:
        """Have the user told of it, as nobody waits for it."""
        self._outcomes.append(outcome)
        self._means.notify()

    def take_outcomes(self) -> tuple[Outcome, ...]:
        """What the user is to be told of, each once."""
        outcomes, self._outcomes = tuple(self._outcomes), []
        return outcomes

    async def close(self) -> None:
        """Let go of the journal. Nothing may be on its way."""
        if (journal := await self._journal.opened()) is not None:
            await asyncio.to_thread(journal.close)

    async def _recover(self, journal: Journal, number: int, key: ConversationKey) -> None:
        async with self._turn(key):
            entry = await asyncio.to_thread(journal.entry, number)  # here: it may have been waited for
            if entry.state not in UNFINISHED:
                return
            outcome = await self._sender(journal).recover(entry)
            was_told = number in self._uncertain and outcome.state is State.SENDING
            self._end(outcome)
        if not was_told:
            self.tell(outcome)

    def _sender(self, journal: Journal) -> Sender:
        return Sender(self._means.service, journal, self._means.apply)

    def _end(self, outcome: Outcome) -> None:
        if outcome.state is State.SENDING:
            self._uncertain[outcome.number] = outcome.removal.key
        else:
            self._uncertain.pop(outcome.number, None)

    def _turn(self, key: ConversationKey) -> asyncio.Lock:
        return self._turns.setdefault(key, asyncio.Lock())


async def _no_journal() -> Journal:
    raise JournalError(_("Nothing can be deleted here: there is no journal of deletions."))
