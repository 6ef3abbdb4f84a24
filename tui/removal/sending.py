"""Sends removals: the journal before each request, and after a request without an answer a look at what is there."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass

from tui.errors import (
    ArchiveError,
    JournalError,
    PartialRemovalError,
    ProtocolError,
    RoamingError,
    ServiceError,
    TransportError,
)
from tui.events import Event
from tui.i18n import _
from tui.limits import IDS_PER_REQUEST
from tui.removal.entries import UNCERTAIN, Entry, Journal, Result, State
from tui.removal.looking import newest_time, still_there, took_effect
from tui.removal.outcome import Outcome
from tui.removal.plan import ByIds, Removal, UpTo, Whole
from tui.removal.service import RemovalService


@dataclass(slots=True)
class _Progress:
    """How far a removal has come; `results` are ahead of the journal only where that failed."""

    number: int
    removal: Removal
    results: list[Result]

    @property
    def left(self) -> list[int]:
        """The places of what is still to be sent."""
        return [place for place, result in enumerate(self.results) if result is Result.WAITING]

    @property
    def uncertain(self) -> list[int]:
        return [place for place, result in enumerate(self.results) if result in UNCERTAIN]

    def note(self, places: Iterable[int], result: Result) -> None:
        for place in places:
            self.results[place] = result

    def outcome(self, state: State, cause: RoamingError | None = None) -> Outcome:
        return Outcome(self.number, self.removal, state, tuple(self.results), cause)


class Sender:
    """Carries removals out. One at a time for a conversation, which the caller sees to.

    What fails is told by the outcome. Cancelled on the way, the journal says what is not known.
    """

    def __init__(
        self,
        service: Callable[[], RemovalService],
        journal: Journal,
        apply: Callable[[Event], Awaitable[None]],
    ) -> None:
        """`service` raises RoamingError where there is none. `apply` takes over what has happened, and returns when
        that is on the disk, or raises ArchiveError.
        """
        self._service = service
        self._journal = journal
        self._apply = apply

    async def send(self, number: int, removal: Removal) -> Outcome:
        """Send what the journal has confirmed under `number`."""
        return await self._carry_on(_Progress(number, removal, [Result.WAITING] * removal.parts))

    async def recover(self, entry: Entry) -> Outcome:
        """Bring to its end what another run of the program has left behind: what it meant, and nothing wider.

        What was not begun is cancelled. What was sent is looked for first. Then messages by id are finished; all else
        is never sent again by itself, as it could remove what has come since.
        """
        progress = _Progress(entry.number, entry.removal, list(entry.results))
        match entry.state:
            case State.CONFIRMED:
                reason = _("The program ended before it was sent.")
                with suppress(JournalError):  # it stays as it is then, and nobody sends it
                    await asyncio.to_thread(self._journal.end, entry.number, State.CANCELLED, reason)
                return progress.outcome(State.CANCELLED)
            case State.SENT:
                return await self._finish(progress)
            case _:
                return await self._resume(progress)

    async def _resume(self, progress: _Progress) -> Outcome:
        """What is still there is to be sent again, where that may be; without a service it is left as it is."""
        try:
            self._service()
        except RoamingError as error:
            return progress.outcome(State.SENDING, error)
        try:
            await self._look(progress, progress.uncertain)
        except RoamingError as error:
            return await self._stop(progress, error)
        unfinished = [place for place, result in enumerate(progress.results) if result is Result.NOT_DONE]
        if unfinished and not isinstance(progress.removal.target, ByIds):
            return await self._stop(progress, RoamingError(_("The program ended before the service had done it.")))
        progress.note(unfinished, Result.WAITING)
        return await self._carry_on(progress)

    async def _carry_on(self, progress: _Progress) -> Outcome:
        try:
            if not await asyncio.to_thread(self._journal.begin, progress.number):
                return progress.outcome(State.CANCELLED)
            while progress.left:
                await self._send_next(progress)
        except RoamingError as error:
            return await self._stop(progress, error)
        return await self._finish(progress)

    async def _send_next(self, progress: _Progress) -> None:
        """Send one request. Raises RoamingError where it did not do all that it should."""
        places = progress.left[:IDS_PER_REQUEST]
        await self._check_that_nothing_has_come(progress.removal)
        await self._write(progress, dict.fromkeys(places, Result.SENDING))  # without this nothing may be sent
        progress.note(places, Result.SENDING)
        try:
            await self._request(progress, places)
        except RoamingError as error:
            await self._settle(progress, places, error)
            if any(progress.results[place] is not Result.DONE for place in places):
                raise
        else:
            progress.note(places, Result.DONE)
            await self._write(progress, dict.fromkeys(places, Result.DONE))

    async def _check_that_nothing_has_come(self, removal: Removal) -> None:
        """Raises RoamingError where a conversation would go with messages that nobody was asked about."""
        key, target = removal.key, removal.target
        if isinstance(target, Whole) and target.with_messages:
            newest = await newest_time(self._service(), key)
            if newest > target.newest:
                raise RoamingError(_("Messages have come since you were asked, so the conversation was not deleted."))

    async def _request(self, progress: _Progress, places: Sequence[int]) -> None:
        key, service = progress.removal.key, self._service()
        match progress.removal.target:
            case ByIds(ids=ids):
                await service.remove_history_messages(key.id, key.type, message_ids=[ids[place] for place in places])
            case UpTo(time=time):
                await service.remove_history_messages(key.id, key.type, before_timestamp=time)
            case whole:
                await service.delete_conversation(key.id, key.type, whole.with_messages)

    async def _settle(self, progress: _Progress, places: Sequence[int], error: RoamingError) -> None:
        """Find out what a request did that failed."""
        if not may_have_acted(error, is_repeated=isinstance(progress.removal.target, ByIds)):
            progress.note(places, Result.NOT_DONE)
            await self._write(progress, dict.fromkeys(places, Result.NOT_DONE))
            return
        progress.note(places, Result.UNKNOWN)
        # What is not named may yet go by a request that is still on its way: that it is there says nothing now.
        there = Result.NOT_DONE if isinstance(progress.removal.target, ByIds) else Result.UNKNOWN
        try:
            await self._look(progress, places, there)
        except JournalError:
            raise
        except RoamingError:
            await self._write(progress, dict.fromkeys(places, Result.UNKNOWN))

    async def _look(self, progress: _Progress, places: Sequence[int], there_is: Result = Result.NOT_DONE) -> None:
        """See what of these has gone; what is still there is `there_is`. Raises RoamingError where nobody can say."""
        if not places:
            return
        key, target = progress.removal.key, progress.removal.target
        if isinstance(target, ByIds):
            there = await still_there(self._service(), key, [(target.ids[at], target.times[at]) for at in places])
            gone = [place for place in places if target.ids[place] not in there]
        else:
            gone = list(places) if await took_effect(self._service(), key, target) else []
        results = {place: Result.DONE if place in gone else there_is for place in places}
        for place, result in results.items():
            progress.results[place] = result
        await self._write(progress, results)

    async def _stop(self, progress: _Progress, cause: RoamingError) -> Outcome:
        """Take over what was done and say why the rest was not; what is uncertain stays open in the journal."""
        try:
            await self._take_over(progress)
            if progress.uncertain:
                return progress.outcome(State.SENDING, cause)
            await asyncio.to_thread(self._journal.end, progress.number, State.FAILED, str(cause))
        except (ArchiveError, JournalError):
            pass  # the next start finds it as it is, and looks again
        return progress.outcome(State.FAILED, cause)

    async def _finish(self, progress: _Progress) -> Outcome:
        """All was done: only then is it taken out of what is kept here."""
        number = progress.number
        try:
            await asyncio.to_thread(self._journal.end, number, State.SENT)
            await self._take_over(progress)
            await asyncio.to_thread(self._journal.end, number, State.APPLIED)
        except (ArchiveError, JournalError) as error:
            return progress.outcome(State.SENT, error)
        return progress.outcome(State.APPLIED)

    async def _take_over(self, progress: _Progress) -> None:
        removal, results = progress.removal, progress.results
        if isinstance(removal.target, ByIds):
            done = [each for each, result in zip(removal.target.ids, results, strict=True) if result is Result.DONE]
            if done:
                await self._apply(removal.done(done))
        elif results == [Result.DONE]:
            await self._apply(removal.done())

    async def _write(self, progress: _Progress, results: dict[int, Result]) -> None:
        await asyncio.to_thread(self._journal.note, progress.number, results)


def may_have_acted(error: RoamingError, *, is_repeated: bool) -> bool:
    """Whether a request that failed by `error` may have taken effect all the same.

    `is_repeated`: by itself, so that `error` is only the last try's, and one before it may have taken effect.
    """
    if is_repeated and isinstance(error, ServiceError | TransportError):
        return True
    if isinstance(error, ServiceError):
        return error.status >= 500  # whoever answers so may be a gateway, or have failed after the deed
    if isinstance(error, TransportError):
        return error.sent
    return isinstance(error, ProtocolError | PartialRemovalError)
