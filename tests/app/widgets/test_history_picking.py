"""Text is picked with the mouse as one sees it, and said as it was written."""

from __future__ import annotations

import pytest
from rich.cells import cell_len
from textual import events

from tests.app.driving import drag, mouse
from tests.app.widgets.history_samples import message, snapshot
from tests.app.widgets.test_history_pane import SIZE, PaneApp
from tui.app.widgets.cells import part_within
from tui.app.widgets.history_pane import HistoryPane

WIDE = "明天开会吗"
LONG = "one two three four five six seven eight nine ten eleven twelve"


@pytest.fixture
def app() -> PaneApp:
    return PaneApp()


def picked(app: PaneApp) -> list[str]:
    return [wish.text for wish in app.wishes() if isinstance(wish, HistoryPane.TextPicked)]


def reversed_text(app: PaneApp) -> str:
    strips = [app.pane.render_line(line) for line in range(app.pane.size.height)]
    segments = (segment for strip in strips for segment in strip)
    return "".join(segment.text for segment in segments if segment.style and segment.style.reverse)


@pytest.mark.parametrize(
    ("start", "stop", "part"),
    [
        (0, 2, "明"),
        (0, 3, "明天"),
        (1, 2, "明"),
        (1, 3, "明天"),
        (4, 99, "开会吗"),
        (-5, 1, "明"),
        (10, 99, ""),
        (2, 2, ""),
    ],
)
def test_characters_of_two_cells_are_picked_whole(start: int, stop: int, part: str) -> None:
    found, first, last = part_within(WIDE, start, stop)
    assert found == part
    assert last - first == cell_len(part)


async def test_what_is_dragged_over_is_picked_and_shown(app: PaneApp) -> None:
    async with app.run_test(size=SIZE) as pilot:
        app.pane.show(snapshot([message(1, f"{WIDE}, ok")]))
        line = app.line_of(WIDE)
        await drag(pilot, (5, line), (9, line), (10, line))
        assert picked(app) == ["天开会"]
        assert reversed_text(app) == "天开会"
        assert app.drawn()[line] == f"▌  {WIDE}, ok"


@pytest.mark.parametrize("cells", [((5, 0), (7, 1)), ((7, 1), (5, 0))])
async def test_both_ways_over_several_messages(app: PaneApp, cells: tuple[tuple[int, int], tuple[int, int]]) -> None:
    async with app.run_test(size=SIZE) as pilot:
        app.pane.show(snapshot([message(1, "the first"), message(2, "the second", minute=11)]))
        first = app.line_of("the first")
        await drag(pilot, *((x, first + line) for x, line in cells))
        assert picked(app) == ["e first\nthe s"]


async def test_a_wrapped_text_is_picked_as_it_was_written(app: PaneApp) -> None:
    async with app.run_test(size=SIZE) as pilot:
        app.pane.show(snapshot([message(1, f"{LONG}\n\nend")]))
        await drag(pilot, (3, app.line_of("one two")), (39, app.line_of("end")))
        assert picked(app) == [f"{LONG}\n\nend"]


async def test_lines_of_ours_end_what_is_picked(app: PaneApp) -> None:
    async with app.run_test(size=SIZE) as pilot:
        app.pane.show(snapshot([message(1), message(2), message(3)]))
        await drag(pilot, (0, app.line_of("nothing older")), (20, app.line_of("message 1")))
        assert picked(app) == ["bob  00:10\nmessage 1"]


async def test_what_is_picked_stays_while_messages_come_and_goes_with_the_next_key(app: PaneApp) -> None:
    async with app.run_test(size=SIZE) as pilot:
        app.pane.show(snapshot([message(1), message(2)]))
        await drag(pilot, (3, app.line_of("message 1")), (9, app.line_of("message 1")))
        app.pane.show(snapshot([message(1), message(2), message(3)]))
        assert reversed_text(app) == "message"
        await pilot.press("k")
        assert reversed_text(app) == ""


async def test_a_message_that_goes_takes_what_was_picked_along(app: PaneApp) -> None:
    async with app.run_test(size=SIZE) as pilot:
        app.pane.show(snapshot([message(1), message(2)]))
        await drag(pilot, (3, app.line_of("message 1")), (9, app.line_of("message 1")), release=False)
        app.pane.show(snapshot([message(2)]))
        assert reversed_text(app) == ""
        pilot.app.post_message(mouse(events.MouseUp, (9, 5)))
        await pilot.pause()
        assert picked(app) == []


async def test_dragging_beyond_the_screen_scrolls(app: PaneApp) -> None:
    async with app.run_test(size=SIZE) as pilot:
        app.pane.show(snapshot([message(number, minute=number) for number in range(1, 60)]))
        top = app.drawn()[2]
        await drag(pilot, (5, 2), (5, 0), (5, -1), (5, -1), (5, -1))
        assert app.drawn()[5] == top
        (text,) = picked(app)
        assert text.endswith(top.strip()[:3])
        assert len(text.splitlines()) >= 5


async def test_a_button_let_go_unheard_ends_it(app: PaneApp) -> None:
    async with app.run_test(size=SIZE) as pilot:
        app.pane.show(snapshot([message(1)]))
        line = app.line_of("message 1")
        await drag(pilot, (3, line), (5, line), release=False)
        pilot.app.post_message(mouse(events.MouseMove, (20, line), button=0))
        await pilot.pause()
        assert picked(app) == ["mes"]
        assert app.mouse_captured is None


async def test_a_click_picks_nothing_and_moves_the_cursor(app: PaneApp) -> None:
    async with app.run_test(size=SIZE) as pilot:
        app.pane.show(snapshot([message(1), message(2)]))
        await pilot.click(offset=(5, app.line_of("message 1")))
        assert app.pane.cursor_message == message(1)
        assert picked(app) == []


async def test_a_smaller_window_forgets_what_was_picked(app: PaneApp) -> None:
    async with app.run_test(size=SIZE) as pilot:
        app.pane.show(snapshot([message(1)]))
        await drag(pilot, (3, app.line_of("message 1")), (9, app.line_of("message 1")))
        await pilot.resize_terminal(30, 8)
        await pilot.pause()
        assert reversed_text(app) == ""
