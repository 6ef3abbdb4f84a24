"""The journal is on the disk before anything is done, in a private file that several programs may write to."""

from __future__ import annotations

import stat
from pathlib import Path

import apsw
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.archive.journal import FileJournal, open_journal
from tui.archive.journal.owners import Owner
from tui.archive.journal.schema import APPLICATION_ID, MIGRATIONS, SETTINGS
from tui.archive.schema import migrate
from tui.errors import JournalError
from tui.models import ConversationKey, ConversationType
from tui.removal.entries import Result, State
from tui.removal.plan import ByIds, Removal, UpTo, Whole

BOB = ConversationKey("bob", ConversationType.SINGLE)
TEAM = ConversationKey("240000000000001", ConversationType.GROUP)
THREE = Removal(BOB, ByIds(("3", "1", "2"), (30, 10, 20)), 3)

TIMES = st.integers(0, 2**53)
TARGETS = st.one_of(
    st.lists(st.tuples(st.text(min_size=1), TIMES), min_size=1, max_size=50, unique_by=lambda each: each[0]).map(
        lambda pairs: ByIds(tuple(each for each, _time in pairs), tuple(time for _id, time in pairs))
    ),
    st.builds(UpTo, TIMES),
    st.builds(Whole, st.booleans(), TIMES),
)


def opened(path: Path | None, now: int = 7) -> FileJournal:
    return open_journal(path, "amy@support", lambda: now)


@given(st.sampled_from([BOB, TEAM]), TARGETS, st.integers(0, 10**6))
def test_what_is_frozen_is_what_is_read_again(key: ConversationKey, target: ByIds | UpTo | Whole, count: int) -> None:
    journal = opened(None)
    removal = Removal(key, target, count)
    entry = journal.entry(journal.confirm(removal))
    assert (entry.removal, entry.state, entry.confirmed_at, entry.account) == (
        removal,
        State.CONFIRMED,
        7,
        "amy@support",
    )
    assert entry.results == (Result.WAITING,) * removal.parts
    journal.close()


def test_states_and_results_are_kept_with_their_times(tmp_path: Path) -> None:
    journal = opened(tmp_path / "a.journal")
    number = journal.confirm(THREE)
    assert journal.begin(number)
    journal.note(number, {0: Result.DONE, 2: Result.UNKNOWN})
    journal.end(number, State.FAILED, "cut")
    journal.close()
    again = opened(tmp_path / "a.journal")
    (entry,) = again.entries()
    assert (entry.state, entry.reason, entry.sending_at, entry.sent_at, entry.ended_at) == (
        State.FAILED, "cut", 7, None, 7,
    )  # fmt: skip
    assert entry.results == (Result.DONE, Result.WAITING, Result.UNKNOWN)
    assert [each.number for each in again.entries(0)] == []
    again.close()


@pytest.mark.parametrize("state", [State.CANCELLED, State.APPLIED, State.FAILED])
def test_what_has_ended_is_not_begun(state: State) -> None:
    journal = opened(None)
    number = journal.confirm(THREE)
    journal.end(number, state)
    assert not journal.begin(number)
    assert journal.entry(number).state is state
    journal.close()


def test_what_a_program_left_behind_is_taken_by_one_other(tmp_path: Path) -> None:
    first, second, third = (opened(tmp_path / "a.journal") for _program in range(3))
    number = first.confirm(THREE)
    assert second.take_unfinished() == []
    first.close()
    assert [entry.number for entry in second.take_unfinished()] == [number]
    assert third.take_unfinished() == []
    assert not third.begin(number)
    assert second.begin(number)
    second.close()
    third.close()
    assert [path.name for path in tmp_path.iterdir()] == ["a.journal"]


def test_it_is_written_through_to_the_disk_and_for_nobody_else(tmp_path: Path) -> None:
    path = tmp_path / "deep" / "a.journal"
    journal = opened(path)
    journal.confirm(THREE)
    modes = {each.name: stat.S_IMODE(each.stat().st_mode) for each in path.parent.iterdir()}
    assert set(modes.values()) == {0o600}
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    journal.close()
    assert "PRAGMA synchronous = FULL" in SETTINGS


def test_a_full_disk_is_a_refusal_with_its_reason(tmp_path: Path) -> None:
    db = apsw.Connection(str(tmp_path / "a.journal"))
    migrate(db, "", MIGRATIONS, APPLICATION_ID)
    db.pragma("max_page_count", 20)
    journal = FileJournal(db, Owner(None), "amy@support", lambda: 7)
    big = Removal(BOB, ByIds(tuple(map(str, range(5_000))), (1,) * 5_000), 5_000)
    with pytest.raises(JournalError, match=r"cannot be written, so nothing is deleted: the disk is full\.$"):
        journal.confirm(big)
    assert journal.entries() == []
    journal.close()


def test_a_file_that_cannot_be_used_is_refused_with_its_name(tmp_path: Path) -> None:
    directory, damaged = tmp_path / "directory", tmp_path / "damaged"
    directory.mkdir()
    damaged.write_bytes(b"no database" * 1000)
    for path in (directory, damaged):
        with pytest.raises(JournalError, match=f"{path.name} cannot be written, so nothing is deleted: "):
            opened(path)
    assert damaged.read_bytes() == b"no database" * 1000


def test_a_journal_of_a_newer_version_is_refused(tmp_path: Path) -> None:
    opened(tmp_path / "a.journal").close()
    db = apsw.Connection(str(tmp_path / "a.journal"))
    db.pragma("user_version", len(MIGRATIONS) + 1)
    db.close()
    with pytest.raises(JournalError, match="newer version of roam"):
        opened(tmp_path / "a.journal")
