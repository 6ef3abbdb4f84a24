"""How the keys move in a history."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

import pytest

from tests.app.widgets.history_samples import END, drawn, edited, message, painter, rows
from tui.app.widgets.history.contents import Contents
from tui.app.widgets.history.layout import Block, Look
from tui.app.widgets.history.paint import Painter
from tui.app.widgets.history.place import FOLLOW, place_at
from tui.app.widgets.history.reader import Reader
from tui.models import ChatMessage
from tui.timeline.rows import GapRow, Row
from tui.timeline.timeline import Edge, EdgeState, Side

DAY = 24 * 60
MORE = Edge(EdgeState.MORE, "x")


OFFLINE = Edge(EdgeState.OFFLINE, "x")


def contents(
    messages: Sequence[ChatMessage],
    older: Edge = END,
    newer: Edge = END,
    *,
    gaps: Mapping[str, Edge] | None = None,
    floor: str = "",
    new: str = "",
) -> Contents:
    shown = rows(messages, older, newer, gaps=gaps, floor=floor, new=new)
    return Contents(shown, reaches_newest=newer is END)


def reading(shown: Contents, lines: int = 9, width: int = 40) -> Reader:
    """A reader at the newest end; each sample message takes two lines, its heading and its text."""
    reader = Reader(painter(width).block)
    reader.resize(lines, rewrapped=True)
    reader.show(shown)
    return reader


def cursor(reader: Reader) -> str:
    assert reader.cursor is not None
    return reader.cursor.key


def top_of_cursor(reader: Reader) -> int:
    position = reader.contents.position(cursor(reader))
    return next(shown.top for shown in reader.frame if shown.position == position)


def numbered(first: int, last: int) -> list[ChatMessage]:
    return [message(number) for number in range(first, last + 1)]


def test_a_history_opens_at_its_newest_message() -> None:
    reader = reading(contents(numbered(1, 20)))
    assert cursor(reader) == "20"
    assert reader.follows
    assert top_of_cursor(reader) == 7


def test_new_messages_scroll_in_at_the_end_only() -> None:
    reader = reading(contents(numbered(1, 20)))
    reader.show(contents(numbered(1, 21)))
    assert cursor(reader) == "21"
    reader.step(Side.OLDER)
    assert not reader.follows
    before = reader.frame
    reader.show(contents(numbered(1, 25)))
    assert cursor(reader) == "20"
    assert [shown.top for shown in reader.frame] == [shown.top for shown in before]
    assert reader.newer_below() == 4


def test_coming_back_to_the_end_follows_again() -> None:
    reader = reading(contents(numbered(1, 20)))
    reader.step(Side.OLDER)
    reader.step(Side.NEWER)
    assert reader.follows


def test_steps_scroll_only_when_the_next_message_is_beyond_the_screen() -> None:
    reader = reading(contents(numbered(1, 20)))
    first = reader.frame[0]
    for _step in range(3):
        reader.step(Side.OLDER)
    assert cursor(reader) == "17"
    assert reader.frame[0] == first
    reader.step(Side.OLDER)
    assert cursor(reader) == "16"
    assert top_of_cursor(reader) == 0


def test_the_first_message_of_a_day_is_shown_with_the_lines_above_it() -> None:
    reader = reading(contents(numbered(1, 20), MORE))
    for _step in range(19):
        reader.step(Side.OLDER)
    assert cursor(reader) == "1"
    assert top_of_cursor(reader) == 2
    reader.step(Side.OLDER)
    assert cursor(reader) == "1"


def test_at_the_newest_loaded_message_the_edge_below_it_is_shown() -> None:
    reader = reading(contents(numbered(1, 20), newer=MORE))
    reader.step(Side.NEWER)
    assert cursor(reader) == "20"
    assert top_of_cursor(reader) == 6
    assert not reader.follows


def test_a_message_taller_than_the_screen_is_scrolled_by_lines() -> None:
    tall = message(2, "\n".join(str(number) for number in range(12)))
    reader = reading(contents([message(1), tall, message(3)]), lines=6)
    reader.step(Side.OLDER)
    assert (cursor(reader), top_of_cursor(reader)) == ("2", -7)
    reader.step(Side.OLDER)
    assert (cursor(reader), top_of_cursor(reader)) == ("2", -6)
    for _step in range(6):
        reader.step(Side.OLDER)
    assert (cursor(reader), top_of_cursor(reader)) == ("2", 0)
    reader.step(Side.OLDER)
    assert cursor(reader) == "1"
    reader.step(Side.NEWER)
    assert (cursor(reader), top_of_cursor(reader)) == ("2", 0)
    for _step in range(8):
        reader.step(Side.NEWER)
    assert cursor(reader) == "3"


def test_pages_overlap_by_a_line_and_take_the_cursor_along() -> None:
    reader = reading(contents(numbered(1, 40)))
    old = reader.frame[0]
    reader.scroll_pages(-1)
    assert next(shown for shown in reader.frame if shown.position == old.position).top == old.top + 8
    assert reader.frame[-1].position == reader.contents.position(cursor(reader))
    reader.scroll_pages(1)
    assert reader.frame[0] == old


def test_half_pages_scroll_half_the_screen() -> None:
    reader = reading(contents(numbered(1, 40)), lines=10)
    old = reader.frame[0]
    reader.scroll_pages(-0.5)
    assert next(shown for shown in reader.frame if shown.position == old.position).top == old.top + 5


def test_scrolling_to_an_end_takes_the_cursor_there() -> None:
    reader = reading(contents(numbered(1, 6)))
    reader.scroll_pages(-1)
    assert cursor(reader) == "1"
    reader.scroll_pages(1)
    assert cursor(reader) == "6"
    assert reader.follows


def test_days_are_gone_to_line_by_line() -> None:
    messages = [
        message(number, minute=day * DAY + number) for day in range(3) for number in range(day * 9, day * 9 + 9)
    ]
    reader = reading(contents(messages))
    reader.go_to_day(Side.OLDER)
    assert (cursor(reader), top_of_cursor(reader)) == ("18", 1)
    reader.go_to_day(Side.OLDER)
    assert (cursor(reader), top_of_cursor(reader)) == ("9", 1)
    reader.go_to_day(Side.NEWER)
    assert (cursor(reader), top_of_cursor(reader)) == ("18", 1)
    reader.go_to_day(Side.NEWER)
    assert cursor(reader) == "26"


def test_days_are_gone_to_across_the_lines_that_stand_before_them() -> None:
    messages = [
        message(number, minute=day * DAY + number) for day in range(3) for number in range(day * 9, day * 9 + 9)
    ]
    shown = contents(messages, gaps={"9": MORE, "18": MORE}, floor="9", new="18")
    reader = reading(shown)
    for expected in ("18", "9", "0"):
        reader.go_to_day(Side.OLDER)
        assert cursor(reader) == expected
    for expected in ("9", "18", "26"):
        reader.go_to_day(Side.NEWER)
        assert cursor(reader) == expected


def test_the_ends_are_gone_to_when_they_are_loaded() -> None:
    reader = reading(contents(numbered(1, 20)))
    assert reader.go_to_end(Side.OLDER)
    assert (cursor(reader), reader.frame[0].top) == ("1", 0)
    assert reader.go_to_end(Side.NEWER)
    assert reader.follows


def test_an_end_that_is_not_loaded_is_gone_to_once_it_comes() -> None:
    reader = reading(contents(numbered(40, 60), MORE))
    assert not reader.go_to_end(Side.OLDER)
    assert cursor(reader) == "60"
    reader.show(contents(numbered(1, 20), END, MORE))
    assert (cursor(reader), reader.frame[0].top) == ("1", 0)


def test_without_a_network_one_goes_as_far_as_one_can() -> None:
    reader = reading(contents(numbered(1, 20), OFFLINE, OFFLINE))
    assert reader.go_to_end(Side.OLDER)
    assert (cursor(reader), reader.frame[0].top) == ("1", 0)
    assert reader.go_to_end(Side.NEWER)
    assert (cursor(reader), reader.follows) == ("20", False)


def test_an_end_that_turns_out_to_need_the_network_is_gone_to_as_far_as_it_is_here() -> None:
    reader = reading(contents(numbered(40, 60), MORE))
    reader.go_to_end(Side.OLDER)
    reader.show(contents(numbered(1, 20), OFFLINE, MORE))
    assert (cursor(reader), reader.frame[0].top) == ("1", 0)


def test_another_move_takes_the_wish_for_the_end_back() -> None:
    reader = reading(contents(numbered(40, 60), MORE))
    reader.go_to_end(Side.OLDER)
    reader.step(Side.OLDER)
    reader.show(contents(numbered(1, 60), END))
    assert cursor(reader) == "59"


def test_an_end_that_comes_after_the_wish_was_taken_back_is_shown_where_nothing_else_is_left() -> None:
    reader = reading(contents(numbered(40, 60), MORE))
    reader.go_to_end(Side.OLDER)
    reader.step(Side.OLDER)
    assert reader.waits_for is None
    reader.show(contents(numbered(1, 20), END, MORE))
    assert (cursor(reader), reader.frame[0].top) == ("1", 0)
    reader.show(contents(numbered(1, 30), END, MORE))
    reader.step(Side.NEWER)
    reader.show(contents(numbered(40, 60), MORE, END))
    assert cursor(reader) == "40"


def test_the_other_end_is_waited_for_though_it_is_loaded() -> None:
    reader = reading(contents(numbered(1, 20), END, MORE))
    assert not reader.go_to_end(Side.NEWER)
    assert not reader.go_to_end(Side.OLDER)
    assert cursor(reader) == "1"
    reader.show(contents(numbered(40, 60), MORE))
    assert reader.waits_for is Side.OLDER
    reader.show(contents(numbered(1, 20), END, MORE))
    assert cursor(reader) == "1"
    reader.show(contents(numbered(40, 60), MORE, END))
    assert cursor(reader) == "40"


def test_older_messages_that_take_a_heading_away_do_not_move_the_text() -> None:
    before = [message(number, minute=number) for number in range(10, 20)]
    reader = reading(contents(before, MORE), lines=30)
    reader.resize(8, rewrapped=False)
    reader.go_to_day(Side.OLDER)
    text = top_of_cursor(reader) + 1
    reader.show(contents([message(number, minute=number) for number in range(20)], MORE))
    assert (cursor(reader), top_of_cursor(reader)) == ("10", text)


def test_when_the_cursors_message_goes_the_next_one_takes_its_place() -> None:
    reader = reading(contents(numbered(1, 20)))
    for _step in range(2):
        reader.step(Side.OLDER)
    reader.show(contents([one for one in numbered(1, 20) if one.id != "18"]))
    assert cursor(reader) == "19"
    reader.show(contents(numbered(1, 17)))
    assert cursor(reader) == "17"


def test_when_nothing_on_the_screen_is_left_the_nearest_in_time_is_shown() -> None:
    reader = reading(contents(numbered(1, 40)))
    for _page in range(3):
        reader.scroll_pages(-1)
    old = int(cursor(reader))
    left = [one for one in numbered(1, 40) if abs(int(one.id) - old) > 8]
    reader.show(contents(left))
    assert abs(int(cursor(reader)) - old) == 9


def test_an_edit_above_does_not_move_what_is_read() -> None:
    reader = reading(contents(numbered(1, 20)))
    reader.step(Side.OLDER)
    top = top_of_cursor(reader)
    changed = [edited(one, "much\nlonger\nthan it was") if one.id == "17" else one for one in numbered(1, 20)]
    reader.show(contents(changed))
    assert (cursor(reader), top_of_cursor(reader)) == ("19", top)


def test_a_lower_screen_keeps_the_cursors_message_in_sight() -> None:
    reader = reading(contents(numbered(1, 20)), lines=12)
    reader.step(Side.OLDER)
    reader.resize(4, rewrapped=False)
    assert (cursor(reader), top_of_cursor(reader)) == ("19", 2)


def test_a_screen_of_no_lines_loses_nothing() -> None:
    reader = reading(contents(numbered(1, 40)))
    reader.scroll_pages(-1)
    before = reader.frame
    reader.resize(0, rewrapped=False)
    assert reader.frame == ()
    assert not reader.is_near(Side.OLDER)
    reader.resize(9, rewrapped=False)
    assert reader.frame == before


def test_other_widths_keep_the_part_of_a_tall_message_that_is_read() -> None:
    words = " ".join(f"word{number}" for number in range(400))
    painted = painter(40)
    reader = Reader(painted.block)
    reader.resize(10, rewrapped=True)
    reader.show(contents([message(1), message(2, words), message(3)]))
    reader.step(Side.OLDER)
    for _page in range(3):
        reader.scroll_pages(-1)
    before = first_word(reader, painted)
    painted.look = Look(25)
    reader.resize(10, rewrapped=True)
    assert abs(first_word(reader, painted) - before) < 8


def first_word(reader: Reader, painted: Painter) -> int:
    """The number of the first word on the screen."""
    found = re.search(r"word(\d+)", drawn(painted, reader.frame, reader.contents.rows, 10)[0])
    assert found is not None
    return int(found[1])


def test_loading_shows_nothing_and_loses_nothing() -> None:
    reader = reading(contents(numbered(1, 40)))
    reader.scroll_pages(-1)
    before = reader.frame
    reader.show(contents([], MORE))
    assert reader.cursor is None
    reader.show(contents(numbered(1, 40)))
    assert reader.frame == before


def test_a_place_is_come_back_to() -> None:
    reader = reading(contents(numbered(1, 40)))
    reader.scroll_pages(-1)
    place, before = reader.place(), reader.frame
    reader.show(contents(numbered(50, 60)), FOLLOW)
    assert cursor(reader) == "60"
    reader.show(contents(numbered(1, 40)), place)
    assert reader.frame == before


@pytest.mark.parametrize(("messages", "near"), [(4, True), (7, True), (8, False), (40, False)])
def test_an_edge_is_near_within_a_screen(messages: int, near: bool) -> None:
    reader = reading(contents(numbered(1, messages), MORE), lines=9)
    assert reader.is_near(Side.OLDER) is near
    assert reader.is_near(Side.NEWER)


@pytest.mark.parametrize(("above", "near"), [(1, True), (4, True), (8, True), (9, False), (40, False)])
def test_a_gap_is_near_within_a_screen(above: int, near: bool) -> None:
    reader = reading(contents(numbered(1, 60), gaps={str(61 - above): MORE}), lines=9)
    assert [gap.row.key for gap in reader.gaps_near()] == ([f"gap-{61 - above}"] if near else [])


def test_of_the_gaps_near_the_nearest_to_the_cursor_comes_first() -> None:
    reader = reading(contents(numbered(1, 60), gaps={"54": MORE, "58": MORE, "60": MORE}), lines=13)
    for _step in range(4):
        reader.step(Side.OLDER)
    near = [gap.row for gap in reader.gaps_near()]
    assert cursor(reader) == "56"
    assert [gap.key for gap in near] == ["gap-58", "gap-54", "gap-60"]
    assert [reader.side_of(gap) for gap in near if isinstance(gap, GapRow)] == [Side.NEWER, Side.OLDER, Side.NEWER]


def test_what_is_beside_the_cursor_is_between_it_and_the_next_messages() -> None:
    gaps = {"2": MORE, "3": MORE, "5": MORE}
    reader = reading(contents(numbered(1, 5), MORE, gaps=gaps, floor="3", new="3"), lines=30)
    beside = {}
    for _step in range(5):
        beside[cursor(reader)] = [row.key for row in reader.beside_cursor()]
        reader.step(Side.OLDER)
    assert beside == {
        "5": ["gap-5"],
        "4": ["gap-5"],
        "3": ["gap-3"],
        "2": ["gap-2", "gap-3"],
        "1": ["edge-older", "gap-2"],
    }


def test_lines_of_ours_come_into_sight_with_the_messages_around_them() -> None:
    shown = contents(numbered(1, 40), gaps={"20": MORE}, floor="20", new="20")
    reader = reading(shown)
    while cursor(reader) != "20":
        reader.step(Side.OLDER)
    assert top_of_cursor(reader) == 3  # below the floor, the gap and the new line
    while cursor(reader) != "15":
        reader.step(Side.OLDER)
    while cursor(reader) != "19":
        reader.step(Side.NEWER)
    assert top_of_cursor(reader) == 5  # above the floor and the gap, and not the line of what is below


def test_a_line_of_ours_is_never_under_the_cursor() -> None:
    shown = contents(numbered(1, 40), gaps={"37": MORE}, floor="37", new="37")
    reader = reading(shown, lines=12)
    for line in range(12):
        row = reader.point(line)
        assert row is not None
        assert reader.cursor is not None
        assert (row.key == cursor(reader)) is (row.key in shown)
    assert isinstance(reader.point(2), GapRow)
    for _line in range(20):
        reader.scroll(-1)
        assert reader.cursor is not None


def test_a_line_points_at_its_message() -> None:
    reader = reading(contents(numbered(1, 20)))
    reader.point(1)
    assert cursor(reader) == "17"
    assert reader.point(40) is None
    assert cursor(reader) == "17"


def test_a_move_looks_only_at_rows_near_the_screen() -> None:
    looked: set[str] = set()
    painted = painter()
    shown = contents(numbered(1, 5_000), MORE, gaps={"100": MORE, "4990": MORE})

    def measure(row: Row) -> Block:
        looked.add(row.key)
        return painted.block(row)

    reader = Reader(measure)
    reader.resize(20, rewrapped=True)
    reader.show(shown)
    reader.scroll_pages(-1)
    reader.step(Side.OLDER)
    reader.go_to_day(Side.NEWER)
    reader.show(contents(numbered(-50, 5_000), MORE))
    assert reader.is_near(Side.OLDER) is False
    assert len(looked) < 60


def test_who_has_come_for_the_newest_message_stays_at_it_when_newer_ones_come() -> None:
    reader = reading(contents(numbered(1, 3)))
    reader.show(contents(numbered(1, 3)), place_at(message(3), 4, stays=True))
    reader.resize(12, rewrapped=False)
    assert not reader.follows
    reader.show(contents(numbered(1, 5)))
    assert cursor(reader) == "3"
    reader.step(Side.NEWER)
    reader.step(Side.NEWER)
    assert reader.follows
    reader.show(contents(numbered(1, 6)))
    assert cursor(reader) == "6"
