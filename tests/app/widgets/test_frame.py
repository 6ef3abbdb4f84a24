"""The frame around a pane: what its title loses first where there is no room."""

from __future__ import annotations

import pytest
from rich.cells import cell_len
from textual.app import App, ComposeResult

from tui.app.glyphs import UNICODE
from tui.app.widgets.frame import Frame, note_line, title_line

MISSING = "150 here, 2 gaps, older not fetched"
PARTS = ("Wiki team 纸船广场", "group", MISSING)


@pytest.mark.parametrize(
    ("room", "line"),
    [
        (64, f"Wiki team 纸船广场 · group · {MISSING}"),
        (63, f"Wiki team 纸船广场 · {MISSING}"),
        (56, f"Wiki team 纸船广场 · {MISSING}"),
        (55, f"Wiki team 纸船广… · {MISSING}"),
        (46, f"Wiki te… · {MISSING}"),
        (30, f"Wiki te… · {MISSING}"),
    ],
)
def test_the_type_goes_before_the_name_is_shortened(room: int, line: str) -> None:
    assert title_line(PARTS, room, UNICODE) == line
    assert cell_len(line) <= max(room, 46)


def test_an_id_is_left_out_before_anything_else() -> None:
    parts = ("Wiki team", "group", "240000000000001", MISSING)
    assert title_line(parts, 73, UNICODE) == f"Wiki team · group · 240000000000001 · {MISSING}"
    assert title_line(parts, 72, UNICODE) == f"Wiki team · group · {MISSING}"


def test_a_short_name_is_kept_whole() -> None:
    assert title_line(("bob", "direct chat", MISSING), 54, UNICODE) == f"bob · {MISSING}"
    assert title_line(("bob", "direct chat", MISSING), 55, UNICODE) == f"bob · direct chat · {MISSING}"
    assert title_line(("Conversations",), 5, UNICODE) == "Conversations"


@pytest.mark.parametrize(
    ("room", "line"),
    [(35, "3 marked · f fetches · 14 newer"), (30, "3 marked · f fetches"), (19, "3 marked"), (5, "3 ma…")],
)
def test_of_a_note_the_last_parts_are_left_out_first(room: int, line: str) -> None:
    assert note_line(("3 marked", "f fetches", "14 newer"), room, UNICODE) == line


class Framed(App[None]):
    """A frame as wide as the screen."""

    CSS = "Frame { border: solid white; height: 5; }"

    def compose(self) -> ComposeResult:
        frame = Frame(UNICODE, "frame")
        frame.entitle(*PARTS)
        yield frame


async def test_the_title_follows_the_width() -> None:
    app = Framed()
    async with app.run_test(size=(80, 10)) as pilot:
        frame = app.query_one(Frame)
        assert frame.border_title == f"Wiki team 纸船广场 · group · {MISSING}"
        await pilot.resize_terminal(50, 10)
        assert frame.border_title == f"Wiki te… · {MISSING}"
        frame.entitle("Another one", "group", MISSING)
        assert frame.border_title == f"Another… · {MISSING}"
        await pilot.resize_terminal(80, 10)
        assert frame.border_title == f"Another one · group · {MISSING}"
