"""Where the entries of the list stand: every line belongs to one entry or one divider, and each is found again."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from tests.app.widgets.test_conversation_list import snapshot
from tui.app.glyphs import ASCII, UNICODE
from tui.app.widgets.sections import ENTRY_HEIGHT, Sections, sections_of


def made(names: str, width: int = 22) -> Sections:
    return sections_of(snapshot(names).items, width, UNICODE)


def told(names: str, width: int = 22) -> list[str]:
    """Line by line what stands there: the row of an entry, or the words of a divider."""
    sections = made(names, width)
    words = []
    for line in range(sections.line_count):
        divider = sections.divider_at(line)
        words.append(divider.text if divider else str(sections.row_at(line)))
    return words


RULE = 22 * "─"
HEADING = ["only here: not on the", "server's list any more"]


@pytest.mark.parametrize(
    ("names", "lines"),
    [
        ("", []),
        ("ab|", ["0", "0", "1", "1"]),
        ("|ab", ["0", "0", "1", "1"]),
        ("a|b", ["0", "0", RULE, "1", "1"]),
        ("|a/x", ["0", "0", RULE, *HEADING, "1", "1"]),
        ("a|/x", ["0", "0", RULE, *HEADING, "1", "1"]),
        ("/x", [*HEADING, "0", "0"]),
        ("a|b/x", ["0", "0", RULE, "1", "1", RULE, *HEADING, "2", "2"]),
    ],
)
def test_a_divider_stands_where_two_sections_meet(names: str, lines: list[str]) -> None:
    assert told(names) == lines


@pytest.mark.parametrize(("width", "lines"), [(48, 1), (30, 2), (22, 2), (18, 3)])
def test_the_heading_takes_as_many_lines_as_it_needs(width: int, lines: int) -> None:
    assert len(told("/x", width)) == lines + ENTRY_HEIGHT
    assert all(cell_len(line) <= width for line in told("/x", width))


def test_dividers_have_ascii_twins() -> None:
    dividers = sections_of(snapshot("a|b/x").items, 30, ASCII).dividers
    assert all(piece.text.isascii() for _row, lines in dividers for piece in lines)


@given(st.integers(0, 4), st.integers(0, 4), st.integers(0, 4), st.integers(2, 60))
def test_every_line_is_of_one_entry_or_one_divider(pinned: int, others: int, unlisted: int, width: int) -> None:
    sections = made(f"{pinned * 'p'}|{others * 'o'}/{unlisted * 'u'}", width)
    assert sections.count == pinned + others + unlisted
    rows = [sections.row_at(line) for line in range(sections.line_count)]
    dividers = [sections.divider_at(line) for line in range(sections.line_count)]
    assert all((row is None) is (divider is not None) for row, divider in zip(rows, dividers, strict=True))
    assert [row for row in rows if row is not None] == [
        row for row in range(sections.count) for _ in range(ENTRY_HEIGHT)
    ]
    for row in range(sections.count):
        assert rows.index(row) == sections.line_of(row)
        assert None not in dividers[sections.top_of(row) : sections.line_of(row)]
    assert (sections.row_at(sections.line_count), sections.divider_at(sections.line_count)) == (None, None)
