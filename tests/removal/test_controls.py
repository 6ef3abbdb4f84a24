"""Each guard is needed: with it a play goes right, and the same play without it goes wrong and is found out."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Collection
from pathlib import Path

import httpx
import pytest

from tests import journals
from tests.removal.faults import Fault
from tests.removal.world import BOB, Clock, Guards, Play, playing
from tui.client import RoamingClient
from tui.errors import RoamingError, TransportError
from tui.models import ConversationType, HistoryPage, SearchOptions
from tui.removal.entries import OpenJournal, State
from tui.removal.plan import Removal

GRACE = 10
LASTING = 8


async def undone_is_not_sent(play: Play) -> None:
    await play.store.removals.confirm(Removal.of_messages(BOB, (await play.open())[:2]))
    await play.device.advance(GRACE - 0.1)
    await play.store.removals.undo()
    await play.device.advance(GRACE)
    assert len(await play.truth.messages()) == 9


async def only_what_was_chosen_goes(play: Play) -> None:
    messages = await play.open()
    await play.store.removals.confirm(Removal.of_messages(BOB, messages[3:5]))
    await play.device.advance(GRACE)
    assert set(await play.truth.messages()) == {each.id for each in messages[:3] + messages[5:]}


async def an_end_while_it_waits_is_told(play: Play) -> None:
    await play.store.removals.confirm(Removal.of_messages(BOB, (await play.open())[:2]))
    await play.device.restart()
    assert [each.state for each in play.store.removals.take_outcomes()] == [State.CANCELLED]


async def what_never_arrived_is_not_called_done(play: Play) -> None:
    play.device.way.faults.extend([Fault.CUT] * LASTING)
    await play.store.removals.confirm(Removal.of_messages(BOB, (await play.open())[:2]))
    await play.device.advance(GRACE)
    assert [each.done for each in play.store.removals.take_outcomes()] == [()]


async def what_came_after_the_deed_stays(play: Play) -> None:
    """The answer is lost, and somebody writes before anything could be sent again."""
    preview = await play.store.previews.of_conversation(BOB, with_messages=True)
    play.device.way.faults.append(Fault.LOST)
    said: list[str] = []

    def write_before_the_second(_request: httpx.Request) -> None:
        if len(play.device.way.sent) == 2:
            said.append(play.service.say("bob", "alice", "still there?"))

    play.device.way.before = write_before_the_second
    await play.store.removals.confirm(preview.removal)
    await play.device.advance(GRACE)
    if not said:
        said.append(play.service.say("bob", "alice", "still there?"))
    assert list(await play.truth.messages()) == said


async def what_came_before_the_deed_stays(play: Play) -> None:
    await play.open()
    preview = await play.store.previews.of_conversation(BOB, with_messages=True)
    await play.store.removals.confirm(preview.removal)
    new = play.service.say("bob", "alice", "wait!")
    await play.device.advance(GRACE)
    assert new in await play.truth.messages()


async def what_was_on_its_way_is_looked_for(play: Play) -> None:
    """The program ends while nobody knows what became of a request; the next start finds out."""
    play.device.way.faults.extend([Fault.LOST] * LASTING)
    await play.store.removals.confirm(Removal.of_messages(BOB, (await play.open())[:2]))
    play.device.way.before = lambda _request: play.device.way.reading_faults.extend([Fault.FORBIDDEN] * LASTING)
    await play.device.advance(GRACE)
    play.device.way.clear()
    await play.device.restart()
    assert [each.state for each in play.store.removals.take_outcomes()] == [State.APPLIED]


def no_waiting(clock: Clock) -> Callable[[float], Awaitable[None]]:
    async def sleep(_seconds: float) -> None:
        await asyncio.sleep(0)

    return sleep


class Widening(RoamingClient):
    """Turns ids into a time."""

    async def remove_history_messages(
        self,
        target_id: str,
        chat_type: ConversationType | str,
        message_ids: Collection[str] | None = None,
        before_timestamp: int | None = None,
    ) -> None:
        await super().remove_history_messages(target_id, chat_type, before_timestamp=2**52)


class Blind(RoamingClient):
    """Finds nothing where it looks for something."""

    async def get_history_messages(
        self,
        target_id: str,
        chat_type: ConversationType | str,
        cursor: str | None = None,
        page_size: int = 20,
        search_direction: str = "up",
        search_options: SearchOptions | None = None,
    ) -> HistoryPage:
        if search_options is not None:
            return HistoryPage((), None, True)
        return await super().get_history_messages(target_id, chat_type, cursor, page_size, search_direction)


class Insistent(RoamingClient):
    """Sends a deletion again that was not answered."""

    async def delete_conversation(self, channel: str, chat_type: ConversationType | str, delete_roam: bool) -> None:
        try:
            await super().delete_conversation(channel, chat_type, delete_roam)
        except TransportError:
            await super().delete_conversation(channel, chat_type, delete_roam)


def forgetful(_journal: OpenJournal) -> OpenJournal:
    """What is in the journal is gone with the program."""
    return journals.in_memory


PLAYS: dict[str, tuple[Callable[[Play], Awaitable[None]], Guards]] = {
    "a time to undo": (undone_is_not_sent, Guards(sleep=no_waiting)),
    "ids stay ids": (only_what_was_chosen_goes, Guards(client=Widening)),
    "the journal first": (an_end_while_it_waits_is_told, Guards(journal=forgetful)),
    "a look after a lost answer": (what_never_arrived_is_not_called_done, Guards(client=Blind)),
    "no repeating what sweeps": (what_came_after_the_deed_stays, Guards(client=Insistent)),
    "a look before a conversation goes": (what_came_before_the_deed_stays, Guards(client=Blind)),
    "a journal of what is on its way": (what_was_on_its_way_is_looked_for, Guards(journal=forgetful)),
}


@pytest.mark.parametrize("name", PLAYS)
async def test_with_every_guard_it_goes_right(tmp_path: Path, name: str) -> None:
    play_it, _without = PLAYS[name]
    async with playing(tmp_path, 9, grace=GRACE) as play:
        await play_it(play)


@pytest.mark.parametrize("name", PLAYS)
async def test_without_its_guard_it_goes_wrong(tmp_path: Path, name: str) -> None:
    play_it, without = PLAYS[name]
    async with playing(tmp_path, 9, grace=GRACE, guards=without) as play:
        with pytest.raises((AssertionError, RoamingError)):
            await play_it(play)
