"""Which rows are within reach of a screen."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from tui.app.widgets.history.frame import draw, within_reach


@given(
    st.lists(st.integers(1, 9), min_size=1, max_size=30), st.integers(1, 12), st.integers(0, 29), st.integers(-8, 11)
)
def test_within_reach_is_what_begins_or_ends_less_than_a_screen_away(
    heights: list[int], lines: int, position: int, top: int
) -> None:
    position %= len(heights)
    frame = draw(heights.__getitem__, len(heights), lines, position, top)
    start = frame[0].top - sum(heights[: frame[0].position])
    tops = [start + sum(heights[:at]) for at in range(len(heights))]
    is_near = [-lines < above and above + height < 2 * lines for above, height in zip(tops, heights, strict=True)]
    shown = {shown.position for shown in frame}
    reach = within_reach(heights.__getitem__, len(heights), lines, frame)
    assert list(reach) == [at for at in range(len(heights)) if is_near[at] or at in shown]
