"""What was said around a message is there to be looked at, and takes nothing up."""

from __future__ import annotations

import pytest
from textual.events import MouseScrollUp

from tests.app.driving import drag
from tests.app.widgets.history_samples import TEAM, message
from tests.app.widgets.test_history_pane import SIZE, PaneApp, wheel
from tui.app.widgets.context_pane import ContextPane

SAID = [message(number) for number in range(1, 4)]


class ContextApp(PaneApp):
    def __init__(self) -> None:
        super().__init__()
        self.pane = self.context = ContextPane(own_id="amy")


@pytest.fixture
def app() -> ContextApp:
    return ContextApp()


async def test_it_says_nothing_while_there_is_no_message(app: ContextApp) -> None:
    async with app.run_test(size=SIZE):
        assert set(app.drawn()) == {""}
        app.context.show_around(TEAM, SAID[1], SAID)
        assert app.line_of("message 1") < app.line_of("message 2") < app.line_of("message 3")
        app.context.clear()
        assert set(app.drawn()) == {""}


async def test_what_is_shown_again_stays_where_it_was_scrolled_to(app: ContextApp) -> None:
    said = [message(number) for number in range(1, 60)]
    async with app.run_test(size=SIZE) as pilot:
        app.context.show_around(TEAM, said[30], said)
        middle = app.drawn()
        app.pane.post_message(wheel(MouseScrollUp, app.pane))
        await pilot.pause()
        scrolled = app.drawn()
        app.context.show_around(TEAM, said[30], said)
        assert app.drawn() == scrolled != middle
        app.context.clear()
        app.context.show_around(TEAM, said[30], said)
        assert app.drawn() == middle


async def test_the_mouse_picks_nothing_and_points_at_nothing(app: ContextApp) -> None:
    async with app.run_test(size=SIZE) as pilot:
        app.context.show_around(TEAM, SAID[1], SAID)
        before = app.drawn()
        line = app.line_of("message 1")
        await drag(pilot, (3, line), (9, line))
        await pilot.click(offset=(5, line))
        assert app.wishes() == []
        assert app.drawn() == before
        assert app.pane.cursor_message == SAID[1]
        assert not any(segment.style and segment.style.reverse for segment in app.pane.render_line(line))
