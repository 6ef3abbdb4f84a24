"""Rows say what is to be seen: days, headings, gaps, the floor, what is new, and edges."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date

from hypothesis import given
from hypothesis import strategies as st

from tests.model_service import message
from tests.timeline.notation import parse, place
from tui.events import MessageChanged
from tui.models import ConversationKey, ConversationType
from tui.runs import Position
from tui.timeline.rows import DayRow, EdgeRow, FloorRow, GapRow, MessageRow, NewRow, Row, derive_rows, local_time
from tui.timeline.timeline import EdgeState, Side, Timeline

DAY = 24 * 60
BOB = ConversationKey("bob", ConversationType.SINGLE)


def looks(timeline: Timeline, new_after: Position | None = None, own_id: str = "") -> str:
    """The rows in short, without the day lines: ids, `+` for one under the heading before, `*` for one only here."""
    return " ".join(_look(row) for row in derive_rows(timeline, UTC, {}, new_after, own_id) if _look(row))


def _look(row: Row) -> str:
    match row:
        case MessageRow():
            return f"{'+' if row.continues else ''}{row.key}{'*' if row.only_here else ''}"
        case GapRow():
            return "~"
        case FloorRow():
            return "|"
        case NewRow():
            return "new"
        case EdgeRow():
            return f"{row.state.value}{' here' if row.beyond else ''}"
    return ""


def test_a_day_line_stands_above_the_first_message_of_each_day() -> None:
    timeline = Timeline(messages=(message(1, minutes=0), message(2, minutes=DAY), message(3, minutes=DAY + 1)))
    days = [row.day if isinstance(row, DayRow) else row.key for row in derive_rows(timeline, UTC)[1:]]
    assert days == [date(2024, 6, 10), "1", date(2024, 6, 11), "2", "3"]


def test_messages_close_in_time_share_a_heading() -> None:
    talk = (message(1), message(2), message(3, "amy"), message(4, "amy", minutes=60))
    assert looks(Timeline(messages=talk)) == "more 1 +2 3 4"


def test_no_heading_is_shared_across_a_gap_or_a_floor_or_the_new_line() -> None:
    assert looks(parse("[ 1 2 ~ 3 4 ]")) == "end 1 +2 ~ 3 +4"
    assert looks(parse("[ 1 2 | 3 4 ]")) == "end here 1* +2* | 3 +4"
    assert looks(parse("[ 1 2 3 4 ]"), new_after=place("2")) == "end 1 +2 new 3 +4"


def test_lines_before_one_message_have_an_order() -> None:
    timeline = replace(parse("[ 1 | ~ 2 ]"), messages=(message(1), message(2, minutes=DAY)))
    rows = derive_rows(timeline, UTC, new_after=place("1"))
    assert [type(row) for row in rows[3:]] == [FloorRow, GapRow, DayRow, NewRow, MessageRow]


def test_a_day_goes_on_below_a_gap() -> None:
    assert sum(isinstance(row, DayRow) for row in derive_rows(parse("[ 1 | 2 ~ 3 ]"), UTC)) == 1


def test_a_gap_says_what_is_known_of_it() -> None:
    timeline = parse("[ 1 ~c 8 ]").failed("8", "no network")
    gap = next(row for row in derive_rows(timeline, UTC) if isinstance(row, GapRow))
    assert (gap.message_key, gap.cursor, gap.state, gap.reason) == ("8", "c", EdgeState.FAILED, "no network")
    assert gap.after == local_time(message(1).time, UTC)
    assert gap.before == local_time(message(8).time, UTC)


def test_what_is_left_of_a_gap_is_told_from_what_was_there() -> None:
    before, after = (
        next(row.cursor for row in derive_rows(parse(text), UTC) if isinstance(row, GapRow))
        for text in ("[ 1 ~ 8 ]", "[ 1 ~ 5 8 ]")
    )
    assert (before, after) == ("8", "5")


def test_all_that_is_here_may_be_only_here() -> None:
    assert looks(parse("[ 1 2 | ]")) == "end here 1* +2* |"
    assert looks(parse("[ 1 2 | ..")) == "end here 1* +2* more"
    assert looks(parse("[ | 1 2 >")) == "end 1 +2"


def test_the_new_line_stands_before_what_others_have_sent() -> None:
    timeline = Timeline((message(1), message(2, "amy"), message(3), message(4)))
    assert looks(timeline, place("1")) == "more 1 new 2 3 +4"
    assert looks(timeline, place("1"), own_id="amy") == "more 1 2 new 3 +4"
    assert looks(timeline, place("4")) == "more 1 2 3 +4"
    assert looks(Timeline((message(1), message(2, "amy"))), place("1"), own_id="amy") == "more 1 2"


def test_the_edges_say_what_lies_beyond() -> None:
    rows = derive_rows(parse("..c 1 2 3 ..").failed(Side.OLDER, "no network"), UTC)
    first, last = rows[0], rows[-1]
    assert isinstance(first, EdgeRow)
    assert isinstance(last, EdgeRow)
    assert (first.state, first.reason, first.cursor) == (EdgeState.FAILED, "no network", "c")
    assert (last.side, last.state, last.cursor) == (Side.NEWER, EdgeState.MORE, "3")


def test_nothing_is_said_below_the_newest_message() -> None:
    assert [row.key for row in derive_rows(parse("[ 1 ]"), UTC)][-1] == "1"


def test_what_is_leaving_says_so() -> None:
    rows = derive_rows(parse("[ 1 2 ]"), UTC, leaving={"2": 9})
    assert [(row.leaving, row.deadline) for row in rows if isinstance(row, MessageRow)] == [(False, None), (True, 9)]


def test_what_is_hidden_has_no_row_and_leaves_nothing_behind() -> None:
    timeline = parse("[ 1 2 ~ 3 4 ]")
    shown = [type(row).__name__ for row in derive_rows(timeline, UTC, hidden={"3", "4"})]
    assert shown == ["EdgeRow", "DayRow", "MessageRow", "MessageRow", "GapRow"]


@given(st.integers())
def test_any_time_a_server_may_send_has_a_date(ms: int) -> None:
    assert local_time(ms, UTC).year >= 1970


@given(
    minutes=st.lists(st.integers(-5, 5_000), unique=True, max_size=40),
    gaps=st.sets(st.integers(1, 40)),
    floor=st.integers(0, 5_000),
)
def test_keys_are_unique_in_any_order_of_times(minutes: list[int], gaps: set[int], floor: int) -> None:
    messages = tuple(message(n, minutes=m) for n, m in enumerate(minutes, 1))
    timeline = Timeline(messages, floor=place(str(floor)))
    for key in gaps:
        timeline = replace(timeline, gaps={**timeline.gaps, **parse(f"[ 0 ~ {key} ]").gaps})
    keys = [row.key for row in derive_rows(timeline, UTC, new_after=place("100"))]
    assert len(set(keys)) == len(keys)


TWENTY = parse(f"[ {' '.join(map(str, range(1, 21)))} ]")
some = st.sets(st.sampled_from([str(number) for number in range(1, 21)]))


@given(some, some, some, some)
def test_rows_made_of_earlier_ones_are_what_they_would_be(
    gone: set[str], gone_then: set[str], leaving: set[str], leaving_then: set[str]
) -> None:
    """Whatever has come and gone since, and is on its way out."""
    then, now = TWENTY.without(gone_then), TWENTY.without(gone)
    earlier = derive_rows(then, UTC, dict.fromkeys(leaving_then, 7))
    deadlines = dict.fromkeys(leaving, 9)
    assert derive_rows(now, UTC, deadlines, earlier=earlier) == derive_rows(now, UTC, deadlines)


def test_a_message_with_new_content_has_a_new_row_and_the_others_keep_theirs() -> None:
    earlier = derive_rows(TWENTY, UTC)
    edited = TWENTY.changed(MessageChanged(BOB, message(7, text="better")))
    rows = derive_rows(edited, UTC, earlier=earlier)
    assert rows == derive_rows(edited, UTC)
    kept = {row.key for row, old in zip(rows, earlier, strict=True) if row is old}
    assert {str(number) for number in range(1, 21)} - kept == {"7"}
