"""What is sent is what was frozen, and what became of it is told exactly, whatever happens on the way."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.removal.faults import ACTING, Fault
from tests.removal.world import BOB, CAROL, Play, playing
from tui.errors import PartialRemovalError, RoamingError
from tui.removal.entries import Result, State
from tui.removal.plan import ByIds, Removal, UpTo, Whole

LASTING = 8
"""So many requests in a row meet with a fault that the client's own tries do not get past it."""


async def newest_of(play: Play) -> int:
    return max((await play.truth.messages()).values())


@pytest.mark.parametrize("count", [1, 20, 21, 50, 51, 5_000])
async def test_requests_of_twenty_go_in_order(tmp_path: Path, count: int) -> None:
    async with playing(tmp_path, count + 1) as play:
        there = dict(list((await play.truth.messages()).items())[1:])
        ids = list(there)
        removal = Removal(BOB, ByIds(tuple(ids), tuple(there.values())), count)
        await play.store.removals.carry_out(removal)
        assert [each for request in play.sent_ids for each in request] == ids
        assert [len(request) for request in play.sent_ids[:-1]] == [20] * ((count - 1) // 20)
        assert len(await play.truth.messages()) == 1
        (entry,) = await play.device.journal()
        assert (entry.state, set(entry.results), entry.removal) == (State.APPLIED, {Result.DONE}, removal)


@pytest.mark.parametrize("at", [0, 2])
@pytest.mark.parametrize("fault", [each for each in Fault if each is not Fault.NONE])
async def test_every_fault_at_every_request_is_told_exactly(tmp_path: Path, fault: Fault, at: int) -> None:
    async with playing(tmp_path, 60) as play:
        messages = (await play.open())[5:50]
        play.device.way.faults.extend([*[Fault.NONE] * at, *[fault] * LASTING])
        removal = Removal.of_messages(BOB, messages)
        ids = tuple(each.id for each in messages)
        if fault in ACTING:  # the answer is lost, and what is there says that it was done; then the rest is done, too
            await play.store.removals.carry_out(removal)
            done = len(ids)
        else:
            done = 20 * at
            with pytest.raises(RoamingError) as told:
                await play.store.removals.carry_out(removal)
            assert getattr(told.value, "done", ()) == ids[:done]
        left = await play.truth.messages()
        assert not left.keys() & set(ids[:done])
        assert left.keys() >= set(ids[done:])
        assert len(left) == 60 - done
        (entry,) = await play.device.journal()
        assert [result is Result.DONE for result in entry.results] == [True] * done + [False] * (len(ids) - done)


async def test_the_rest_goes_on_where_it_failed_and_is_no_more_than_the_rest(tmp_path: Path) -> None:
    async with playing(tmp_path, 60, grace=1) as play:
        messages = (await play.open())[5:50]
        play.device.way.faults.extend([Fault.NONE, Fault.FORBIDDEN])
        await play.store.removals.confirm(Removal.of_messages(BOB, messages))
        await play.device.advance(1)
        (outcome,) = play.store.removals.take_outcomes()
        assert (len(outcome.done), len(outcome.not_done), outcome.unknown) == (20, 25, ())
        assert play.visible() == [each.id for each in await play.open() if each.id not in outcome.done]
        rest = outcome.rest
        assert rest is not None
        await play.store.removals.confirm(rest)
        await play.device.advance(1)
        assert [each for request in play.sent_ids[2:] for each in request] == list(outcome.not_done)
        assert len(await play.truth.messages()) == 15


async def test_an_answer_that_says_no_and_a_look_that_fails_leave_it_open(tmp_path: Path) -> None:
    async with playing(tmp_path, 5) as play:
        messages = await play.open()
        play.device.way.faults.extend([Fault.LOST] * LASTING)
        play.device.way.reading_faults.extend([Fault.FORBIDDEN] * LASTING)
        with pytest.raises(RoamingError):
            await play.store.removals.carry_out(Removal.of_messages(BOB, messages[:2]))
        (entry,) = await play.device.journal()
        assert (entry.state, set(entry.results)) == (State.SENDING, {Result.UNKNOWN})
        play.device.way.clear()
        before = len(play.device.way.sent)
        await play.store.removals.recover()
        assert len(play.device.way.sent) == before  # it had been done: seen by looking, and not sent again
        (outcome,) = play.store.removals.take_outcomes()
        assert (outcome.state, outcome.done) == (State.APPLIED, tuple(each.id for each in messages[:2]))


@pytest.mark.parametrize("last", [Fault.FORBIDDEN, Fault.BUSY, Fault.REFUSED])
async def test_a_try_that_acted_before_the_one_that_failed_is_found_out(tmp_path: Path, last: Fault) -> None:
    async with playing(tmp_path, 5) as play:
        messages = await play.open()
        play.device.way.faults.extend([Fault.BROKEN_AFTER, *[last] * LASTING])
        await play.store.removals.carry_out(Removal.of_messages(BOB, messages[:2]))
        assert set(await play.truth.messages()) == {each.id for each in messages[2:]}
        (entry,) = await play.device.journal()
        assert entry.state is State.APPLIED


@pytest.mark.parametrize("fault", [each for each in Fault if each is not Fault.NONE])
async def test_a_removal_by_time_is_never_repeated_by_itself(tmp_path: Path, fault: Fault) -> None:
    async with playing(tmp_path, 30) as play:
        bound = (await play.open())[9]
        play.device.way.faults.extend([fault] * LASTING)
        before = await play.truth.messages()
        meant = {each for each, time in before.items() if time <= bound.time}
        try:
            await play.store.removals.carry_out(Removal(BOB, UpTo(bound.time), len(meant)))
        except RoamingError:
            assert fault not in ACTING
        else:
            assert fault in ACTING
        gone = before.keys() - (await play.truth.messages()).keys()
        assert gone == (meant if fault in ACTING else set())
        assert len(play.device.way.sent) <= 1


@pytest.mark.parametrize("with_messages", [True, False])
@pytest.mark.parametrize("fault", list(Fault))
async def test_a_conversation_goes_as_it_was_meant(tmp_path: Path, fault: Fault, with_messages: bool) -> None:
    async with playing(tmp_path, 8) as play:
        removal = Removal(BOB, Whole(with_messages, await newest_of(play)), 8)
        play.device.way.faults.extend([fault] * LASTING)
        try:
            await play.store.removals.carry_out(removal)
        except RoamingError:
            assert fault not in ACTING
        is_done = fault in ACTING
        assert len(await play.truth.messages()) == (0 if is_done and with_messages else 8)
        assert (BOB in await play.truth.listed()) is not is_done
        assert CAROL in await play.truth.listed()
        assert len(play.device.way.sent) <= 1


async def test_a_conversation_with_messages_that_nobody_was_asked_about_stays(tmp_path: Path) -> None:
    async with playing(tmp_path, 8) as play:
        removal = Removal(BOB, Whole(True, await newest_of(play)), 8)
        play.service.say("bob", "alice", "wait!")
        with pytest.raises(RoamingError, match="Messages have come"):
            await play.store.removals.carry_out(removal)
        assert len(await play.truth.messages()) == 9
        assert not play.device.way.sent


async def test_part_of_a_failure_is_told_as_such(tmp_path: Path) -> None:
    async with playing(tmp_path, 45) as play:
        messages = await play.open()
        play.device.way.faults.extend([Fault.NONE, Fault.NONE, Fault.BUSY])
        with pytest.raises(PartialRemovalError, match=r"^40 of 45 messages were removed, then it failed") as told:
            await play.store.removals.carry_out(Removal.of_messages(BOB, messages))
        assert told.value.not_done == tuple(each.id for each in messages[40:])
