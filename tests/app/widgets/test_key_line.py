"""Which hints the bottom line has room for."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from tui.app.widgets.key_line import MOST_HINTS, fitting

HINTS = [("a", "one"), ("b", "two"), ("?", "help")]


def test_all_are_shown_where_there_is_room() -> None:
    assert fitting(HINTS, 80) == HINTS


def test_help_is_kept_before_the_others() -> None:
    assert fitting(HINTS, 15) == [("a", "one"), ("?", "help")]
    assert fitting(HINTS, 8) == [("?", "help")]


@given(st.lists(st.tuples(st.sampled_from(["a", "^p", "enter"]), st.text("ab那", max_size=12)), min_size=1))
def test_never_more_than_a_few(hints: list[tuple[str, str]]) -> None:
    kept = fitting(hints, 1000)
    assert kept == [*hints[:-1][: MOST_HINTS - 1], hints[-1]]
