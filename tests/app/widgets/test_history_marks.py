"""Marking messages: one by one, and all from here to there."""

from __future__ import annotations

from collections import Counter
from typing import ClassVar

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test
from rich.style import Style

from tests.app.widgets.history_samples import END, message, rows, snapshot
from tests.app.widgets.test_history_pane import PaneApp, numbered
from tui.app.glyphs import ASCII
from tui.app.widgets.history.contents import Contents
from tui.app.widgets.history.frame import Shown
from tui.app.widgets.history.layout import Look
from tui.app.widgets.history.marks import MarkedCount, Marks
from tui.app.widgets.history.paint import MARKED, Painter
from tui.app.widgets.history_pane import HistoryPane
from tui.models import ChatMessage, ConversationKey, ConversationType
from tui.runs import position
from tui.timeline.rows import MessageRow
from tui.timeline.timeline import Edge, EdgeState

SIZE = (40, 12)
MORE = Edge(EdgeState.MORE, "c1")


@pytest.fixture
def app() -> PaneApp:
    return PaneApp()


def marked(app: PaneApp) -> list[str]:
    return [each.id for each in app.pane.marked]


async def test_space_marks_and_steps_on_and_unmarks_again(app: PaneApp) -> None:
    async with app.run_test(size=SIZE) as pilot:
        app.pane.show(snapshot(numbered(1, 20)))
        await pilot.press("k", "k", "k", "space", "space")
        assert marked(app) == ["17", "18"]
        assert app.drawn()[-8:] == [
            " bob  02:50",
            " ✓ message 17",
            " bob  03:00",
            " ✓ message 18",
            "▌bob  03:10",
            "▌  message 19",
            " bob  03:20",
            "   message 20",
        ]
        await pilot.press("k", "space")
        assert marked(app) == ["17"]


async def test_a_range_follows_the_cursor_both_ways_until_it_is_kept(app: PaneApp) -> None:
    async with app.run_test(size=SIZE) as pilot:
        app.pane.show(snapshot(numbered(1, 20)))
        await pilot.press("k", "k", "k", "V", "j", "j")
        assert marked(app) == ["17", "18", "19"]
        await pilot.press("k", "k", "k", "k")
        assert marked(app) == ["15", "16", "17"]
        await pilot.press("V", "j", "j", "j", "j")
        assert marked(app) == ["15", "16", "17"]
        await pilot.press("V", "j", "space")
        assert marked(app) == ["15", "16", "17", "19", "20"]


async def test_esc_takes_back_the_range_first_and_then_all_marks(app: PaneApp) -> None:
    async with app.run_test(size=SIZE) as pilot:
        app.pane.show(snapshot(numbered(1, 20)))
        await pilot.press("g", "space", "V", "j")
        assert marked(app) == ["1", "2", "3"]
        assert app.pane.unmark()
        assert marked(app) == ["1"]
        assert app.pane.unmark()
        assert not app.pane.unmark()
        assert marked(app) == []


async def test_what_is_marked_out_of_sight_is_counted(app: PaneApp) -> None:
    async with app.run_test(size=SIZE) as pilot:
        app.pane.show(snapshot(numbered(1, 20)))
        await pilot.press("g", "space", "space", "G", "space")
        assert app.pane.marked_count == MarkedCount(3, 2)
        await pilot.press("g")
        assert app.pane.marked_count == MarkedCount(3, 1)
        await pilot.press("V")
        assert app.pane.marked_count == MarkedCount(3, 1, in_range=True)
        await pilot.press("V")
        assert app.pane.marked_count == MarkedCount(3, 1)


async def test_a_range_over_what_is_not_loaded_is_told_from_a_whole_one(app: PaneApp) -> None:
    async with app.run_test(size=SIZE) as pilot:
        app.pane.show(snapshot(numbered(41, 60), MORE))
        await pilot.press("k", "V", "g")
        app.pane.show(snapshot(numbered(1, 20), newer=MORE))
        assert app.pane.cursor_message == message(1)
        assert app.pane.marked_count.is_partial
        await pilot.press("G")
        app.pane.show(snapshot(numbered(35, 60), MORE))
        await pilot.press("k", "k")
        assert app.pane.marked_count == MarkedCount(2, 0, in_range=True), "58 and 59, and nothing between them"


async def test_a_range_that_jumped_over_loaded_messages_is_not_whole(app: PaneApp) -> None:
    async with app.run_test(size=SIZE) as pilot:
        app.pane.show(snapshot(numbered(30, 60), MORE))
        await pilot.press("k", "V", "g")
        app.pane.show(snapshot(numbered(1, 40), newer=MORE))
        assert marked(app) == [*map(str, range(1, 41)), "59"]
        assert app.pane.marked_count.is_partial


async def test_a_range_is_whole_again_when_the_gap_in_it_is_filled(app: PaneApp) -> None:
    async with app.run_test(size=SIZE) as pilot:
        app.pane.show(snapshot([*numbered(1, 3), *numbered(6, 8)], gaps={"6": MORE}))
        await pilot.press("V", "g")
        assert app.pane.marked_count.is_partial
        app.pane.show(snapshot(numbered(1, 8)))
        assert not app.pane.marked_count.is_partial
        assert marked(app) == [str(number) for number in range(1, 9)]


async def test_marks_outlive_switching_and_being_let_go_but_not_removal(app: PaneApp) -> None:
    other = ConversationKey("bob", ConversationType.SINGLE)
    async with app.run_test(size=SIZE) as pilot:
        app.pane.show(snapshot(numbered(1, 20)))
        await pilot.press("g", "space", "G", "k", "space", "space")
        app.pane.show(snapshot(numbered(31, 32), key=other))
        assert marked(app) == []
        app.pane.show(snapshot(numbered(10, 20), MORE))
        assert marked(app) == ["1", "19", "20"]
        app.pane.show(snapshot([each for each in numbered(1, 20) if each.id not in ("1", "19")]))
        assert marked(app) == ["1", "20"], "what is before the first one loaded may only have been let go"
        app.pane.show(snapshot([message(0), *numbered(2, 20)]))
        assert marked(app) == ["20"]


