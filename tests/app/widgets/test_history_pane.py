"""The history pane, as one sees it and as the screen around it hears of it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

import pytest
from rich.segment import Segment
from textual import on
from textual.app import App, ComposeResult
from textual.color import Color
from textual.events import MouseScrollDown, MouseScrollUp
from textual.filter import LineFilter
from textual.geometry import Region
from textual.message import Message

from tests.app.widgets.history_samples import END, edited, message, snapshot
from tui.app.widgets.history_pane import HistoryPane
from tui.models import ChatMessage, ConversationKey, ConversationType
from tui.store.snapshots import Phase
from tui.timeline.timeline import Edge, EdgeState, Side

STYLES = Path(__file__).parents[3] / "styles" / "history.tcss"
MORE = Edge(EdgeState.MORE, "c1")
LOADING = Edge(EdgeState.LOADING, "c1")
FAILED = Edge(EdgeState.FAILED, "c1", "no answer came")
OFFLINE = Edge(EdgeState.OFFLINE, "c1")
SIZE = (40, 12)


class Upper(LineFilter):
    """Stands for any filter that an application has."""

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        return [Segment(segment.text.upper(), segment.style) for segment in segments]


class PaneApp(App[None]):
    """A pane, and what it posted."""

    CSS_PATH = STYLES
    ENABLE_COMMAND_PALETTE = False

    def __init__(self) -> None:
        super().__init__(ansi_color=True)
        self.theme = "ansi-dark"  # the terminal's own colours
        self.pane = HistoryPane(own_id="amy")
        self.heard: list[Message] = []

    def compose(self) -> ComposeResult:
        yield self.pane

    @on(HistoryPane.MoreWanted)
    @on(HistoryPane.GapWanted)
    @on(HistoryPane.RetryWanted)
    @on(HistoryPane.EndWanted)
    @on(HistoryPane.RemoveWanted)
    @on(HistoryPane.TextPicked)
    def hear(self, event: Message) -> None:
        self.heard.append(event)

    def drawn(self) -> list[str]:
        size = self.pane.size
        return [strip.text.rstrip() for strip in self.pane.render_lines(Region(0, 0, size.width, size.height))]

    def wishes(self) -> list[Message]:
        """What was heard since the last call."""
        heard, self.heard = self.heard, []
        return heard

    def line_of(self, text: str) -> int:
        return [text in drawn for drawn in self.drawn()].index(True)


@pytest.fixture
def app() -> PaneApp:
    return PaneApp()


def numbered(first: int, last: int) -> list[ChatMessage]:
    return [message(number) for number in range(first, last + 1)]


async def test_the_newest_messages_are_seen_at_the_bottom(app: PaneApp) -> None:
    async with app.run_test(size=SIZE):
        app.pane.show(snapshot(numbered(1, 20)))
        assert app.drawn()[-2:] == ["▌bob  03:20", "▌  message 20"]
        assert app.pane.follows
        assert app.pane.cursor_message == message(20)


@pytest.mark.parametrize("keys", [["k", "j"], ["up", "down"], ["ｋ", "ｊ"]])
async def test_keys_move_the_cursor_whatever_the_input_method(app: PaneApp, keys: Sequence[str]) -> None:
    async with app.run_test(size=SIZE) as pilot:
        app.pane.show(snapshot(numbered(1, 20)))
        await pilot.press(keys[0])
        assert app.drawn()[-4:-2] == ["▌bob  03:10", "▌  message 19"]
        await pilot.press(keys[1])
        assert app.drawn()[-2:] == ["▌bob  03:20", "▌  message 20"]


async def test_pages_days_and_ends(app: PaneApp) -> None:
    async with app.run_test(size=SIZE) as pilot:
        app.pane.show(snapshot(numbered(1, 200)))
        for key, first in [
            ("pageup", "   message 189"),
            ("ctrl+u", "   message 186"),
            ("ctrl+d", "   message 189"),
            ("ctrl+f", " bob  08:30"),
            ("【", " ───── Wednesday 15 November 2023 ──────"),
        ]:
            await pilot.press(key)
            assert app.drawn()[0] == first, key
        await pilot.press("]")
        assert app.drawn()[-1] == "▌  message 200"
        await pilot.press("g")
        assert app.drawn()[0].strip() == "the server keeps nothing older"
        await pilot.press("G")
        assert app.pane.follows


async def test_what_is_read_stays_on_its_line_while_older_messages_arrive(app: PaneApp) -> None:
    async with app.run_test(size=SIZE) as pilot:
        app.pane.show(snapshot(numbered(100, 120), MORE))
        await pilot.press("pageup")
        before = app.drawn()
        app.pane.show(snapshot(numbered(50, 125), Edge(EdgeState.MORE, "c2")))
        assert app.drawn() == before


async def test_a_resize_keeps_the_cursors_message_on_its_line(app: PaneApp) -> None:
    async with app.run_test(size=SIZE) as pilot:
        app.pane.show(snapshot([message(number, f"{number}: " + "many words " * 9) for number in range(40)]))
        await pilot.press("pageup", "k")
        assert app.pane.cursor_message is not None
        start = f"{app.pane.cursor_message.id}: many"
        line = app.line_of(start)
        await pilot.resize_terminal(60, 12)
        assert app.line_of(start) == line
        await pilot.resize_terminal(30, 12)
        assert app.line_of(start) == line


async def test_each_conversation_has_its_place(app: PaneApp) -> None:
    other = ConversationKey("bob", ConversationType.SINGLE)
    async with app.run_test(size=SIZE) as pilot:
        app.pane.show(snapshot(numbered(1, 40)))
        await pilot.press("pageup")
        before = app.drawn()
        app.pane.show(snapshot(numbered(60, 90), key=other))
        assert app.pane.conversation == other
        assert app.pane.follows
        app.pane.show(snapshot([], MORE, phase=Phase.LOADING))
        assert app.drawn()[5].strip() == "loading messages…"
        app.pane.show(snapshot(numbered(1, 45)))
        assert app.drawn() == before


async def test_older_messages_are_wished_for_once_for_each_edge(app: PaneApp) -> None:
    async with app.run_test(size=SIZE) as pilot:
        app.pane.show(snapshot(numbered(100, 120), MORE))
        await pilot.press("k")
        assert app.wishes() == []
        for _page in range(3):
            await pilot.press("pageup")
        assert app.wishes() == [HistoryPane.MoreWanted(app.pane, Side.OLDER)]
        app.pane.show(snapshot(numbered(100, 120), Edge(EdgeState.LOADING, "c1")))
        await pilot.press("pageup")
        assert app.wishes() == []
        app.pane.show(snapshot(numbered(99, 120), Edge(EdgeState.MORE, "c2")))
        await pilot.pause()
        assert app.wishes() == [HistoryPane.MoreWanted(app.pane, Side.OLDER)]


async def test_a_page_without_any_message_leads_to_the_next_one(app: PaneApp) -> None:
    async with app.run_test(size=SIZE) as pilot:
        app.pane.show(snapshot([], MORE))
        app.pane.show(snapshot([], Edge(EdgeState.MORE, "c2")))
        await pilot.pause()
        assert app.wishes() == [HistoryPane.MoreWanted(app.pane, Side.OLDER)] * 2


async def test_another_conversation_has_wishes_of_its_own(app: PaneApp) -> None:
    async with app.run_test(size=SIZE) as pilot:
        for name in ("one", "two"):
            app.pane.show(snapshot([], MORE, key=ConversationKey(name, ConversationType.GROUP)))
            await pilot.pause()
            assert app.wishes() == [HistoryPane.MoreWanted(app.pane, Side.OLDER)]


@pytest.mark.parametrize("where", ["edge", "gap"])
async def test_what_was_given_up_is_wished_for_again(app: PaneApp, where: str) -> None:
    async with app.run_test(size=SIZE) as pilot:
        for state in (MORE, LOADING, MORE):
            app.wishes()
            older, gaps = (state, None) if where == "edge" else (END, {"2": state})
            app.pane.show(snapshot(numbered(1, 3), older, gaps=gaps))
            await pilot.pause()
        assert len(app.wishes()) == 1


async def test_nothing_is_wished_for_before_the_conversation_is_open(app: PaneApp) -> None:
    async with app.run_test(size=SIZE) as pilot:
        app.pane.show(snapshot([], MORE, phase=Phase.LOADING))
        await pilot.pause()
        app.pane.show(snapshot(numbered(1, 3), MORE, phase=Phase.LOADING, gaps={"2": MORE}))
        await pilot.pause()
        assert app.wishes() == []


async def test_away_from_the_newest_end_nothing_waits_for_the_newest_page(app: PaneApp) -> None:
    async with app.run_test(size=SIZE) as pilot:
        app.pane.show(snapshot(numbered(1, 3), MORE, phase=Phase.LOADING))
        await pilot.press("k")
        assert app.wishes() == [HistoryPane.MoreWanted(app.pane, Side.OLDER)]


async def test_what_the_archive_may_have_is_wished_for_though_the_newest_page_failed(app: PaneApp) -> None:
    async with app.run_test(size=SIZE) as pilot:
        app.pane.show(snapshot(numbered(1, 3), MORE, phase=Phase.FAILED, reason="no network"))
        await pilot.pause()
        assert app.wishes() == [HistoryPane.MoreWanted(app.pane, Side.OLDER)]
        app.pane.show(snapshot([], Edge(EdgeState.MORE, "c2"), phase=Phase.FAILED, reason="no network"))
        await pilot.pause()
        assert app.wishes() == []


async def test_a_pane_that_has_not_been_seen_wishes_for_nothing(app: PaneApp) -> None:
    app.pane.display = False
    async with app.run_test(size=SIZE) as pilot:
        app.pane.show(snapshot(numbered(1, 3), MORE))
        await pilot.pause()
        assert app.wishes() == []
        app.pane.display = True
        await pilot.pause()
        assert app.wishes() == [HistoryPane.MoreWanted(app.pane, Side.OLDER)]


async def test_enter_at_the_edge_wishes_for_more(app: PaneApp) -> None:
    async with app.run_test(size=SIZE) as pilot:
        app.pane.show(snapshot(numbered(1, 40), END, Edge(EdgeState.MORE, "n")))
        await pilot.press("k")
        app.wishes()
        await pilot.press("enter")
        assert app.wishes() == []
        await pilot.press("j", "enter")
        assert app.wishes() == [HistoryPane.MoreWanted(app.pane, Side.NEWER)]


async def test_a_failed_edge_says_why_and_is_retried(app: PaneApp) -> None:
    async with app.run_test(size=(70, 12)) as pilot:
        app.pane.show(snapshot(numbered(1, 3)))
        await pilot.press("r")
        assert app.wishes() == []
        app.pane.show(snapshot(numbered(1, 3), Edge(EdgeState.FAILED, "c1", "no answer came")))
        assert app.drawn()[4].strip() == "could not load older messages: no answer came · r retries"
        await pilot.press("r")
        assert app.wishes() == [HistoryPane.RetryWanted(app.pane, Side.OLDER)]


async def test_a_conversation_that_could_not_be_opened_says_why_and_is_retried(app: PaneApp) -> None:
    async with app.run_test(size=(70, 12)) as pilot:
        app.pane.show(snapshot([], MORE, phase=Phase.FAILED, reason="the service is busy"))
        assert app.drawn()[5].strip() == "could not load the messages: the service is busy · r retries"
        await pilot.press("r")
        assert app.wishes() == [HistoryPane.RetryWanted(app.pane, None)]


async def test_a_gap_near_the_reader_is_wished_for_once_for_each_cursor(app: PaneApp) -> None:
    async with app.run_test(size=SIZE) as pilot:
        app.pane.show(snapshot(numbered(60, 99), gaps={"80": MORE}))
        await pilot.pause()
        assert app.wishes() == []
        await pilot.press("pageup", "pageup", "k", "pagedown")
        assert app.wishes() == [HistoryPane.GapWanted(app.pane, "80", Side.OLDER)]
        app.pane.show(snapshot(numbered(60, 99), gaps={"80": LOADING}))
        await pilot.press("pageup")
        assert app.wishes() == []
        app.pane.show(snapshot(numbered(60, 99), gaps={"80": Edge(EdgeState.MORE, "c2")}))
        await pilot.pause()
        assert app.wishes() == [HistoryPane.GapWanted(app.pane, "80", Side.OLDER)]


async def test_a_gap_is_filled_from_the_side_that_is_nearer_to_the_reader(app: PaneApp) -> None:
    async with app.run_test(size=SIZE) as pilot:
        app.pane.show(snapshot(numbered(1, 40), END, Edge(EdgeState.MORE, "n")))
        await pilot.press("g")
        app.wishes()
        app.pane.show(snapshot(numbered(1, 40), gaps={"4": MORE}))
        await pilot.pause()
        assert app.wishes() == [HistoryPane.GapWanted(app.pane, "4", Side.NEWER)]
        before = app.drawn()
        page = [message(number, minute=31) for number in range(1000, 1050)]
        app.pane.show(snapshot([*numbered(1, 3), *page, *numbered(4, 40)], gaps={"4": MORE}))
        await pilot.pause()
        assert app.wishes() == []  # a page came in, and the gap is far away now
        assert app.drawn()[: app.line_of("message 3") + 1] == before[: app.line_of("message 3") + 1]


async def test_what_is_left_of_a_gap_is_wished_for_even_where_all_times_are_the_same(app: PaneApp) -> None:
    def minute(first: int, last: int) -> list[ChatMessage]:
        return [message(number, minute=1) for number in range(first, last)]

    async with app.run_test(size=SIZE) as pilot:
        app.pane.show(snapshot(minute(1, 6), gaps={"5": MORE}))
        await pilot.press("g", "k")
        assert app.wishes() == [HistoryPane.GapWanted(app.pane, "5", Side.OLDER)]
        app.pane.show(snapshot([*minute(1, 5), *minute(50, 52), *minute(5, 6)], gaps={"5": MORE}))
        await pilot.pause()
        assert app.wishes() == [HistoryPane.GapWanted(app.pane, "5", Side.NEWER)]


async def test_one_gap_is_loaded_at_a_time(app: PaneApp) -> None:
    async with app.run_test(size=SIZE) as pilot:
        app.pane.show(snapshot(numbered(1, 40), gaps={"38": MORE, "40": MORE}))
        await pilot.pause()
        assert app.wishes() == [HistoryPane.GapWanted(app.pane, "40", Side.OLDER)]
        app.pane.show(snapshot(numbered(1, 40), gaps={"38": MORE, "40": LOADING}))
        await pilot.press("k")
        assert app.wishes() == []
        app.pane.show(snapshot(numbered(1, 40), gaps={"38": MORE}))
        await pilot.pause()
        assert app.wishes() == [HistoryPane.GapWanted(app.pane, "38", Side.OLDER)]


@pytest.mark.parametrize("state", [FAILED, OFFLINE])
async def test_a_gap_that_cannot_be_loaded_waits_for_enter(app: PaneApp, state: Edge) -> None:
    async with app.run_test(size=SIZE) as pilot:
        app.pane.show(snapshot(numbered(1, 40), gaps={"39": state}))
        await pilot.press("k", "k")
        assert app.wishes() == []
        await pilot.press("enter")
        assert app.wishes() == [HistoryPane.GapWanted(app.pane, "39", Side.NEWER)]
        await pilot.press("j", "enter")
        assert app.wishes() == [HistoryPane.GapWanted(app.pane, "39", Side.OLDER)]
        await pilot.press("j", "enter")
        assert app.wishes() == []


async def test_a_gap_that_is_loading_is_not_asked_for_again(app: PaneApp) -> None:
    async with app.run_test(size=SIZE) as pilot:
        app.pane.show(snapshot(numbered(1, 40), gaps={"40": LOADING}))
        await pilot.press("enter")
        assert app.wishes() == []


async def test_r_retries_the_gaps_that_failed(app: PaneApp) -> None:
    async with app.run_test(size=SIZE) as pilot:
        app.pane.show(snapshot(numbered(1, 40), FAILED, gaps={"2": FAILED, "39": OFFLINE, "40": FAILED}))
        assert app.drawn()[-3].strip() == "gap not loaded: no answer … · r retries"
        await pilot.press("r")
        assert app.wishes() == [
            HistoryPane.RetryWanted(app.pane, Side.OLDER),
            HistoryPane.GapWanted(app.pane, "2", Side.OLDER),
            HistoryPane.GapWanted(app.pane, "40", Side.OLDER),
        ]
        app.pane.show(snapshot(numbered(1, 40), gaps={"39": OFFLINE}))
        await pilot.press("r")
        assert app.wishes() == []


async def test_without_a_network_nothing_is_wished_for_but_by_enter(app: PaneApp) -> None:
    async with app.run_test(size=SIZE) as pilot:
        app.pane.show(snapshot(numbered(1, 3), OFFLINE))
        await pilot.press("k", "k")
        assert app.wishes() == []
        await pilot.press("enter")
        assert app.wishes() == [HistoryPane.MoreWanted(app.pane, Side.OLDER)]


async def test_an_end_that_is_not_loaded_is_wished_for_and_gone_to(app: PaneApp) -> None:
    async with app.run_test(size=SIZE) as pilot:
        app.pane.show(snapshot(numbered(100, 120), MORE))
        await pilot.press("g")
        assert app.wishes() == [HistoryPane.EndWanted(app.pane, Side.OLDER)]
        app.pane.show(snapshot(numbered(1, 20), END, Edge(EdgeState.MORE, "n")))
        assert app.drawn()[2:4] == ["▌bob  00:10", "▌  message 1"]


async def test_when_an_end_cannot_be_loaded_one_comes_as_far_as_it_is_here(app: PaneApp) -> None:
    async with app.run_test(size=SIZE) as pilot:
        app.pane.show(snapshot(numbered(100, 120), MORE))
        await pilot.press("g")
        app.pane.show(snapshot(numbered(100, 120), MORE, phase=Phase.LOADING))
        assert app.pane.cursor_message == message(120)
        app.pane.show(snapshot(numbered(100, 120), MORE, phase=Phase.FAILED, reason="no network"))
        assert app.pane.cursor_message == message(100)
        archived = snapshot(numbered(40, 80), MORE, Edge(EdgeState.MORE, "n"), phase=Phase.FAILED, reason="no network")
        app.pane.show(archived)
        assert app.pane.cursor_message == message(40)
        await pilot.press("j")
        app.pane.show(archived)
        assert app.pane.cursor_message == message(41)


async def test_d_wishes_to_delete_the_cursors_message_once(app: PaneApp) -> None:
    async with app.run_test(size=SIZE) as pilot:
        app.pane.show(snapshot(numbered(1, 3)))
        await pilot.press("k", "d")
        assert app.wishes() == [HistoryPane.RemoveWanted(app.pane, (message(2),))]
        app.pane.show(snapshot(numbered(1, 3), leaving=["2"]))
        await pilot.press("d")
        assert app.wishes() == []


async def test_the_place_is_told_when_it_has_changed(app: PaneApp) -> None:
    async with app.run_test(size=SIZE) as pilot:
        app.pane.show(snapshot(numbered(1, 40)))
        told: list[int] = []
        app.watch(app.pane, "newer_below", lambda count: told.append(count))
        await pilot.press("k")
        app.pane.show(snapshot(numbered(1, 54)))
        assert told == [0, 14]
        assert not app.pane.follows
        await pilot.press("G")
        assert told == [0, 14, 0]
        assert app.pane.follows


async def test_the_wheel_scrolls_and_a_click_sets_the_cursor(app: PaneApp) -> None:
    async with app.run_test(size=SIZE) as pilot:
        app.pane.show(snapshot(numbered(1, 40)))
        before = app.drawn()
        app.pane.post_message(wheel(MouseScrollUp, app.pane))
        await pilot.pause()
        assert [line.lstrip("▌ ") for line in app.drawn()[3:]] == [line.lstrip("▌ ") for line in before[:-3]]
        app.pane.post_message(wheel(MouseScrollDown, app.pane))
        await pilot.pause()
        assert app.drawn() == before
        await pilot.click(app.pane, offset=(5, 1))
        assert app.drawn()[1] == "▌  message 35"


async def test_a_click_on_an_edge_wishes_for_what_is_beyond(app: PaneApp) -> None:
    async with app.run_test(size=(60, 12)) as pilot:
        app.pane.show(snapshot(numbered(1, 3), MORE))
        await pilot.pause()
        app.wishes()
        await pilot.click(app.pane, offset=(20, app.line_of("older messages not loaded")))
        assert app.wishes() == [HistoryPane.MoreWanted(app.pane, Side.OLDER)]


@pytest.mark.parametrize(("keys", "side"), [(["k"], Side.OLDER), (["k", "k"], Side.NEWER)])
async def test_a_click_on_a_gap_wishes_for_what_is_in_it(app: PaneApp, keys: list[str], side: Side) -> None:
    async with app.run_test(size=(60, 12)) as pilot:
        app.pane.show(snapshot(numbered(1, 9), gaps={"8": MORE}))
        await pilot.press(*keys)
        cursor = app.pane.cursor_message
        app.wishes()
        await pilot.click(app.pane, offset=(20, app.line_of("01:10 – 01:20")))
        assert app.wishes() == [HistoryPane.GapWanted(app.pane, "8", side)]
        assert app.pane.cursor_message == cursor


async def test_enter_shows_more_of_a_folded_message(app: PaneApp) -> None:
    async with app.run_test(size=SIZE) as pilot:
        app.pane.show(snapshot([message(1, "word " * 2_000), message(2)]))
        await pilot.press("k")
        assert app.drawn()[-1] == "▌… 6,000 more characters · Enter"
        await pilot.press("enter")
        assert "more characters" not in "".join(app.drawn())
        assert app.drawn()[-1] == "▌  word word word word word word word"


async def test_own_messages_say_so(app: PaneApp) -> None:
    async with app.run_test(size=SIZE) as pilot:
        app.pane.show(snapshot([message(1, "hi", sender="amy")]))
        assert app.drawn()[-2] == "▌amy (you)  00:10"
        app.pane.own_id = "bob"
        await pilot.pause()
        assert app.drawn()[-2] == "▌amy  00:10"


async def test_the_cursor_is_bold_only_while_the_pane_has_the_focus(app: PaneApp) -> None:
    async with app.run_test(size=SIZE) as pilot:
        app.pane.show(snapshot(numbered(1, 3)))
        await pilot.pause()
        assert is_bold(app)
        app.screen.set_focus(None)
        await pilot.pause()
        assert not is_bold(app)
        assert app.drawn()[-1].startswith("▌")


async def test_the_pane_has_no_background_of_its_own(app: PaneApp) -> None:
    async with app.run_test(size=SIZE):
        app.pane.show(snapshot([edited(message(1), "x"), message(2)], Edge(EdgeState.FAILED, "c", "x"), leaving=["2"]))
        strips = app.pane.render_lines(Region(0, 0, *SIZE))
        assert all(segment.style is None or segment.style.bgcolor is None for strip in strips for segment in strip)


async def test_the_applications_line_filters_are_applied(app: PaneApp) -> None:
    app.get_line_filters = lambda: [Upper()]  # type: ignore[method-assign]
    async with app.run_test(size=SIZE):
        app.pane.show(snapshot(numbered(1, 3)))
        assert app.drawn()[-1] == "▌  MESSAGE 3"


async def test_a_part_of_the_pane_can_be_drawn(app: PaneApp) -> None:
    async with app.run_test(size=SIZE):
        app.pane.show(snapshot(numbered(1, 20)))
        whole = app.pane.render_lines(Region(0, 0, *SIZE))
        part = app.pane.render_lines(Region(3, 2, 10, 4))
        assert [strip.text for strip in part] == [strip.text[3:13] for strip in whole[2:6]]


async def test_before_anything_is_open_the_pane_says_so(app: PaneApp) -> None:
    async with app.run_test(size=SIZE) as pilot:
        assert app.drawn()[5].strip() == "no conversation is open"
        await pilot.press("j", "k", "g", "G", "pageup", "[", "enter", "r", "d")
        assert app.drawn()[5].strip() == "no conversation is open"
        assert app.pane.conversation is None
        assert app.pane.cursor_message is None


def wheel(event: type[MouseScrollUp | MouseScrollDown], pane: HistoryPane) -> MouseScrollUp | MouseScrollDown:
    return event(pane, 3, 3, 0, 0, 0, shift=False, meta=False, ctrl=False)


def is_bold(app: PaneApp) -> bool:
    """Whether the text on the last line is bold."""
    segments = list(app.pane.render_lines(Region(0, 0, *SIZE))[-1])
    style = next(segment.style for segment in segments if "message" in segment.text)
    return bool(style and style.bold)


TALL = (60, 16)


async def test_the_day_and_sender_above_the_screen_stand_at_its_top(app: PaneApp) -> None:
    async with app.run_test(size=TALL) as pilot:
        app.pane.show(snapshot([message(number, minute=number) for number in range(1, 60)]))
        await pilot.press("pageup")
        assert re.fullmatch(r" ─+ Tuesday 14 November 2023 · bob +\d\d:\d\d ─+", app.drawn()[0])
        below = app.drawn()[1:]
        await pilot.press("pagedown", "pageup")
        assert app.drawn()[1:] == below, "nothing moves for it"


async def test_the_message_under_the_cursor_is_never_hidden(app: PaneApp) -> None:
    async with app.run_test(size=TALL) as pilot:
        app.pane.show(snapshot([message(number, minute=number) for number in range(1, 60)]))
        for _step in range(40):
            await pilot.press("k")
            assert any(line.startswith("▌") for line in app.drawn())


async def test_a_day_line_in_sight_is_not_told_twice(app: PaneApp) -> None:
    async with app.run_test(size=TALL) as pilot:
        app.pane.show(snapshot(numbered(1, 60)))
        await pilot.press("g", "j")
        assert "November" not in app.drawn()[0]
        assert app.drawn()[0].strip() == "the server keeps nothing older"
