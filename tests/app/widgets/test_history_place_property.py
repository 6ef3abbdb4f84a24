"""Whatever happens around it, what one is reading stays where it is: a model of everything that may happen."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import ClassVar

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from tests.app.widgets.history_samples import END, edited, message, painter, rows
from tui.app.widgets.history.contents import Contents
from tui.app.widgets.history.layout import Look
from tui.app.widgets.history.place import place_at
from tui.app.widgets.history.reader import Reader
from tui.models import ChatMessage
from tui.timeline.rows import GapRow, MessageRow
from tui.timeline.timeline import Edge, EdgeState, Side

TEXTS = st.sampled_from(
    ["hi", "one two three four five six", "那部电影的导演是谁？" * 4, "a\nb\nc", "x" * 90, "1\n" * 14]
)
SENDERS = st.sampled_from(["bob", "amy"])
GAPS = st.sampled_from([1, 3, 30, 900])
SIDES = st.sampled_from(Side)
MORE = Edge(EdgeState.MORE, "x")
OFFLINE = Edge(EdgeState.OFFLINE, "x")
STATES = st.sampled_from([MORE, Edge(EdgeState.LOADING, "x"), Edge(EdgeState.FAILED, "x", "no answer came"), OFFLINE])


@dataclass(frozen=True)
class Seen:
    """A message on the screen: where its text begins."""

    key: str
    line: int


class ReadingMachine(RuleBasedStateMachine):
    held: ClassVar[Counter[str]] = Counter()
    """How often each of what holds only in some cases was looked at, in all runs."""

    def __init__(self) -> None:
        super().__init__()
        self.messages: list[ChatMessage] = []
        self.older, self.newer = MORE, END
        self.gaps: dict[str, Edge] = {}
        self.floor = self.new = ""
        self.width, self.lines = 30, 10
        self.next_older, self.next_newer, self.next_inside = 499_999, 500_000, 9_000_000
        self.painter = painter(self.width)
        self.reader = Reader(self.painter.block)

    @initialize(texts=st.lists(TEXTS, min_size=0, max_size=30), width=st.integers(6, 50), lines=st.integers(1, 25))
    def open(self, texts: list[str], width: int, lines: int) -> None:
        self.width, self.lines = width, lines
        self.painter.look = Look(width)
        self.messages = [self._newer(text, "bob", 10) for text in texts]
        self.reader.resize(lines, rewrapped=True)
        self.reader.show(self._contents())

    @rule(texts=st.lists(TEXTS, min_size=1, max_size=8), sender=SENDERS, gap=GAPS, ended=st.booleans())
    def older_messages_arrive(self, texts: list[str], sender: str, gap: int, ended: bool) -> None:
        self.messages = [self._older(text, sender, gap) for text in texts][::-1] + self.messages
        self.older = END if ended else MORE
        self._show()

    @rule(texts=st.lists(TEXTS, min_size=1, max_size=5), sender=SENDERS, gap=GAPS)
    def newer_messages_arrive(self, texts: list[str], sender: str, gap: int) -> None:
        self.messages = self.messages + [self._newer(text, sender, gap) for text in texts]
        self._show()

    @precondition(lambda self: self.messages)
    @rule(data=st.data(), state=STATES)
    def a_gap_opens_or_changes(self, data: st.DataObject, state: Edge) -> None:
        self.gaps[self._any(data)] = state
        self._show()

    @precondition(lambda self: self.gaps)
    @rule(data=st.data(), texts=st.lists(TEXTS, max_size=8), upwards=st.booleans(), closes=st.booleans())
    def a_page_comes_into_a_gap(self, data: st.DataObject, texts: list[str], upwards: bool, closes: bool) -> None:
        key = data.draw(st.sampled_from(sorted(self.gaps)))
        at = next((at for at, one in enumerate(self.messages) if one.key == key), 0)
        if at == 0:
            return
        page = self._inside(texts, self.messages[at - 1].time, self.messages[at].time)
        state = self.gaps.pop(key)
        if not closes:
            self.gaps[page[0].key if upwards and page else key] = state
        self.messages[at:at] = page
        self._show()

    @precondition(lambda self: self.messages)
    @rule(data=st.data())
    def the_server_keeps_less(self, data: st.DataObject) -> None:
        self.floor = self._any(data)
        self._show()

    @precondition(lambda self: self.messages)
    @rule(data=st.data())
    def the_new_line_is_set(self, data: st.DataObject) -> None:
        self.new = self._any(data)
        self._show()

    @rule()
    def the_network_goes(self) -> None:
        self.older = END if self.older is END else OFFLINE
        self.newer = END if self.newer is END else OFFLINE
        self._show()

    @rule()
    def the_newest_is_reached(self) -> None:
        self.newer = END
        self._show()

    @rule(data=st.data())
    def messages_are_deleted(self, data: st.DataObject) -> None:
        gone = data.draw(st.sets(st.integers(0, max(len(self.messages) - 1, 0)), max_size=6))
        self.messages = [one for at, one in enumerate(self.messages) if at not in gone]
        self._show()

    @precondition(lambda self: self.messages)
    @rule(at=st.integers(0, 1_000), text=TEXTS)
    def a_message_is_edited(self, at: int, text: str) -> None:
        at %= len(self.messages)
        self.messages[at] = edited(self.messages[at], text)
        self._show()

    @precondition(lambda self: self.messages)
    @rule(side=SIDES, keep=st.integers(1, 20))
    def loaded_messages_are_let_go(self, side: Side, keep: int) -> None:
        if side is Side.OLDER:
            self.messages, self.older = self.messages[-keep:], MORE
        else:
            self.messages, self.newer = self.messages[:keep], MORE
        self._show()

    @rule(width=st.integers(5, 60), lines=st.integers(0, 25))
    def the_window_changes(self, width: int, lines: int) -> None:
        before = self.reader.place()
        rewrapped = width != self.width
        self.width, self.lines = width, lines
        self.painter.look = Look(width)
        self.reader.resize(lines, rewrapped=rewrapped)
        if not self.reader.frame or not before.anchors:
            return
        if before.follows and self.newer is END:
            self.held["follows when the window changes"] += 1
            assert self._cursor_key() == self.messages[-1].key
        elif before.anchors[0].key in self.reader.contents:
            self.held["stays when the window changes"] += 1
            assert self._cursor_key() == before.anchors[0].key

    @rule(side=SIDES, times=st.integers(1, 6))
    def step(self, side: Side, times: int) -> None:
        for _time in range(times):
            self.reader.step(side)

    @rule(pages=st.sampled_from([-1, -0.5, 0.5, 1]))
    def scroll_pages(self, pages: float) -> None:
        self.reader.scroll_pages(pages)

    @rule(lines=st.integers(-7, 7).filter(bool))
    def wheel(self, lines: int) -> None:
        self.reader.scroll(lines)

    @rule(side=SIDES)
    def go_to_day(self, side: Side) -> None:
        self.reader.go_to_day(side)

    @rule(side=SIDES)
    def go_to_end(self, side: Side) -> None:
        went = self.reader.go_to_end(side)
        is_there = bool(self.messages) and (self.older if side is Side.OLDER else self.newer) in (END, OFFLINE)
        assert went is is_there
        if went and self.lines:
            assert self._cursor_key() == self.messages[0 if side is Side.OLDER else -1].key
        if not went:
            self.reader.scroll(0)  # any other move takes the wish back

    @rule(side=SIDES)
    def step_by_sender(self, side: Side) -> None:
        before = self.reader.cursor
        self.reader.step_by_sender(side)
        after = self.reader.cursor
        if before is not None and after is not None:
            outermost = self.messages[0 if side is Side.OLDER else -1].key
            assert after.message.sender == before.message.sender or after.key == outermost

    @precondition(lambda self: self.messages)
    @rule(data=st.data(), line=st.integers(-3, 30))
    def go_to_a_message(self, data: st.DataObject, line: int) -> None:
        key = self._any(data)
        target = next(each for each in self.messages if each.key == key)
        self.reader.show(self._contents(), place_at(target, line))
        if self.lines:
            assert self._cursor_key() == key
            assert self._line_of(key) == self._nearest_possible(Seen(key, line))

    @rule(line=st.integers(0, 24))
    def click(self, line: int) -> None:
        self.reader.point(line)

    @invariant()
    def cursor_is_on_a_message_on_the_screen(self) -> None:
        has_frame = bool(self.messages) and self.lines > 0
        assert bool(self.reader.frame) is has_frame
        if has_frame:
            assert self._cursor_key() in {seen.key for seen in self._seen()}

    @invariant()
    def gaps_near_are_those_less_than_a_screen_away(self) -> None:
        near = [gap.row for gap in self.reader.gaps_near()]
        assert len(near) == len(set(near))
        tops = self._tops()
        for position, row in enumerate(self.reader.contents.rows if tops else ()):
            if isinstance(row, GapRow):
                assert (row in near) is (-self.lines < tops[position] < 2 * self.lines - 1)
                assert (self.reader.side_of(row) is Side.OLDER) is (position < self._cursor_position())

    @invariant()
    def what_stands_at_the_top_hides_neither_a_line_of_ours_nor_the_cursor(self) -> None:
        headless = self.reader.headless()
        if headless is not None:
            top = self.reader.frame[0]
            assert self.reader.contents.rows[top.position] is headless
            assert top.bottom > 1 or headless != self.reader.cursor

    @invariant()
    def screen_is_full(self) -> None:
        frame = self.reader.frame
        if not frame:
            return
        assert all(upper.bottom == lower.top for upper, lower in pairwise(frame))
        assert frame[-1].bottom >= self.lines
        assert frame[0].top <= 0 or (frame[0].position == 0 and frame[-1].bottom == self.lines)

    @invariant()
    def following_means_being_at_the_newest_end(self) -> None:
        if self.reader.frame:
            frame, last = self.reader.frame, len(self.reader.contents.rows) - 1
            at_end = frame[-1].position == last and frame[-1].bottom == self.lines
            newest = self._cursor_key() == self.messages[-1].key
            assert self.reader.follows is (self.newer is END and at_end and newest)

    @invariant()
    def a_fresh_pane_draws_the_same(self) -> None:
        fresh = Reader(painter(self.width).block)
        fresh.resize(self.lines, rewrapped=True)
        fresh.show(self._contents(), self.reader.place())
        assert fresh.frame == self.reader.frame
        assert fresh.follows is self.reader.follows
        assert fresh.cursor == self.reader.cursor

    @invariant()
    def every_line_is_as_wide_as_the_screen(self) -> None:
        contents = self.reader.contents
        strips = self.painter.screen(self.reader.frame, contents.rows, self.lines, self.reader.cursor)
        assert len(strips) == self.lines
        assert {strip.cell_length for strip in strips} <= {self.width}
        assert all(sum(segment.cell_length for segment in strip) == self.width for strip in strips)

    def _show(self) -> None:
        followed, seen = self.reader.follows, self._seen()
        cursor = self._cursor_key() if self.reader.frame else None
        contents = self._contents()
        self.reader.show(contents)
        if not self.reader.frame or not seen:
            return
        if followed and contents.reaches_newest:
            self.held["follows"] += 1
            assert self.reader.follows
            return
        ordered = sorted(seen, key=lambda one: one.key != cursor)
        kept = next((one for one in ordered if one.key in contents), None)
        if kept is not None:
            self.held["stays" if kept is ordered[0] else "its neighbour stays"] += 1
            assert self._line_of(kept.key) == self._nearest_possible(kept)

    def _nearest_possible(self, kept: Seen) -> int:
        """The line nearest to the old one at which the screen stays full and the message in sight."""
        position = self.reader.contents.position(kept.key)
        heights = [len(self.painter.block(row).lines) for row in self.reader.contents.rows]
        lead = self.painter.block(self.reader.contents.rows[position]).lead
        above = sum(heights[:position]) + lead
        below = sum(heights[position:]) - lead
        wanted = min(max(kept.line, 1 - (heights[position] - lead)), self.lines - 1 + lead)
        if above + below <= self.lines:
            return self.lines - below
        return min(max(wanted, self.lines - below), above)

    def _line_of(self, key: str) -> int | None:
        return next((seen.line for seen in self._seen() if seen.key == key), None)

    def _seen(self) -> list[Seen]:
        found = []
        for shown in self.reader.frame:
            row = self.reader.contents.rows[shown.position]
            if isinstance(row, MessageRow):
                found.append(Seen(row.key, shown.top + self.painter.block(row).lead))
        return found

    def _tops(self) -> list[int]:
        """The screen's line at which each row begins; none while nothing is shown."""
        if not self.reader.frame:
            return []
        heights = [len(self.painter.block(row).lines) for row in self.reader.contents.rows]
        first = self.reader.frame[0]
        above = first.top - sum(heights[: first.position])
        return [above + sum(heights[:position]) for position in range(len(heights))]

    def _cursor_position(self) -> int:
        return self.reader.contents.position(self._cursor_key())

    def _any(self, data: st.DataObject) -> str:
        return data.draw(st.sampled_from(self.messages)).key

    def _cursor_key(self) -> str:
        cursor = self.reader.cursor
        assert cursor is not None
        return cursor.key

    def _contents(self) -> Contents:
        shown = rows(self.messages, self.older, self.newer, gaps=self.gaps, floor=self.floor, new=self.new)
        return Contents(shown, reaches_newest=self.newer is END)

    def _newer(self, text: str, sender: str, gap: int) -> ChatMessage:
        self.next_newer += gap
        return message(self.next_newer, text, sender, self.next_newer)

    def _inside(self, texts: list[str], after: int, before: int) -> list[ChatMessage]:
        """New messages between two times; none where there is no room."""
        step = (before - after) // (len(texts) + 1)
        self.next_inside += len(texts)
        found = [message(self.next_inside - at, text) for at, text in enumerate(texts)]
        return [replace(one, time=after + step * at) for at, one in enumerate(found, 1)] if step > 0 else []

    def _older(self, text: str, sender: str, gap: int) -> ChatMessage:
        self.next_older -= gap
        return message(self.next_older, text, sender, self.next_older)


def test_what_one_reads_stays_where_it_is_whatever_happens() -> None:
    run_state_machine_as_test(ReadingMachine, settings=settings(max_examples=80, stateful_step_count=40))
    assert set(ReadingMachine.held) == {
        "follows",
        "follows when the window changes",
        "stays",
        "stays when the window changes",
        "its neighbour stays",
    }
