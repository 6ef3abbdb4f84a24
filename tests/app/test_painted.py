"""Sending only differences: whatever was on the screen before, what is on it after a frame is the frame."""

from __future__ import annotations

from collections.abc import Iterator

import pyte
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.color import ColorSystem
from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from tui.app.terminal.painted import Painted, Placed

COLUMNS, ROWS = 12, 2
STYLES = (None, Style(), Style(bold=True), Style(color="red"), Style(color="red", reverse=True))

TEXTS = st.text(st.sampled_from("ab  │┃那部·…é"), max_size=COLUMNS)
LINES = st.lists(st.tuples(TEXTS, st.sampled_from(STYLES)), max_size=4).map(
    lambda texts: Strip(Segment(*each) for each in texts).adjust_cell_length(COLUMNS, Style())
)
CUTS = st.sets(st.integers(1, COLUMNS - 1), max_size=3)
FRAMES = st.lists(st.tuples(LINES, CUTS), min_size=ROWS, max_size=ROWS)


Frame = list[tuple[Strip, set[int]]]
"""Lines, and the columns that each of them is cut at."""


class Terminal:
    """An emulator that is sent what `Painted` says."""

    def __init__(self) -> None:
        self.painted = Painted()
        self._screen = pyte.Screen(COLUMNS, ROWS)
        self._stream = pyte.Stream(self._screen)

    def show(self, strips: list[Placed]) -> str:
        sent = self.painted.paint(strips, ColorSystem.TRUECOLOR)
        self._stream.feed(sent)
        return sent

    def scribble(self, column: int) -> None:
        """Have something else write to the terminal."""
        self._stream.feed(f"\x1b[2J\x1b[1;{column + 1}HBroadcast message\r\nfrom root")

    @property
    def cells(self) -> list[list[pyte.screens.Char]]:
        return [[self._screen.buffer[row][column] for column in range(COLUMNS)] for row in range(ROWS)]


def placed(frame: Frame) -> Iterator[Placed]:
    """The lines of a frame, each cut where it is to be cut."""
    for row, (line, cuts) in enumerate(frame):
        column = 0
        for strip in line.divide([*sorted(cuts), COLUMNS]):
            yield row, column, strip
            column += strip.cell_length


def fresh(strips: list[Placed]) -> Terminal:
    terminal = Terminal()
    terminal.show(strips)
    return terminal


@settings(max_examples=50)
@given(st.lists(FRAMES, min_size=1, max_size=4))
def test_after_each_frame_the_screen_is_as_if_nothing_had_been_there(
    frames: list[Frame],
) -> None:
    terminal = Terminal()
    for frame in frames:
        strips = list(placed(frame))
        terminal.show(strips)
        assert terminal.cells == fresh(strips).cells


@settings(max_examples=50)
@given(FRAMES, FRAMES, st.data())
def test_parts_of_a_frame_one_after_the_other_make_the_frame(before: Frame, after: Frame, data: st.DataObject) -> None:
    terminal = fresh(list(placed(before)))
    strips = list(placed(after))
    for part in data.draw(st.permutations(strips)):
        terminal.show([part])
    terminal.show(strips)
    assert terminal.cells == fresh(strips).cells


@settings(max_examples=50)
@given(FRAMES, FRAMES)
def test_a_frame_twice_is_sent_once(before: Frame, after: Frame) -> None:
    terminal = fresh(list(placed(before)))
    strips = list(placed(after))
    terminal.show(strips)
    assert terminal.show(strips) == ""


@settings(max_examples=50)
@given(FRAMES, st.integers(0, COLUMNS - 1))
def test_what_is_forgotten_is_written_again(frame: Frame, column: int) -> None:
    strips = list(placed(frame))
    terminal = fresh(strips)
    terminal.scribble(column)
    terminal.painted.forget()
    terminal.show(strips)
    assert terminal.cells == fresh(strips).cells


def line(text: str) -> Strip:
    return Strip([Segment(text)])


def sent(*texts: str) -> str:
    """What the last of these lines costs, shown one after the other."""
    terminal = Terminal()
    return [terminal.show([(0, 0, line(text))]) for text in texts][-1]


def test_only_the_changed_cells_are_sent() -> None:
    assert sent("the end of a line", "the and of a line") == "\x1b[1;5Ha"


def test_changes_beside_each_other_are_sent_in_one_go() -> None:
    assert sent("0123456789", "0x2345678x") == "\x1b[1;2Hx\x1b[1;10Hx"
    assert sent("0123456789", "0x23456x89") == "\x1b[1;2Hx23456x"


def test_behind_a_character_of_doubtful_width_a_line_is_sent_as_a_whole() -> None:
    assert sent("ab · cd", "ab · ce") == "\x1b[1;4H· ce"
    assert sent("ab · cd", "xb · cd") == "\x1b[1;1Hx"
    assert sent("ab 😀 cd", "ab    ce") == "\x1b[1;4H   ce"


def test_what_stands_beside_a_doubtful_line_is_sent_with_it() -> None:
    terminal = Terminal()
    border = (0, 7, line("│"))
    terminal.show([(0, 0, line("ab · cd")), border])
    assert terminal.show([(0, 0, line("ab · ce")), border]) == "\x1b[1;4H· ce\x1b[1;8H│"
    assert terminal.show([(0, 0, line("xb · ce")), border]) == "\x1b[1;1Hx"
