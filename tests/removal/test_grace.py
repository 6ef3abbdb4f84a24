"""Until the time to undo is over nothing is sent; what is undone or kept never is."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.removal.world import BOB, CAROL, playing
from tui.errors import JournalError, ReadOnlyError, RoamingError
from tui.removal.entries import State
from tui.removal.plan import Removal, UpTo, Whole
from tui.removal.rules import Rules
from tui.removal.words import outcome_sentence
from tui.store import Store
from tui.timeline.rows import MessageRow

GRACE = 10


@pytest.mark.parametrize("tenths", [0, 1, 50, 99, 100, 101])
async def test_undo_at_any_moment_leaves_everything_and_sends_nothing(tmp_path: Path, tenths: int) -> None:
    async with playing(tmp_path, 5, grace=GRACE) as play:
        removal = Removal.of_messages(BOB, (await play.open())[1:3])
        await play.store.removals.confirm(removal)
        await play.device.advance(tenths / 10)
        is_over = tenths >= 100
        assert await play.store.removals.undo() == (None if is_over else removal)
        await play.device.advance(2 * GRACE)
        assert len(play.device.way.sent) == is_over
        assert len(await play.truth.messages()) == (3 if is_over else 5)
        (entry,) = await play.device.journal()
        assert entry.state is (State.APPLIED if is_over else State.CANCELLED)


async def test_rows_say_until_when_and_are_hidden_once_it_is_sent(tmp_path: Path) -> None:
    async with playing(tmp_path, 5, grace=GRACE) as play:
        messages = await play.open()
        pending = await play.store.removals.confirm(Removal.of_messages(BOB, messages[1:3]))
        assert pending.deadline == play.device.clock.now + 1000 * GRACE
        rows = [row for row in play.store.histories.snapshot(BOB).rows if isinstance(row, MessageRow)]
        assert [row.deadline for row in rows] == [None, pending.deadline, pending.deadline, None, None]
        assert [row.leaving for row in rows] == [False, True, True, False, False]
        hidden: list[list[str]] = []
        play.device.way.before = lambda _request: hidden.append(play.visible())
        await play.device.advance(GRACE)
        assert hidden == [[messages[0].id, messages[3].id, messages[4].id]]
        assert play.visible() == hidden[0]


async def test_a_conversation_says_until_when(tmp_path: Path) -> None:
    async with playing(tmp_path, 5, grace=GRACE) as play:
        preview = await play.store.previews.of_conversation(BOB, with_messages=True)
        pending = await play.store.removals.confirm(preview.removal)
        deadlines = {item.key: item.deadline for item in play.store.conversations.snapshot().items}
        assert deadlines == {BOB: pending.deadline, CAROL: None}
        with pytest.raises(RoamingError, match="being deleted already"):
            await play.store.removals.confirm(preview.removal)


async def test_the_latest_is_undone_first_of_whichever_conversation(tmp_path: Path) -> None:
    async with playing(tmp_path, 5, grace=GRACE) as play:
        first = Removal.of_messages(BOB, (await play.open())[:1])
        second = Removal.of_messages(CAROL, (await play.open(CAROL))[:1])
        await play.store.removals.confirm(first)
        await play.store.removals.confirm(second)
        assert [each.removal for each in play.store.removals.pending] == [first, second]
        assert await play.store.removals.undo() == second
        assert await play.store.removals.undo() == first
        assert await play.store.removals.undo() is None


async def test_leaving_can_send_now_or_keep(tmp_path: Path) -> None:
    async with playing(tmp_path, 5, grace=GRACE) as play:
        messages = await play.open()
        await play.store.removals.confirm(Removal.of_messages(BOB, messages[:1]))
        await play.store.removals.send_now()
        assert messages[0].id not in await play.truth.messages()
        await play.store.removals.confirm(Removal.of_messages(BOB, messages[1:2]))
        await play.store.removals.keep()
        await play.device.advance(GRACE)
        assert messages[1].id in await play.truth.messages()
        assert [entry.state for entry in await play.device.journal()] == [State.APPLIED, State.CANCELLED]


async def test_held_by_two_nothing_is_sent_before_both_have_let_go(tmp_path: Path) -> None:
    async with playing(tmp_path, 5, grace=GRACE) as play:
        removals = play.store.removals
        await removals.confirm(Removal.of_messages(BOB, (await play.open())[:1]))
        with removals.held():
            with removals.held():
                await play.device.advance(GRACE)
            await play.device.advance(2 * GRACE)
            assert play.device.way.sent == []
            assert len(removals.pending) == 1
        await play.device.advance(0)
        assert removals.pending[0].deadline == removals.now() + 1000 * GRACE
        await play.device.advance(GRACE)
        assert len(play.device.way.sent) == 1


async def test_an_end_within_the_time_sends_nothing_and_the_next_start_tells(tmp_path: Path) -> None:
    async with playing(tmp_path, 5, grace=GRACE) as play:
        await play.store.removals.confirm(Removal.of_messages(BOB, (await play.open())[:2]))
        await play.device.restart()
        (outcome,) = play.store.removals.take_outcomes()
        assert outcome.state is State.CANCELLED
        assert outcome_sentence(outcome, "Bob") == "Bob: not removed, as it was never sent: 2 messages."
        assert play.store.removals.take_outcomes() == ()
        await play.device.advance(GRACE)
        assert len(await play.truth.messages()) == 5


async def test_what_comes_meanwhile_is_not_meant(tmp_path: Path) -> None:
    async with playing(tmp_path, 5, grace=GRACE) as play:
        messages = await play.open()
        await play.store.removals.confirm(Removal(BOB, UpTo(messages[-1].time), 5))
        new = play.service.say("bob", "alice", "one more")
        await play.device.advance(GRACE)
        assert list(await play.truth.messages()) == [new]


async def test_without_a_journal_nothing_is_sent(tmp_path: Path) -> None:
    (tmp_path / "alice.journal").mkdir()
    async with playing(tmp_path, 5, grace=0) as play:
        removal = Removal.of_messages(BOB, (await play.open())[:2])
        for attempt in (play.store.removals.prepare(), play.store.removals.confirm(removal)):
            with pytest.raises(JournalError, match="cannot be written, so nothing is deleted"):
                await attempt
        assert not play.device.way.sent


async def test_read_only_refuses_before_anything(tmp_path: Path) -> None:
    async with playing(tmp_path, 5, grace=0) as play:
        play.store.removals.rules = Rules(read_only=True)
        with pytest.raises(ReadOnlyError):
            await play.store.removals.carry_out(Removal(BOB, Whole(True, 1), 0))
        assert await play.device.journal() == []
        assert not play.device.way.sent


async def test_a_store_without_a_journal_deletes_nothing(tmp_path: Path) -> None:
    async with playing(tmp_path, 5) as play:
        store = Store(play.device.open_service, play.device.open_archive)
        await store.start()
        with pytest.raises(JournalError, match="there is no journal"):
            await store.removals.carry_out(Removal(BOB, UpTo(1), 0))
        await store.close()
