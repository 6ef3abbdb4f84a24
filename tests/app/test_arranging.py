"""The list narrowed to what is looked for, and sorted."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st
from textual.pilot import Pilot

from tests.app.driving import Backend, Matcher, Running, screen_text, settle, until
from tests.archives import in_file
from tests.model_service import ModelService, message
from tui.app.app import RoamApp
from tui.app.arranging import Arrangement
from tui.app.widgets.conversation_list import ConversationList
from tui.app.widgets.list_filter import ListFilter
from tui.models import ConversationKey, ConversationType
from tui.store import Store
from tui.store.habits import Order
from tui.store.snapshots import ConversationItem, ConversationsSnapshot

NAMES = ("carol", "bob", "兰兰", "ann", "bobby")


def key(name: str) -> ConversationKey:
    return ConversationKey(name, ConversationType.SINGLE)


def fill(service: ModelService, *names: str) -> None:
    """Conversations of a message each, the first one the latest."""
    for number, name in enumerate(names):
        service.talk(name, [message(100 - number)])


def names_of(snapshot: ConversationsSnapshot) -> list[str]:
    return [item.name for item in snapshot.items]


def cursor(pilot: Pilot[None]) -> ConversationKey | None:
    return pilot.app.screen.query_one(ConversationList).cursor_key


items = st.builds(
    lambda name, is_pinned, unread, listed: ConversationItem(
        key(name), name, is_pinned and listed, unread * listed, None, listed=listed
    ),
    st.text("abAB兰", min_size=1, max_size=3),
    st.booleans(),
    st.integers(0, 2),
    st.booleans(),
)


def in_sections(found: list[ConversationItem]) -> ConversationsSnapshot:
    return ConversationsSnapshot(tuple(sorted(found, key=lambda each: (not each.listed, not each.is_pinned))))


@given(st.lists(items, unique_by=lambda each: each.key).map(in_sections), st.sampled_from(Order))
def test_sorting_keeps_all_in_their_sections(listed: ConversationsSnapshot, order: Order) -> None:
    arrangement = Arrangement()
    arrangement.order = order
    made = arrangement.of(listed)
    assert {each.key for each in made.items} == {each.key for each in listed.items}
    assert in_sections(list(made.items)) == made
    assert arrangement.of(listed) is made


@given(st.lists(items, unique_by=lambda each: each.key).map(in_sections), st.text("aB兰 ", max_size=3))
def test_narrowing_keeps_those_that_hold_every_word_in_their_order(listed: ConversationsSnapshot, typed: str) -> None:
    arrangement = Arrangement()
    arrangement.typed = typed
    words = typed.casefold().split()
    left = [each for each in listed.items if all(word in each.name.casefold() for word in words)]
    assert arrangement.of(listed).items == tuple(left)


def test_unread_ones_first_and_else_by_activity() -> None:
    found = [
        ConversationItem(key(name), name, name == "d", unread, None)
        for name, unread in zip("dabc", (0, 0, 1, 2), strict=True)
    ]
    arrangement = Arrangement()
    arrangement.order = Order.UNREAD
    assert names_of(arrangement.of(ConversationsSnapshot(tuple(found)))) == ["d", "b", "c", "a"]


async def test_typing_narrows_and_escape_goes_back(
    running: Running, service: ModelService, matches_picture: Matcher
) -> None:
    fill(service, *NAMES)
    async with running(80, 16) as pilot:
        for _conversation in range(3):
            await pilot.press("j")
            await settle(pilot)
        await until(pilot, lambda: "archive 4" in screen_text(pilot.app))  # all that was looked at is counted
        before = screen_text(pilot.app)
        await pilot.press("/", "ｂ", "o")
        await settle(pilot)
        await until(pilot, lambda: "archive 5" in screen_text(pilot.app))
        matches_picture(pilot.app)
        await pilot.press("escape")
        await settle(pilot)
        assert screen_text(pilot.app).partition("\n")[2] == before.partition("\n")[2]  # but for what is archived
        assert cursor(pilot) == key("ann")


async def test_enter_stays_in_the_narrowed_list_until_escape(running: Running, service: ModelService) -> None:
    fill(service, *NAMES)
    async with running(80, 16) as pilot:
        await pilot.press("/", "b", "down", "enter")
        await settle(pilot)
        assert cursor(pilot) == key("bobby")
        await pilot.press("k", "enter")
        await settle(pilot)
        assert "bob · direct chat" in screen_text(pilot.app)
        assert "carol" not in screen_text(pilot.app)
        await pilot.press("h", "escape")
        await settle(pilot)
        assert cursor(pilot) == key("carol")


async def test_where_nothing_is_found_what_is_read_stays(running: Running, service: ModelService) -> None:
    fill(service, *NAMES)
    async with running(80, 16) as pilot:
        await pilot.press("/", "x", "y")
        await settle(pilot)
        drawn = screen_text(pilot.app)
        assert "No conversation holds" in drawn
        assert "carol · direct chat" in drawn
        await pilot.press("backspace", "backspace", "enter")
        await settle(pilot)
        assert "bobby" in screen_text(pilot.app)
        assert cursor(pilot) == key("carol")


async def test_who_types_nothing_and_goes_away_looks_for_nothing(running: Running, service: ModelService) -> None:
    fill(service, *NAMES)
    async with running(80, 16) as pilot:
        await pilot.press("/", "tab")
        await settle(pilot)
        assert not pilot.app.screen.query_one(ListFilter).display
        await pilot.press("h", "j")
        await settle(pilot)
        await pilot.press("/", "b", "escape")
        await settle(pilot)
        assert cursor(pilot) == key("bob")


async def test_going_elsewhere_shows_all_again(running: Running, service: ModelService) -> None:
    fill(service, *NAMES)
    async with running(80, 16) as pilot:
        await pilot.press("/", "b", "enter", "ctrl+k", "a", "n", "n", "enter")
        await settle(pilot)
        assert cursor(pilot) == key("ann")
        assert "兰兰" in screen_text(pilot.app)


async def test_what_arrives_does_not_disturb_what_is_typed(
    running: Running, service: ModelService, store: Store
) -> None:
    fill(service, *NAMES)
    async with running(80, 16) as pilot:
        await pilot.press("/", "b")
        service.talk("boris", [message(200)])
        await store.conversations.load()
        await pilot.press("o")
        await settle(pilot)
        assert "boris" in screen_text(pilot.app)
        assert "3 of 6" in screen_text(pilot.app)


async def test_the_order_is_kept_for_the_account(backend: Backend, service: ModelService, tmp_path: Path) -> None:
    fill(service, *NAMES)
    service.conversations[key("bobby")] = replace(service.conversations[key("bobby")], unread_count=1)
    async with RoamApp(Store(backend.open, in_file(tmp_path / "a.db"))).run_test(size=(120, 30)) as pilot:
        await settle(pilot)
        await pilot.press("s")
        await settle(pilot)
        assert "by name" in screen_text(pilot.app)
    async with RoamApp(Store(backend.open, in_file(tmp_path / "a.db"))).run_test(size=(120, 30)) as pilot:
        await settle(pilot)
        drawn = screen_text(pilot.app)
        assert "by name" in drawn
        assert drawn.index(" ann ") < drawn.index(" bob ") < drawn.index(" carol ") < drawn.index(" 兰兰 ")
        await pilot.press("s")
        await settle(pilot)
        assert "unread first" in screen_text(pilot.app)
        await pilot.press("g", "s")
        await settle(pilot)
        assert cursor(pilot) == key("bobby")
