"""The list keeps its cursor on a conversation while everything around it moves."""

from __future__ import annotations

from collections.abc import Sequence

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


def item(name: str, *, pinned: bool = False, unread: int = 0) -> ConversationItem:
    return ConversationItem(ConversationKey(name, ConversationType.SINGLE), name, pinned, unread, message(1))


def snapshot(names: str, unread: int = 0) -> ConversationsSnapshot:
    """The pinned names before the bar, the others behind it."""
    pinned, _bar, others = names.rpartition("|")
    items = [item(name, pinned=True, unread=unread) for name in pinned] + [item(name, unread=unread) for name in others]
    return ConversationsSnapshot(tuple(items), Phase.READY)


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
    """The names in sight from top to bottom, a bar where the rule is; the cursor's in upper case."""
    drawn = ""
    for y in range(conversations.size.height):
        text = conversations.render_line(y).text
        if text.startswith("─"):
            drawn += "|"
        elif text.endswith("2024"):
            name = text.lstrip("▌📌 ")[0]
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


NAMES = st.permutations("abcdefghij").flatmap(
    lambda order: st.integers(0, 10).flatmap(
        lambda size: st.integers(0, size).map(lambda pins: "".join(order[:pins]) + "|" + "".join(order[pins:size]))
    )
)
STEPS = st.lists(
    st.one_of(NAMES, st.sampled_from(["key j", "key k", "key G", "key g", "key pagedown", "key pageup"])), max_size=12
)


@settings(max_examples=15, deadline=None)
@given(STEPS)
async def test_whatever_happens_the_cursor_is_on_a_conversation_in_sight(steps: Sequence[str]) -> None:
    app = ListApp()
    async with app.run_test(size=(20, 7)) as pilot:
        conversations = await shown(pilot, "|abc")
        now = "|abc"
        for step in steps:
            before = cursor(conversations)
            if step.startswith("key "):
                await pilot.press(step.removeprefix("key "))
            else:
                now = step
                await shown(pilot, now)
                assert before is None or before not in now or cursor(conversations) == before
            drawn = names_drawn(conversations)
            assert drawn.lower() in now.removeprefix("|").removesuffix("|")
            assert (cursor(conversations) or "").upper() in drawn
            assert bool(cursor(conversations)) == bool(now.strip("|"))
            assert not app.told or app.told[-1] == cursor(conversations)
