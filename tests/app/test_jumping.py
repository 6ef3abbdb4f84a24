"""Going to a conversation by a few letters, by an id, and by what is unread."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from textual.widgets import Input

from tests.app.driving import Backend, Matcher, Running, screen_text, settle
from tests.archives import in_file
from tests.model_service import ModelService, message
from tui.app.app import RoamApp
from tui.app.screens.jump import JumpScreen
from tui.app.widgets.conversation_list import ConversationList
from tui.models import Conversation, ConversationKey, ConversationType, Group
from tui.store import Store

TEAM = ConversationKey("240000000000001", ConversationType.GROUP)


def talk(service: ModelService, *names: str) -> None:
    """Conversations of a message each, the first one the latest."""
    for number, name in enumerate(names):
        service.talk(name, [message(100 - number)])


async def test_a_few_letters_and_enter_go_there(running: Running, service: ModelService) -> None:
    talk(service, "ann", "bob", "carol")
    async with running() as pilot:
        await pilot.press("ctrl+k", "c", "r", "enter")
        await settle(pilot)
        assert "carol · direct chat" in screen_text(pilot.app)
        assert pilot.app.screen.query_one(ConversationList).cursor_key == ConversationKey(
            "carol", ConversationType.SINGLE
        )


async def test_escape_leaves_everything_as_it_was(running: Running, service: ModelService) -> None:
    talk(service, "ann", "bob")
    async with running() as pilot:
        before = screen_text(pilot.app)
        await pilot.press("ctrl+k", "b", "escape")
        await settle(pilot)
        assert screen_text(pilot.app) == before


async def test_a_group_is_found_by_a_full_width_letter_of_its_name(running: Running, service: ModelService) -> None:
    talk(service, "ann")
    service.conversations[TEAM] = Conversation(TEAM.id, TEAM.type)
    service.groups.append(Group(TEAM.id, "七楼 Team"))
    async with running() as pilot:
        await pilot.press("ctrl+k", "ｔ", "ｅ", "ａ", "enter")
        await settle(pilot)
        assert "七楼 Team · group" in screen_text(pilot.app)


async def test_an_id_that_is_not_in_the_list_is_opened_as_what_was_chosen(
    running: Running, service: ModelService, matches_picture: Matcher
) -> None:
    talk(service, "ann")
    service.messages[TEAM] = [replace(message(7, text="words of the team"), conversation_type=TEAM.type, to=TEAM.id)]
    async with running(80, 24) as pilot:
        await pilot.press("ctrl+k", *"24000000000000", "1")
        await settle(pilot)
        matches_picture(pilot.app)
        await pilot.press("enter")
        await settle(pilot)
        assert "240000000000001 · group" in screen_text(pilot.app)
        assert "words of the team" in screen_text(pilot.app)
        await pilot.press("p", "D")  # the list's cursor is on another conversation: that one is not meant
        await settle(pilot)
        assert not [call for call in service.calls if call.startswith(("pin ", "delete "))]
        await pilot.press("J")
        await settle(pilot)


async def test_arrows_choose_among_what_is_found(running: Running, service: ModelService) -> None:
    talk(service, "bob", "bobby", "bobo")
    async with running() as pilot:
        await pilot.press("ctrl+k", "b", "down", "down", "up", "enter")
        await settle(pilot)
        assert "bobby · direct chat" in screen_text(pilot.app)


async def test_what_was_opened_lately_comes_first_and_what_is_read_after_it(
    running: Running, service: ModelService
) -> None:
    talk(service, "ann", "bob", "carol", "dave")
    async with running() as pilot:
        for name in ("carol", "dave"):
            await pilot.press("ctrl+k", *name, "enter")
            await settle(pilot)
        await pilot.press("ctrl+k", "enter")
        await settle(pilot)
        assert "carol · direct chat" in screen_text(pilot.app)


async def test_what_was_opened_lately_is_known_after_a_restart(
    backend: Backend, service: ModelService, tmp_path: Path
) -> None:
    talk(service, "ann", "bob", "carol")
    async with RoamApp(Store(backend.open, in_file(tmp_path / "a.db"))).run_test() as pilot:
        await settle(pilot)
        await pilot.press("ctrl+k", *"carol", "enter")
        await settle(pilot)
    async with RoamApp(Store(backend.open, in_file(tmp_path / "a.db"))).run_test() as pilot:
        await settle(pilot)
        await pilot.press("ctrl+k", "enter")
        await settle(pilot)
        assert "carol · direct chat" in screen_text(pilot.app)


async def test_the_next_unread_conversation_and_round_the_end(running: Running, service: ModelService) -> None:
    talk(service, "ann", "bob", "carol", "dave")
    for name in ("bob", "dave"):
        key = ConversationKey(name, ConversationType.SINGLE)
        service.conversations[key] = replace(service.conversations[key], unread_count=1)
    async with running() as pilot:
        for press, name in (("a", "bob"), ("a", "dave"), ("ａ", "bob"), ("A", "dave")):
            await pilot.press(press)
            await settle(pilot)
            assert f"{name} · direct chat" in screen_text(pilot.app)


async def test_it_is_said_when_nothing_is_unread(running: Running, service: ModelService) -> None:
    talk(service, "ann", "bob")
    async with running() as pilot:
        await pilot.press("a")
        await settle(pilot)
        assert "Nothing is unread" in screen_text(pilot.app)


async def test_where_nothing_is_found_enter_goes_nowhere(running: Running, service: ModelService) -> None:
    talk(service, "ann")
    async with running() as pilot:
        await pilot.press("ctrl+k", "楼", "down", "enter")
        await settle(pilot)
        assert "No conversation is called that." in screen_text(pilot.app)


async def test_a_window_without_room_closes_it(running: Running, service: ModelService) -> None:
    talk(service, "ann")
    async with running() as pilot:
        await pilot.press("ctrl+k")
        await settle(pilot)
        assert isinstance(pilot.app.screen, JumpScreen)
        await pilot.resize_terminal(15, 5)
        await settle(pilot)
        assert not isinstance(pilot.app.screen, JumpScreen)


async def test_hostile_names_are_shown_as_text(running: Running, service: ModelService) -> None:
    talk(service, "ann")
    service.conversations[TEAM] = Conversation(TEAM.id, TEAM.type)
    service.groups.append(Group(TEAM.id, "[/nope] \x1b[2J\u202eevil"))
    async with running() as pilot:
        await pilot.press("ctrl+k")
        await settle(pilot)
        assert "[/nope] ␛[2J⟪RLO⟫evil" in screen_text(pilot.app)
        assert pilot.app.screen.query_one(Input).has_focus