async def test_all_marks_are_what_is_to_be_deleted(app: PaneApp) -> None:
    async with app.run_test(size=SIZE) as pilot:
        app.pane.show(snapshot(numbered(1, 20)))
        await pilot.press("g", "space", "space", "j", "d")
        assert app.wishes()[-1] == HistoryPane.RemoveWanted(app.pane, (message(1), message(2)))


@pytest.mark.parametrize("looks", [Look(30), Look(30, glyphs=ASCII), Look(6)])
def test_a_mark_is_a_sign_and_reversed_and_no_line_changes_its_width(looks: Look) -> None:
    painter = Painter(looks)
    painter.restyle({MARKED: Style(reverse=True), "plain": Style()})
    row = next(row for row in rows([message(1)], END, END) if isinstance(row, MessageRow))
    shown = Contents([row])
    block = painter.block(row)
    frame = (Shown(0, 0, len(block.lines)),)
    strips = painter.screen(frame, shown.rows, len(block.lines), row, {"1"})
    assert {strip.cell_length for strip in strips} == {looks.width}
    text = strips[block.lead]
    assert text.text.startswith((looks.glyphs.cursor + looks.glyphs.mark)[: looks.width])
    assert any(segment.style is not None and segment.style.reverse for segment in text)


class MarkingMachine(RuleBasedStateMachine):
    """Marks against a plain set, while messages come, go and are let go."""

    held: ClassVar[Counter[str]] = Counter()
    """How often there was something to look at, in all runs."""

    def __init__(self) -> None:
        super().__init__()
        self.there = [message(number) for number in range(100, 120)]
        self.window = (0, 20)
        self.marks = Marks()
        self.kept: set[str] = set()
        self.begin: ChatMessage | None = None
        self.cursor = 0
        self.next = 120

    @property
    def loaded(self) -> list[ChatMessage]:
        return self.there[slice(*self.window)]

    def follow(self) -> None:
        self.marks.follow(Contents(rows(self.loaded, MORE, MORE)))

    @rule()
    def toggle(self) -> None:
        under = self.loaded[self.cursor % len(self.loaded)]
        if self.begin is None:
            self.marks.toggle(under)
            self.kept ^= {under.key}

    @rule()
    def begin_or_keep(self) -> None:
        under = self.loaded[self.cursor % len(self.loaded)]
        if self.begin is None:
            self.begin = under
            self.marks.begin_range(under)
        else:
            between = {each.key for each in self.marks.messages} - self.kept
            self.held["a range is kept"] += bool(between)
            self.marks.keep_range()
            self.begin = None
            assert self.kept | between == {each.key for each in self.marks.messages}
            self.kept = {each.key for each in self.marks.messages}

    @rule(to=st.integers(0, 30))
    def move(self, to: int) -> None:
        self.cursor = to % len(self.loaded)
        self.marks.reach(self.loaded[self.cursor], Contents(rows(self.loaded, MORE, MORE)))
        if self.begin in self.loaded:
            self.held["a range reaches to the cursor"] += 1
            first, last = sorted((self.loaded.index(self.begin), self.cursor))
            between = {each.key for each in self.loaded[first : last + 1]}
            assert {each.key for each in self.marks.messages} == self.kept | between
        if self.begin is not None and not self.marks.is_partial:
            self.held["what is told to be whole is whole"] += 1
            low, high = sorted((position(self.begin), position(self.loaded[self.cursor])))
            whole = {each.key for each in self.there if low <= position(each) <= high}
            assert whole <= {each.key for each in self.marks.messages}

    @rule()
    def arrive(self) -> None:
        at_end = self.window[1] >= len(self.there)
        self.there.append(message(self.next))
        self.next += 1
        if at_end:
            self.window = (self.window[0], len(self.there))
        self.follow()

    @rule(first=st.integers(0, 20), count=st.integers(3, 30))
    def load(self, first: int, count: int) -> None:
        first = min(first, len(self.there) - 3)
        self.window = (first, min(first + count, len(self.there)))
        self.follow()

    @precondition(lambda self: len(self.loaded) > 5)
    @rule(at=st.integers(1, 3))
    def remove(self, at: int) -> None:
        gone = self.loaded[at]
        self.held["a marked one is removed"] += gone.key in self.kept
        self.there.remove(gone)
        self.window = (self.window[0], self.window[1] - 1)
        self.kept.discard(gone.key)
        self.follow()

    @rule()
    def drop(self) -> None:
        self.marks.drop()
        if self.begin is None:
            self.kept.clear()
        self.begin = None

    @invariant()
    def nothing_is_lost_nor_made_up(self) -> None:
        keys = [each.key for each in self.marks.messages]
        assert keys == sorted(keys, key=int)
        assert len(keys) == len(self.marks)
        there = {each.key for each in self.there}
        assert set(keys) <= there
        assert self.kept <= set(keys)
        if self.begin is None:
            assert self.kept == set(keys)


def test_marks_hold_whatever_happens_around_them() -> None:
    run_state_machine_as_test(MarkingMachine, settings=settings(max_examples=400, stateful_step_count=25))
    assert all(MarkingMachine.held.values())
    assert set(MarkingMachine.held) == {
        "a range is kept", "a range reaches to the cursor", "what is told to be whole is whole",
        "a marked one is removed",
    }  # fmt: skip
