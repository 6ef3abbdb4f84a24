"""What a page claims, and what it cannot."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.model_service import history_page, message
from tui.models import ChatMessage, HistoryPage
from tui.runs import END, Position, position, run_of

MESSAGES = [message(number) for number in range(1, 10)]
FOUR = position(message(4))


def ids(messages: tuple[ChatMessage, ...]) -> list[int]:
    return [int(each.id) for each in messages]


def test_the_newest_page_reaches_the_newest_and_has_a_cursor_for_more() -> None:
    run = run_of(history_page(MESSAGES, None, 3), up=True, asked_from=None)
    assert run is not None
    assert (ids(run.messages), run.cursor, run.reaches_newest, run.reaches_oldest) == ([7, 8, 9], "7", True, False)
    assert run.judges(END)
    assert not run.judges(position(message(6)))


@pytest.mark.parametrize("up", [True, False])
def test_a_page_joins_the_message_it_was_asked_from_and_does_not_judge_it(up: bool) -> None:
    run = run_of(history_page(MESSAGES, "4", 2, "up" if up else "down"), up=up, asked_from=FOUR)
    assert run is not None
    assert FOUR in (run.first, run.last)
    assert not run.judges(FOUR)
    assert run.judges(position(message(3 if up else 5)))


@pytest.mark.parametrize("up", [True, False])
def test_a_service_that_has_nothing_condemns_nothing_that_is_kept(up: bool) -> None:
    run = run_of(HistoryPage((), None, is_last=True), up=up, asked_from=None)
    assert run is not None
    assert run.reaches_oldest
    assert run.reaches_newest
    assert not run.judges(FOUR)


def test_what_was_deleted_is_told_from_what_grew_too_old_by_how_long_the_service_keeps_it() -> None:
    run = run_of(history_page(MESSAGES[6:], None, 5), up=True, asked_from=None)
    assert run is not None
    assert not run.judges(FOUR)
    assert replace(run, gone_from=FOUR).judges(FOUR)
    assert not replace(run, gone_from=FOUR).judges(position(message(3)))


def test_a_page_from_the_wrong_side_is_believed_only_between_its_own_messages() -> None:
    run = run_of(history_page(MESSAGES, None, 3), up=True, asked_from=FOUR)
    assert run is not None
    assert (run.first, run.last) == (position(message(7)), position(message(9)))
    assert not (run.asked_from or run.reaches_newest or run.reaches_oldest)


def test_an_empty_page_that_is_not_the_last_claims_nothing() -> None:
    assert run_of(HistoryPage((), "5", is_last=False), up=True, asked_from=FOUR) is None


def test_a_message_without_a_time_has_that_of_the_next() -> None:
    timeless = replace(message(5), time=0)
    run = run_of(HistoryPage((message(6), timeless, message(4)), "4", is_last=False), up=True, asked_from=None)
    assert run is not None
    assert [each.time for each in run.messages] == [message(4).time, message(6).time, message(6).time]
    assert run.first == FOUR


def test_ids_without_a_number_are_told_apart_by_their_mark() -> None:
    odd = replace(message(1), id="not-a-number")
    assert position(odd) == Position(message(1).time, 0, "not-a-number")


@pytest.mark.parametrize("message_id", ["9" * 5000, str(2**64), "007", "00", "٣", "²", "-1", "abc"])
def test_an_id_that_is_no_number_of_the_service_is_a_mark(message_id: str) -> None:
    assert position(replace(message(1), id=message_id)) == Position(message(1).time, 0, message_id)


@pytest.mark.parametrize("number", [0, 1, 2**63, 2**64 - 1])
def test_an_id_of_the_service_is_a_number(number: int) -> None:
    assert position(replace(message(1), id=str(number))) == Position(message(1).time, number)
