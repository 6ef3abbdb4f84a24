"""Rows say what is to be seen: days, headings and edges."""

from __future__ import annotations

from datetime import UTC, date

from hypothesis import given
from hypothesis import strategies as st

from tests.model_service import history_page, message
from tui.timeline.rows import DayRow, EdgeRow, MessageRow, derive_rows, local_time
from tui.timeline.timeline import EdgeState, Side, Timeline, newest

DAY = 24 * 60


def test_a_day_line_stands_above_the_first_message_of_each_day() -> None:
    timeline = Timeline(messages=(message(1, minutes=0), message(2, minutes=DAY), message(3, minutes=DAY + 1)))
    days = [row.day if isinstance(row, DayRow) else row.key for row in derive_rows(timeline, UTC)[1:]]
    assert days == [date(2024, 6, 10), "1", date(2024, 6, 11), "2", "3"]


def test_messages_close_in_time_share_a_heading() -> None:
    talk = (message(1), message(2), message(3, "amy"), message(4, "amy", minutes=60))
    continues = [row.continues for row in derive_rows(Timeline(messages=talk), UTC) if isinstance(row, MessageRow)]
    assert continues == [False, True, False, False]


def test_the_edges_say_what_lies_beyond() -> None:
    timeline = newest(history_page([message(number) for number in range(1, 9)], None, 4))
    rows = derive_rows(timeline.failed(Side.OLDER, "no network").trimmed(2, Side.NEWER), UTC)
    first, last = rows[0], rows[-1]
    assert isinstance(first, EdgeRow)
    assert isinstance(last, EdgeRow)
    assert (first.state, first.reason) == (EdgeState.FAILED, "no network")
    assert (last.side, last.state) == (Side.NEWER, EdgeState.MORE)


def test_nothing_is_said_below_the_newest_message() -> None:
    timeline = newest(history_page([message(1)], None, 4))
    assert [row.key for row in derive_rows(timeline, UTC)][-1] == "1"


@given(st.integers())
def test_any_time_a_server_may_send_has_a_date(ms: int) -> None:
    assert local_time(ms, UTC).year >= 1970


@given(st.lists(st.integers(-5, 5_000), unique=True, max_size=40))
def test_keys_are_unique_in_any_order_of_times(minutes: list[int]) -> None:
    timeline = Timeline(messages=tuple(message(n, minutes=m) for n, m in enumerate(minutes, 1)))
    keys = [row.key for row in derive_rows(timeline, UTC)]
    assert len(set(keys)) == len(keys)
