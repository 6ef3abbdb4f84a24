"""What a page, an arrival and a removal make of a history: ids in order, `~` for what may be missing, `|` the floor."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tests.archive.core import Core
from tests.archive.samples import BOB, at, message, messages, page_down, page_up, place
from tui.archive.history_facts import FRESH
from tui.events import (
    ConnectionBegan,
    ConversationRemoved,
    Fact,
    HistoryRead,
    MessageArrived,
    MessageChanged,
    MessagesCut,
    MessagesFound,
    MessagesRemoved,
)
from tui.models import ConversationKey, ConversationType, Edit, TextBody
from tui.runs import END, Hole, Run, position


@pytest.fixture
def archive() -> Core:
    return Core()


def arrived(number: int) -> MessageArrived:
    return MessageArrived(BOB, message(number), is_own=False)


def removed(*numbers: int) -> MessagesRemoved:
    return MessagesRemoved(BOB, frozenset(map(str, numbers)))


def test_nothing_is_known_at_first(archive: Core) -> None:
    assert archive.drawn() == ""
    assert archive.reader.older(BOB, None, 10).is_last
    assert not archive.coverage().is_complete


def test_before_the_first_page_there_may_be_more(archive: Core) -> None:
    archive.write(page_up(messages(8, 9)))
    assert archive.drawn() == "~ 8 9"
    assert archive.all().gaps == {"8": "8"}


def test_a_page_that_meets_what_is_known_closes_the_gap(archive: Core) -> None:
    archive.write(page_up(messages(1, 2), last=True), page_up(messages(8, 9)))
    assert archive.drawn() == "| 1 2 ~ 8 9"
    archive.write(page_up(messages(2, 3, 4), before=8))
    assert archive.drawn() == "| 1 2 3 4 8 9"
    assert archive.coverage().is_complete


def test_what_a_page_lacks_is_gone(archive: Core) -> None:
    archive.write(page_up(messages(1, 2, 3, 4, 5), last=True))
    archive.write(page_up(messages(2, 4, 5)))
    assert archive.drawn() == "| 1 2 4 5"


def test_a_page_says_nothing_of_the_message_it_was_asked_from(archive: Core) -> None:
    archive.write(page_up(messages(1, 2, 3), last=True))
    archive.write(page_up(messages(1, 2), before=3, last=True))
    assert archive.drawn() == "| 1 2 3"


def test_the_newest_page_takes_away_what_was_after_it(archive: Core) -> None:
    archive.write(page_up(messages(1, 2, 3, 4), last=True))
    archive.write(page_up(messages(1, 2)))
    assert archive.drawn() == "| 1 2"
    archive.write(arrived(5))
    assert archive.drawn() == "| 1 2 ~ 5"


def test_what_arrived_while_a_page_was_on_its_way_is_spared(archive: Core) -> None:
    archive.write(page_up(messages(1, 2), last=True, attaches=True))
    archive.write(arrived(3), page_up(messages(1, 2), spared=frozenset({"3"}), attaches=True), arrived(4))
    assert archive.drawn() == "| 1 2 3 4"


def test_an_arrival_has_a_gap_before_it_unless_attached(archive: Core) -> None:
    archive.write(page_up(messages(1, 2), last=True), arrived(3))
    assert archive.drawn() == "| 1 2 ~ 3"
    archive.write(page_up(messages(2, 3), attaches=True), arrived(4))
    assert archive.drawn() == "| 1 2 3 4"
    archive.write(ConnectionBegan(2), arrived(5))
    assert archive.drawn() == "| 1 2 3 4 ~ 5"


def test_what_follows_on_without_a_page_closes_a_gap_and_takes_nothing(archive: Core) -> None:
    archive.write(page_up(messages(1, 2), last=True), ConnectionBegan(2), arrived(5), arrived(6), arrived(8))
    assert archive.drawn() == "| 1 2 ~ 5 ~ 6 ~ 8"
    first, last = position(message(5)), position(message(8))
    archive.write(HistoryRead(BOB, Run((message(8),), first, last, asked_from=first, generation=-1)))
    assert archive.drawn() == "| 1 2 ~ 5 6 8"


def test_an_arrival_inside_a_run_opens_no_gap(archive: Core) -> None:
    archive.write(page_up(messages(1, 2, 5), last=True), arrived(3))
    assert archive.drawn() == "| 1 2 3 5"


@pytest.mark.parametrize(
    "news",
    [page_up(messages(8, 9)), arrived(9), MessagesFound(BOB, messages(9))],
    ids=["a page", "an arrival", "a page asked for with a filter"],
)
def test_an_empty_page_says_nothing_of_what_another_program_has_just_heard(tmp_path: Path, news: Fact) -> None:
    archive, other = Core(tmp_path / "archive.db"), Core(tmp_path / "archive.db")
    other.write(news)
    there = archive.drawn()
    assert there.startswith("~ ")
    archive.write(page_up((), last=True))  # it was asked for when the service had nothing yet
    assert archive.drawn() == there
    archive.now += FRESH + 1
    archive.write(page_up((), last=True))
    assert archive.drawn() == there.removeprefix("~ ") + " |"
    archive.close()
    other.close()


def test_an_empty_page_says_nothing_of_what_was_found_since(archive: Core) -> None:
    archive.write(MessagesFound(BOB, messages(8, 9)), page_up((), last=True))
    assert archive.drawn() == "~ 8 ~ 9"
    archive.now += FRESH + 1
    archive.write(page_up((), last=True))
    assert archive.drawn() == "8 9 |"


def test_an_empty_page_ends_what_is_empty_here_too_whoever_wrote_before(tmp_path: Path) -> None:
    archive, other = Core(tmp_path / "archive.db"), Core(tmp_path / "archive.db")
    other.write(page_up(messages(8, 9)), ConversationRemoved(BOB, with_messages=True))
    archive.write(page_up((), last=True))
    assert archive.coverage().is_complete
    other.write(page_up(messages(12)))
    assert archive.drawn() == "~ 12"
    archive.close()
    other.close()


def test_arrivals_come_twice_and_are_there_once(archive: Core) -> None:
    archive.write(arrived(3), arrived(3), page_up(messages(3)))
    assert archive.drawn() == "~ 3"
    assert archive.coverage().messages == 1


def test_a_page_of_an_earlier_connection_fills_gaps_and_takes_nothing(archive: Core) -> None:
    archive.write(page_up(messages(1, 2), last=True), ConnectionBegan(2), page_up(messages(5, 6), generation=2))
    archive.write(page_up(messages(2, 3, 4), generation=1))
    assert archive.drawn() == "| 1 2 3 4 ~ 5 6"


def test_removing_a_message_hands_its_gap_on(archive: Core) -> None:
    archive.write(page_up(messages(1, 2), last=True), page_up(messages(5, 6)), removed(5))
    assert archive.drawn() == "| 1 2 ~ 6"
    assert archive.all().gaps == {"6": "5"}


def test_what_was_removed_does_not_come_back(archive: Core) -> None:
    archive.write(page_up(messages(1, 2, 3), last=True), removed(2, 4))
    archive.write(page_up(messages(1, 2, 3, 4), last=True), arrived(4), MessagesFound(BOB, messages(2)))
    assert archive.drawn() == "| 1 3"


def test_what_was_cut_off_does_not_come_back(archive: Core) -> None:
    archive.write(page_up(messages(1, 2, 3), last=True), MessagesCut(BOB, at(2)), page_up(messages(1, 2, 3), last=True))
    assert archive.drawn() == "| 3"


def test_a_cut_that_lies_ahead_keeps_nothing_out_that_is_yet_to_come(archive: Core) -> None:
    archive.now = at(3)
    archive.write(page_up(messages(1, 2, 3, 9), last=True, attaches=True), MessagesCut(BOB, at(20)))
    assert archive.messages() == ()
    archive.write(arrived(4), arrived(10))
    assert [each.id for each in archive.messages()] == ["4", "10"]
    archive.write(page_up(messages(2, 3, 4, 9, 10)))  # asked for before; 9 is of a clock that was ahead
    assert [each.id for each in archive.messages()] == ["4", "10"]


def test_a_removed_conversation_starts_anew(archive: Core) -> None:
    archive.now = at(3)
    archive.write(page_up(messages(1, 2, 3, 9), last=True), ConversationRemoved(BOB, with_messages=True))
    assert archive.drawn() == ""
    archive.write(page_up(messages(2, 3, 4, 9)))  # asked for before; 9 is of a clock that was ahead
    assert archive.drawn() == "~ 4"


def test_an_unlisted_conversation_keeps_its_messages(archive: Core) -> None:
    archive.write(page_up(messages(1, 2), last=True), ConversationRemoved(BOB, with_messages=False))
    assert archive.drawn() == "| 1 2"


def test_the_floor_moves_forward_and_what_is_below_stays(archive: Core) -> None:
    archive.write(page_up(messages(1, 2, 3, 4), last=True))
    archive.write(page_up(messages(3, 4), last=True))
    assert archive.drawn() == "1 2 | 3 4"
    assert archive.coverage().is_complete


def test_gaps_below_the_floor_are_none(archive: Core) -> None:
    archive.write(page_up(messages(1, 2)), page_up(messages(5, 6)), page_up(messages(9), last=True))
    assert archive.drawn() == "1 2 5 6 | 9"


def test_a_gap_across_the_floor_is_one(archive: Core) -> None:
    archive.write(page_up(messages(1, 2)), page_up(messages(8, 9)), page_down(messages(4, 5)))
    assert archive.drawn() == "1 2 | 4 5 ~ 8 9"
    archive.write(removed(4, 5))
    assert archive.coverage().gaps == (Hole(at(2), at(8)),)


def test_a_page_down_from_what_the_service_forgot_takes_nothing_away(archive: Core) -> None:
    archive.write(page_up(messages(1, 2)), page_up(messages(5, 6, 7)))
    archive.write(page_down(messages(7), after=2, last=True))
    assert archive.drawn() == "~ 1 2 5 6 7"
    archive.write(page_down((), after=2, last=True))
    assert archive.drawn() == "~ 1 2 5 6 7"


def test_below_the_floor_nothing_is_judged(archive: Core) -> None:
    archive.write(page_up(messages(1, 2, 3, 4), last=True), page_up(messages(3, 4), last=True))
    run = Run(messages(3, 4), place(1), place(4))
    archive.write(HistoryRead(BOB, run))
    assert archive.drawn() == "1 2 | 3 4"


def test_what_was_deleted_below_the_first_message_goes_where_a_page_says_so(archive: Core) -> None:
    archive.write(page_up(messages(1, 2, 3, 4), last=True))
    page = page_up(messages(3, 4), last=True)
    archive.write(replace(page, run=replace(page.run, gone_from=place(2))))
    assert archive.drawn() == "1 | 3 4"


@pytest.mark.parametrize("empty", [page_up((), last=True), page_down((), last=True)])
def test_an_empty_history_leaves_what_is_only_here(archive: Core, empty: HistoryRead) -> None:
    archive.write(page_up(messages(1, 2)), page_up(messages(5, 6)), empty)
    assert archive.drawn() == "1 2 5 6 |"
    assert archive.all().floor == END
    assert archive.coverage().is_complete
    archive.write(replace(empty, attaches=True), arrived(7), arrived(8))
    assert archive.drawn() == "1 2 5 6 | 7 8"


@pytest.mark.parametrize(("before", "then"), [(2, "1 2 | 3 4 5"), (3, "1 2 | 3 4 5"), (4, "1 2 3 | 4 5")])
def test_nothing_before_a_message_never_moves_the_floor_back(archive: Core, before: int, then: str) -> None:
    archive.write(page_up(messages(1, 2, 3, 4, 5), last=True), page_up(messages(3, 4, 5), last=True))
    archive.write(page_up((), before=before, last=True))
    assert archive.drawn() == then


def test_the_oldest_message_of_all_moves_the_floor_back(archive: Core) -> None:
    archive.write(page_up(messages(1, 2, 3, 4), last=True), page_up(messages(3, 4), last=True))
    archive.write(page_up(messages(2), before=3, last=True))
    assert archive.drawn() == "1 | 2 3 4"


def test_an_arrival_during_an_empty_page_is_what_the_service_keeps(archive: Core) -> None:
    archive.write(
        arrived(3), arrived(4), page_up((), last=True, spared=frozenset({"3", "4"}), attaches=True), arrived(5)
    )
    assert archive.drawn() == "| 3 4 5"


def test_after_an_outage_an_empty_history_may_have_begun_unseen(archive: Core) -> None:
    archive.write(page_up((), last=True, attaches=True), ConnectionBegan(2), arrived(7))
    assert archive.drawn() == "~ 7"


def test_a_late_page_that_was_empty_says_nothing_of_now(archive: Core) -> None:
    archive.write(ConnectionBegan(2), page_up(messages(1, 2), generation=2), page_up(messages(5), generation=2))
    archive.write(page_up((), last=True, generation=1))
    assert archive.drawn() == "~ 1 2 ~ 5"


def test_a_floor_that_was_wrong_is_forgotten(archive: Core) -> None:
    archive.write(page_up(messages(5, 6), last=True), page_up(messages(3, 4), before=5))
    assert archive.drawn() == "~ 3 4 5 6"
    archive.write(page_up((), before=3, last=True))
    assert archive.drawn() == "| 3 4 5 6"


def test_found_messages_stand_alone(archive: Core) -> None:
    archive.write(page_up(messages(1, 2, 3), last=True), MessagesFound(BOB, messages(2, 5, 6)))
    assert archive.drawn() == "| 1 2 3 ~ 5 ~ 6"


def test_histories_are_apart(archive: Core) -> None:
    carol = ConversationKey("carol", ConversationType.SINGLE)
    group = ConversationKey("bob", ConversationType.GROUP)
    archive.write(page_up(messages(1, 2), last=True), page_up(messages(2), key=carol), page_up(messages(3), key=group))
    assert [archive.drawn(key) for key in (BOB, carol, group)] == ["| 1 2", "~ 2", "~ 3"]
    archive.write(MessagesRemoved(carol, frozenset({"2"})))
    assert [archive.drawn(key) for key in (BOB, carol, group)] == ["| 1 2", "", "~ 3"]
    assert {key for key, coverage in archive.reader.coverages(None).items() if coverage.messages} == {BOB, group}


def test_a_message_has_one_place(archive: Core) -> None:
    archive.write(page_up((message(1), message(2, time=at(9))), last=True), page_up((message(2), message(3))))
    assert archive.drawn() == "| 1 2 3"


class TestEdits:
    """The newest content counts, in whatever order it comes."""

    def edit(self, text: str, time: int = 1, count: int = 1) -> MessageChanged:
        new = message(2, text)
        return MessageChanged(BOB, replace(new, edited=Edit(time, "bob", count), raw=b""))

    def texts(self, archive: Core) -> list[str]:
        return [each.body.text for each in archive.messages() if isinstance(each.body, TextBody)]

    def test_an_edit_changes_the_message_as_in_memory(self, archive: Core) -> None:
        archive.write(page_up(messages(1, 2), last=True), self.edit("new words"))
        assert archive.messages()[1] == self.edit("new words").applied_to(message(2))
        assert archive.messages()[1].raw == b""
        kept = archive.db.execute("SELECT raw FROM message WHERE changed IS NOT NULL").fetchall()
        assert kept == [(message(2).raw,)]

    def test_a_page_from_before_the_edit_does_not_undo_it(self, archive: Core) -> None:
        page = page_up(messages(1, 2), last=True)
        archive.write(page, self.edit("new words"), page)
        assert self.texts(archive) == ["message 1", "new words"]

    def test_of_two_edits_the_later_stays(self, archive: Core) -> None:
        later, earlier = self.edit("third", 3).message, self.edit("second", 2).message
        archive.write(page_up((message(1), later), last=True), page_up((message(1), earlier), last=True))
        assert self.texts(archive) == ["message 1", "third"]

    def test_a_page_with_new_content_replaces_the_message(self, archive: Core) -> None:
        archive.write(page_up(messages(1, 2), last=True), page_up((message(1), message(2, "other")), last=True))
        assert self.texts(archive) == ["message 1", "other"]

    def test_an_edit_of_what_is_not_here_changes_nothing(self, archive: Core) -> None:
        archive.write(self.edit("new words"), page_up(messages(1), last=True), self.edit("new words"))
        assert archive.drawn() == "| 1"


class TestTwoPrograms:
    """What another program was told of may be more than a page knows that was asked for before."""

    @pytest.fixture
    def programs(self, tmp_path: Path) -> Iterator[tuple[Core, Core]]:
        both = Core(tmp_path / "archive.db"), Core(tmp_path / "archive.db")
        yield both
        for program in both:
            program.close()

    def test_an_older_page_does_not_take_an_arrival(self, programs: tuple[Core, Core]) -> None:
        live, reading = programs
        live.write(page_up(messages(1, 2), last=True, attaches=True), arrived(3))
        reading.write(page_up(messages(1, 2), last=True))
        live.write(arrived(4))
        assert live.drawn() == "| 1 2 3 4"

    def test_what_an_older_page_took_is_known_to_be_missing(self, programs: tuple[Core, Core]) -> None:
        live, reading = programs
        live.write(page_up(messages(1, 2, 3), last=True, attaches=True))
        reading.write(page_up(messages(1, 2), last=True))
        live.write(arrived(4))
        assert live.drawn() == "| 1 2 ~ 4"

    def test_after_a_while_a_page_is_the_truth_again(self, programs: tuple[Core, Core]) -> None:
        live, reading = programs
        live.write(page_up(messages(1, 2), last=True, attaches=True), arrived(3))
        reading.now += FRESH + 1
        reading.write(page_up(messages(1, 2), last=True))
        assert reading.drawn() == "| 1 2"

    def test_so_it_is_when_the_other_program_has_ended(self, programs: tuple[Core, Core]) -> None:
        live, reading = programs
        live.write(page_up(messages(1, 2), last=True, attaches=True), arrived(3))
        live.close()
        reading.write(page_up(messages(1, 2), last=True))
        assert reading.drawn() == "| 1 2"

    def test_an_arrival_continues_what_its_program_knew(self, programs: tuple[Core, Core]) -> None:
        live, reading = programs
        live.write(page_up(messages(1, 2), last=True, attaches=True))
        reading.write(page_up(messages(8, 9)))
        live.write(arrived(3))
        assert live.drawn() == "| 1 2 3 ~ 8 9"
        live.write(*map(arrived, (4, 5, 6, 7, 8)))
        assert live.drawn() == "| 1 2 3 4 5 6 7 8 9"

    def test_a_late_page_does_not_revive_what_another_removed(self, programs: tuple[Core, Core]) -> None:
        one, other = programs
        one.write(page_up(messages(1, 2), last=True), removed(2))
        other.write(page_up(messages(1, 2), last=True))
        assert other.drawn() == "| 1"


happenings = st.one_of(
    st.tuples(st.just("arrived"), st.integers(1, 12)),
    st.tuples(st.just("arrived"), st.integers(1, 12)),
    st.tuples(st.sampled_from(["removed", "read", "read and attached", "nothing there", "began"]), st.integers(1, 12)),
)


def happened(what: str, number: int) -> Fact:
    match what:
        case "arrived":
            return arrived(number)
        case "removed":
            return removed(number)
        case "began":
            return ConnectionBegan(1)
        case "nothing there":
            run = Run((), END, END, reaches_oldest=True, reaches_newest=True, generation=1)
            return HistoryRead(BOB, run, attaches=True)
        case _:
            page = page_up(messages(number, number + 1), last=True)
            run = replace(page.run, reaches_newest=True, generation=1)
            return replace(page, run=run, attaches=what == "read and attached")


@settings(max_examples=150)
@given(st.lists(happenings, max_size=15))
@example([("nothing there", 1), ("arrived", 5), ("arrived", 3), ("arrived", 6)])
def test_what_is_written_together_is_as_if_written_one_after_the_other(steps: list[tuple[str, int]]) -> None:
    together, apart = Core(), Core()
    facts = [happened(*step) for step in steps]
    together.write(*facts)
    for fact in facts:
        apart.write(fact)
    assert together.all() == apart.all()
    assert together.reader.coverages([BOB]) == apart.reader.coverages([BOB])
    assert together.reader.listed().conversations == apart.reader.listed().conversations
    together.close()
    apart.close()
