"""The list keeps its cursor on a conversation while everything around it moves."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from textual import on
from textual.app import App, ComposeResult
from textual.pilot import Pilot

from tests.model_service import message
from tui.app.styles import stylesheets
from tui.app.widgets.conversation_list import ConversationList
from tui.models import ConversationKey, ConversationType
from tui.store.snapshots import ConversationItem, ConversationsSnapshot, Phase


def item(name: str, *, pinned: bool = False, listed: bool = True) -> ConversationItem:
    key = ConversationKey(name, ConversationType.SINGLE)
    return ConversationItem(key, name, pinned, 0, message(1), listed=listed)


def snapshot(names: str) -> ConversationsSnapshot:
    """The pinned names before the bar, the others behind it, behind the slash those that are only here."""
    listed, _slash, unlisted = names.partition("/")
    pinned, _bar, others = listed.rpartition("|")
    items = (
        *(item(name, pinned=True) for name in pinned),
        *(item(name) for name in others),
        *(item(name, listed=False) for name in unlisted),
    )
    return ConversationsSnapshot(items, Phase.READY)


def whole(names: str) -> str:
    """How these names are drawn where there is room for all."""
    listed, _slash, unlisted = names.partition("/")
    listed = listed.removeprefix("|").removesuffix("|")
    return (f"{listed}|" if listed else "") + f"/{unlisted}" if unlisted else listed


class ListApp(App[None]):
    CSS_PATH = stylesheets()

    def __init__(self) -> None:
        super().__init__()
        self.told: list[str | None] = []

    def compose(self) -> ComposeResult:
        yield ConversationList()

    @on(ConversationList.Highlighted)
    def remember(self, event: ConversationList.Highlighted) -> None:
        self.told.append(event.key.id if event.key else None)


def names_drawn(conversations: ConversationList) -> str:
    """The names in sight from top to bottom, a bar for a rule, a slash for the heading; the cursor's in upper case."""
    drawn = ""
    for y in range(conversations.size.height):
        text = conversations.render_line(y).text
        if text.startswith("─"):
            drawn += "|"
        elif text.startswith("only here"):
            drawn += "/"
        elif text.endswith("2024"):
            name = text.lstrip("▌▴ ")[0]
            drawn += name.upper() if text.startswith("▌") else name
    return drawn


def cursor(conversations: ConversationList) -> str | None:
    key = conversations.cursor_key
    return key.id if key else None


async def shown(pilot: Pilot[None], names: str) -> ConversationList:
    conversations = pilot.app.query_one(ConversationList)
    conversations.show(snapshot(names))
    await pilot.pause()
    return conversations


async def test_the_cursor_follows_its_conversation() -> None:
    async with ListApp().run_test(size=(30, 12)) as pilot:
        conversations = await shown(pilot, "|abc")
        await pilot.press("j")
        assert names_drawn(conversations) == "aBc"
        await shown(pilot, "b|ac")
        assert names_drawn(conversations) == "B|ac"
        await shown(pilot, "c|dab")
        assert names_drawn(conversations) == "c|daB"


async def test_when_its_conversation_goes_the_cursor_takes_the_next() -> None:
    async with ListApp().run_test(size=(30, 12)) as pilot:
        conversations = await shown(pilot, "|abc")
        await pilot.press("j")
        await shown(pilot, "|ac")
        assert names_drawn(conversations) == "aC"
        await shown(pilot, "|a")
        assert names_drawn(conversations) == "A"
        await shown(pilot, "")
        assert cursor(conversations) is None
        await shown(pilot, "|xy")
        assert names_drawn(conversations) == "Xy"


async def test_what_arrives_above_does_not_move_what_is_looked_at() -> None:
    async with ListApp().run_test(size=(30, 6)) as pilot:
        conversations = await shown(pilot, "|abcdefgh")
        await pilot.press("G", "k")
        before = names_drawn(conversations)
        await shown(pilot, "|xyabcdefgh")
        assert names_drawn(conversations) == before


async def test_first_last_and_pages() -> None:
    async with ListApp().run_test(size=(30, 6)) as pilot:
        conversations = await shown(pilot, "|abcdefgh")
        for key, expected in [("G", "h"), ("g", "a"), ("pagedown", "c"), ("pageup", "a"), ("end", "h"), ("home", "a")]:
            await pilot.press(key)
            assert cursor(conversations) == expected


async def test_a_click_takes_the_conversation_below_the_pointer() -> None:
    async with ListApp().run_test(size=(30, 12)) as pilot:
        conversations = await shown(pilot, "a|bc")
        await pilot.click(ConversationList, offset=(5, 4))
        assert cursor(conversations) == "b"
        await pilot.click(ConversationList, offset=(5, 2))  # the rule
        assert cursor(conversations) == "b"
        await pilot.click(ConversationList, offset=(5, 11))  # below the last
        assert cursor(conversations) == "b"


