"""Keys, the bottom line, help and palette all come from the same bindings."""

from __future__ import annotations

import pytest
from textual.binding import Binding
from textual.command import CommandPalette
from textual.dom import DOMNode
from textual.pilot import Pilot
from textual.widgets import Input, OptionList

from tests.app.driving import Running, screen_text, settle, until
from tests.model_service import ModelService, message
from tui.app.app import RoamApp
from tui.app.screens.combined import CombinedScreen
from tui.app.screens.confirm import ConfirmDialog
from tui.app.screens.details import DetailScreen
from tui.app.screens.help import HelpScreen
from tui.app.screens.main import MainScreen
from tui.app.widgets.conversation_list import ConversationList
from tui.app.widgets.field_list import FieldList
from tui.app.widgets.history_pane import HistoryPane

OWNERS: list[type[DOMNode]] = [
    ConversationList, HistoryPane, MainScreen, RoamApp, HelpScreen, ConfirmDialog, DetailScreen, FieldList,
    CombinedScreen,
]  # fmt: skip
TAKEN = {"ctrl+s", "ctrl+q", "ctrl+a", "ctrl+b"}
"""Flow control, and the prefixes of terminal multiplexers."""


@pytest.mark.parametrize("owner", OWNERS)
def test_every_binding_has_words_and_a_key_that_arrives(owner: type[DOMNode]) -> None:
    assert owner.BINDING_GROUP_TITLE
    for binding in Binding.make_bindings(owner.BINDINGS):
        assert binding.description
        assert binding.id
        assert binding.key not in TAKEN
        assert not binding.key.startswith("alt+")


async def test_keys_that_would_be_taken_are_not_bound_by_the_framework(running: Running) -> None:
    async with running() as pilot:
        assert not TAKEN & set(pilot.app.screen.active_bindings)


async def test_the_bottom_line_follows_the_focus(running: Running, service: ModelService) -> None:
    service.talk("bob", [message(1)])
    async with running() as pilot:
        assert last_line(pilot) == " Enter Read  t Date  p Pin  D Delete chat  q Quit  ? Help"
        await pilot.press("l")
        await settle(pilot)
        assert last_line(pilot) == " Space Mark  d Delete  t Date  p Pin  D Delete chat  ? Help"


async def test_the_bottom_line_says_how_marks_are_taken_back(running: Running, service: ModelService) -> None:
    service.talk("bob", [message(1), message(2)])
    async with running() as pilot:
        await pilot.press("l", "space")
        await settle(pilot)
        assert last_line(pilot) == " Esc Back  Space Mark  d Delete  t Date  p Pin  ? Help"
        await pilot.press("escape")
        await settle(pilot)
        assert last_line(pilot) == " Space Mark  d Delete  t Date  p Pin  D Delete chat  ? Help"


async def test_the_bottom_line_says_how_to_leave_the_only_pane(running: Running, service: ModelService) -> None:
    service.talk("bob", [message(1)])
    async with running(50, 20) as pilot:
        await pilot.press("enter")
        await settle(pilot)
        assert last_line(pilot) == " Esc Back  Space Mark  d Delete  t Date  ? Help"
        await pilot.press("escape")
        await settle(pilot)
        assert last_line(pilot) == " Enter Read  t Date  p Pin  D Delete chat  ? Help"


async def test_the_bottom_line_follows_the_width(running: Running, service: ModelService) -> None:
    service.talk("bob", [message(1)])
    async with running(50, 20) as pilot:
        await pilot.press("enter")
        await settle(pilot)
        assert "Esc Back" in last_line(pilot)
        await pilot.resize_terminal(80, 24)
        await settle(pilot)
        assert "Esc Back" not in last_line(pilot)


def last_line(pilot: Pilot[None]) -> str:
    return screen_text(pilot.app).splitlines()[-1]


def in_the_box(drawn: str, corner: str) -> str:
    """What is written in the box with this upper left corner, in one line."""
    top = next(line for line in drawn.splitlines() if corner in line)
    left = top.index(corner)
    right = top.index("┐", left)
    return " ".join(" ".join(line[left + 1 : right] for line in drawn.splitlines()).split())


async def test_help_shows_every_key_of_both_panes(running: Running) -> None:
    async with running(160, 130) as pilot:
        await pilot.press("？")
        await pilot.pause()
        drawn = in_the_box(screen_text(pilot.app), "┌─ Keys")
        for owner in OWNERS[:4]:
            assert str(owner.BINDING_GROUP_TITLE) in drawn
            for binding in Binding.make_bindings(owner.BINDINGS):
                assert (binding.tooltip or binding.description) in drawn
        await pilot.press("q")
        await pilot.pause()
        assert isinstance(pilot.app.screen, MainScreen)


async def test_help_begins_with_the_keys_of_the_pane_with_the_focus(running: Running, service: ModelService) -> None:
    service.talk("bob", [message(1)])
    async with running() as pilot:
        for keys, first in (("？",), "Conversations"), (("l", "?"), "History"):
            await pilot.press(*keys)
            await pilot.pause()
            assert first in screen_text(pilot.app).splitlines()[3]
            await pilot.press("q")


async def test_help_scrolls_where_it_is_longer_than_the_screen(running: Running) -> None:
    async with running(60, 12) as pilot:
        await pilot.press("question_mark", *["pagedown"] * 40)
        await pilot.pause()
        assert "chat room" in screen_text(pilot.app)


async def test_the_palette_runs_what_the_bindings_do(running: Running, service: ModelService) -> None:
    service.talk("bob", [message(1)])
    async with running() as pilot:
        await pilot.press("ctrl+p")
        await pilot.pause()
        assert isinstance(pilot.app.screen, CommandPalette)
        pilot.app.screen.query_one(Input).value = "Pin"
        await settle(pilot)
        await pilot.press("enter")
        await settle(pilot)
        assert "pin bob" in service.calls


async def test_the_palette_begins_with_what_one_looks_for(running: Running, service: ModelService) -> None:
    service.talk("bob", [message(1)])
    async with running(80, 60) as pilot:
        await pilot.press("l", "ctrl+p")
        await settle(pilot)
        shown = screen_text(pilot.app)
        assert "Search  (/)" in shown
        assert "Next message" not in shown


async def test_repainting_changes_nothing(running: Running, service: ModelService) -> None:
    service.talk("bob", [message(1)])
    async with running() as pilot:
        before = screen_text(pilot.app)
        await pilot.press("ctrl+l")
        await settle(pilot)
        assert screen_text(pilot.app) == before


@pytest.mark.parametrize("size", [(80, 24), (20, 6)])
async def test_the_palette_survives_page_keys_with_nothing_listed(running: Running, size: tuple[int, int]) -> None:
    async with running(*size) as pilot:
        await pilot.press("ctrl+p", "pagedown", "pageup")
        await pilot.press(*"zzzz", "pagedown", "pageup", "down")
        assert isinstance(pilot.app.screen, CommandPalette)


@pytest.mark.parametrize("columns", [1, 4, 6, 19])
async def test_no_palette_stays_where_there_is_no_room_for_it(running: Running, columns: int) -> None:
    async with running() as pilot:
        for open_one in (pilot.app.action_command_palette, pilot.app.search_themes):
            open_one()
            await until(pilot, lambda: any(each.option_count for each in pilot.app.screen.query(OptionList)))
            await pilot.resize_terminal(columns, 24)
            assert isinstance(pilot.app.screen, MainScreen)
            await pilot.press("ctrl+p", "question_mark")
            assert isinstance(pilot.app.screen, MainScreen)
            await pilot.resize_terminal(80, 24)
