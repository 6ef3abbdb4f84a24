"""A recalled message has a line in its place, which says who recalled it and nothing of what it said."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC

from tests.model_service import message
from tests.timeline.notation import parse, place, stretch
from tui.runs import Recall, Stretch
from tui.timeline.recalls import with_recalls
from tui.timeline.rows import DayRow, EdgeRow, GapRow, MessageRow, RecallRow, Row, VisitRow, derive_rows
from tui.timeline.timeline import Side, Timeline
from tui.timeline.visit_line import with_visit_line

DAY = 24 * 60


def looks(timeline: Timeline, *, seen: str = "") -> str:
    """The rows in short: ids, `+` for one under the heading before, `who×count` for recalls, `day` and `~`."""
    rows = with_visit_line(derive_rows(timeline, UTC), place(seen) if seen else None, "amy")
    return " ".join(filter(None, map(_look, with_recalls(rows, timeline.recalls, UTC))))


def _look(row: Row) -> str:
    match row:
        case MessageRow():
            return f"{'+' if row.continues else ''}{row.key}"
        case RecallRow():
            return f"{row.who}×{row.count}{'@' if row.names_day else ''}"
        case DayRow():
            return "day"
        case GapRow():
            return "~"
        case VisitRow():
            return "visit"
        case EdgeRow():
            return row.state.value
    return ""


def test_a_line_is_where_the_message_was() -> None:
    timeline = parse("[ 1 2 3 4 ]").recalled(["2"], "eve")
    assert looks(timeline) == "end day 1 eve×1 3 +4"
    assert [message.id for message in timeline.messages] == ["1", "3", "4"]


def test_the_first_and_the_last_message_leave_a_line_as_well() -> None:
    assert looks(parse("[ 1 2 3 ]").recalled(["1"], "eve").recalled(["3"], "bob")) == "end day eve×1 2 bob×1"


def test_what_one_user_recalled_one_after_the_other_is_one_line() -> None:
    timeline = parse("[ 1 2 3 4 5 ]").recalled(["2"], "eve").recalled(["3"], "eve").recalled(["4"], "bob")
    assert looks(timeline) == "end day 1 eve×2 bob×1 5"


def test_recalled_twice_is_recalled_once() -> None:
    timeline = parse("[ 1 2 3 ]").recalled(["2"], "eve")
    assert timeline.recalled(["2"], "bob") == timeline


def test_nothing_is_told_of_what_is_not_loaded() -> None:
    known = (Recall(place("1"), "eve"), Recall(place("5"), "eve"), Recall(place("9"), "eve"))
    timeline = parse(".. 4 6 ..").extended(Side.OLDER, stretch(".. 3 ]", Side.OLDER))
    assert looks(replace(timeline, recalls=known)) == "more day 3 +4 eve×1 6 more"


def test_the_archive_tells_of_earlier_recalls() -> None:
    archived = stretch("[ 1 3 ]", Side.OLDER)
    told = Timeline().extended(Side.OLDER, replace(archived, recalls=(Recall(place("2"), "eve"),)))
    assert looks(told) == "more day 1 eve×1 3"
    assert looks(told.emptied().extended(Side.OLDER, archived)) == looks(told)


def test_a_message_that_is_here_nevertheless_is_shown_instead() -> None:
    timeline = parse("[ 1 2 3 ]")
    assert looks(replace(timeline, recalls=(Recall(place("2"), "eve"),))) == looks(timeline)


def test_what_is_deleted_takes_the_lines_in_it_along() -> None:
    timeline = parse("[ 1 2 3 4 5 ]").recalled(["2"], "eve").recalled(["4"], "eve")
    cut = timeline.cut(message(3).time, message(9).time)
    assert looks(cut) == "end day eve×1 5"
    archived = Stretch(recalls=(Recall(place("1"), "eve"), Recall(place("4"), "eve")))
    assert cut.extended(Side.OLDER, archived).recalls == (Recall(place("4"), "eve"),)


def test_a_line_beside_a_gap_is_on_the_side_of_its_day() -> None:
    timeline = Timeline((message(1), message(4, minutes=DAY)), gaps=parse("[ 1 ~ 4 ]").gaps)
    earlier = Recall(place("2"), "eve")
    later = Recall(place("3")._replace(time=message(3, minutes=DAY - 1).time), "eve")
    assert looks(replace(timeline, recalls=(earlier,))) == "more day 1 eve×1 ~ day 4"
    assert looks(replace(timeline, recalls=(later,))) == "more day 1 ~ day eve×1 4"


def test_a_day_that_no_line_above_names_is_named() -> None:
    messages = (message(1), message(2, minutes=DAY), message(3, minutes=2 * DAY))
    timeline = Timeline(messages).recalled(["2"], "eve")
    assert looks(timeline) == "more day 1 eve×1@ day 3"


def test_the_line_of_the_last_visit_stays_where_it_is() -> None:
    timeline = parse("[ 1 2 3 4 ]").recalled(["3"], "eve")
    assert looks(timeline, seen="2") == "end day 1 +2 visit eve×1 4"


def test_keys_tell_lines_apart() -> None:
    timeline = parse("[ 1 2 3 4 5 ]").recalled(["2", "4"], "eve")
    keys = [row.key for row in with_recalls(derive_rows(timeline, UTC), timeline.recalls, UTC)]
    assert len(set(keys)) == len(keys)