async def test_those_that_are_only_here_have_a_heading_that_is_no_entry() -> None:
    async with ListApp().run_test(size=(30, 14)) as pilot:
        conversations = await shown(pilot, "a|b/xy")
        assert names_drawn(conversations) == "A|b|/xy"
        heading = [conversations.render_line(y).text.rstrip() for y in (6, 7)]
        assert heading == ["only here: not on the server's", "list any more"]
        for key, expected in [("j", "b"), ("j", "x"), ("j", "y"), ("k", "x"), ("k", "b"), ("G", "y")]:
            await pilot.press(key)
            assert cursor(conversations) == expected
        for line in (5, 6, 7):
            await pilot.click(ConversationList, offset=(5, line))
            assert cursor(conversations) == "y"
        await pilot.click(ConversationList, offset=(5, 8))
        assert cursor(conversations) == "x"


async def test_the_heading_comes_into_sight_with_the_first_below_it() -> None:
    async with ListApp().run_test(size=(30, 7)) as pilot:
        conversations = await shown(pilot, "|abcdef/xyz")
        await pilot.press("G")
        assert names_drawn(conversations) == "xyZ"
        await pilot.press("k", "k")
        assert names_drawn(conversations) == "|/Xy"
        await shown(pilot, "/xyz")
        await pilot.press("G", "g")
        assert names_drawn(conversations) == "/Xyz"


@pytest.mark.parametrize("rows", [1, 2])
async def test_a_window_too_low_for_the_heading_shows_the_entry(rows: int) -> None:
    async with ListApp().run_test(size=(30, rows)) as pilot:
        conversations = await shown(pilot, "/xy")
        for key, drawn in [("g", "X"), ("j", "Y"), ("k", "X")]:
            await pilot.press(key)
            assert names_drawn(conversations) == drawn


async def test_the_cursor_goes_along_with_a_conversation_that_leaves_the_list() -> None:
    async with ListApp().run_test(size=(30, 14)) as pilot:
        conversations = await shown(pilot, "a|bc")
        await pilot.press("j")
        await shown(pilot, "a|c/b")
        assert names_drawn(conversations) == "a|c|/B"


@pytest.mark.parametrize(
    ("keys", "before", "after", "drawn"),
    [
        (["j"], "|abc", "|ac/b", "aC|/b"),
        (["j", "j"], "|abc", "|ab/c", "aB|/c"),
        ([], "|a", "/a", "/A"),
        (["j"], "|abc", "b|ac", "B|ac"),
    ],
)
async def test_the_cursor_stays_when_the_user_takes_its_conversation_off_the_list(
    keys: list[str], before: str, after: str, drawn: str
) -> None:
    async with ListApp().run_test(size=(30, 14)) as pilot:
        conversations = await shown(pilot, before)
        await pilot.press(*keys)
        assert conversations.cursor_key is not None
        conversations.let_go(conversations.cursor_key)
        await shown(pilot, after)
        assert names_drawn(conversations) == drawn


async def test_one_that_was_taken_off_the_list_can_be_read_afterwards() -> None:
    async with ListApp().run_test(size=(30, 14)) as pilot:
        conversations = await shown(pilot, "|abc")
        conversations.let_go(ConversationKey("b", ConversationType.SINGLE))
        await shown(pilot, "|ac/b")
        await pilot.press("G")
        await shown(pilot, "|acd/b")
        assert names_drawn(conversations) == "acd|/B"


async def test_the_cursor_stays_among_the_listed_when_its_conversation_goes() -> None:
    async with ListApp().run_test(size=(30, 14)) as pilot:
        conversations = await shown(pilot, "|ab/x")
        await pilot.press("j")
        await shown(pilot, "|a/x")
        assert names_drawn(conversations) == "A|/x"
        await shown(pilot, "/x")
        assert names_drawn(conversations) == "/X"


def parted(order: Sequence[str]) -> st.SearchStrategy[str]:
    """The first few names of `order`, some of them pinned and some only here."""
    ends = st.lists(st.integers(0, len(order)), min_size=3, max_size=3).map(sorted)
    return ends.map(
        lambda at: f"{''.join(order[: at[0]])}|{''.join(order[at[0] : at[1]])}/{''.join(order[at[1] : at[2]])}"
    )


NAMES = st.permutations("abcdefghij").flatmap(parted)
STEPS = st.lists(
    st.one_of(NAMES, st.sampled_from(["key j", "key k", "key G", "key g", "key pagedown", "key pageup"])), max_size=12
)


@settings(max_examples=15)
@given(STEPS)
async def test_whatever_happens_the_cursor_is_on_a_conversation_in_sight(steps: Sequence[str]) -> None:
    app = ListApp()
    async with app.run_test(size=(20, 7)) as pilot:
        conversations = await shown(pilot, "|abc")
        now = "|abc/"
        for step in steps:
            before = cursor(conversations)
            if step.startswith("key "):
                await pilot.press(step.removeprefix("key "))
            else:
                now = step
                await shown(pilot, now)
                assert before is None or before not in now or cursor(conversations) == before
            drawn = names_drawn(conversations)
            assert drawn.lower() in whole(now)
            assert (cursor(conversations) or "").upper() in drawn
            assert bool(cursor(conversations)) == bool(now.strip("|/"))
            assert not app.told or app.told[-1] == cursor(conversations)
