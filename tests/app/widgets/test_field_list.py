"""Named values as lines."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from tui.app.glyphs import ASCII, UNICODE
from tui.app.widgets.field_list import NAME_CELLS, SHOWN, field_lines
from tui.text import clean
from tui.timeline.details import Field

FIELDS = [Field("id", "7"), Field("text", "one\ntwo"), Field("a rather long name", "x")]


def drawn(fields: list[Field], width: int) -> list[str]:
    return [(line.name + line.value).rstrip() for line in field_lines(fields, width, UNICODE)]


def test_names_stand_beside_their_values() -> None:
    indent = " " * (NAME_CELLS + 2)
    assert drawn(FIELDS, 60) == [
        f"{'id':<{NAME_CELLS + 2}}7",
        f"{'text':<{NAME_CELLS + 2}}one",
        f"{indent}two",
        "a rather long name",
        f"{indent}x",
    ]


def test_in_a_narrow_window_long_values_stand_below_their_names() -> None:
    long = Field("JSON", "x" * 30)
    assert drawn([*FIELDS, long], 28) == [
        f"{'id':<{NAME_CELLS + 2}}7",
        "text",
        "  one",
        "  two",
        "a rather long name",
        "  x",
        "JSON",
        f"  {'x' * 26}",
        f"  {'x' * 4}",
    ]


def test_of_an_endless_value_the_rest_is_counted() -> None:
    assert drawn([Field("text", "x\n" * SHOWN)], 80)[-1].strip() == f"… {SHOWN:,} more characters"
    assert all(line.value.isascii() for line in field_lines([Field("text", "x" * 2 * SHOWN)], 80, ASCII))


@given(st.lists(st.tuples(st.text(min_size=1), st.text()), max_size=4), st.integers(8, 100))
def test_lines_are_clean_and_fit(fields: list[tuple[str, str]], width: int) -> None:
    lines = list(field_lines([Field(name, value) for name, value in fields], width, UNICODE))
    assert {line.field for line in lines} == set(range(len(fields)))
    for line in lines:
        assert cell_len(line.name + line.value) <= width
        assert clean(line.name + line.value) == line.name + line.value
