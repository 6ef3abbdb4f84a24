"""Results in lines: never too wide, and the first hit is always in sight."""

from __future__ import annotations

from functools import partial

from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from tests.model_service import message
from tui.app.glyphs import UNICODE
from tui.app.widgets.result_lines import Columns, Part, result_lines
from tui.query import Query, spans
from tui.query.query import Clause, Words

TEA = partial(spans, Query((Clause(Words("tea")),)))
some_text = st.text(st.sampled_from("abc 茶é[]\\\n\x1b‮🍵"), max_size=300)


@given(before=some_text, after=some_text, place=some_text, sender=some_text, width=st.integers(1, 200))
def test_no_line_is_wider_than_it_may_be(before: str, after: str, place: str, sender: str, width: int) -> None:
    said = message(1, sender, f"{before} tea {after}")
    columns = Columns(width, UNICODE, TEA)
    lines = result_lines(said, place, columns)
    assert len(lines) == columns.height
    if width >= 40:
        assert all(cell_len("".join(text for text, _part in line)) <= width for line in lines)


@given(before=some_text, after=some_text, width=st.integers(40, 200))
def test_the_first_hit_is_in_sight(before: str, after: str, width: int) -> None:
    lines = result_lines(message(1, text=f"{before} tea {after}"), "somewhere", Columns(width, UNICODE, TEA))
    hits = [text for line in lines for text, part in line if part is Part.HIT]
    assert hits
    assert hits[0].startswith("tea")
