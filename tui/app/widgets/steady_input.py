"""A line to type in that sends nothing to the terminal while nobody types."""

from __future__ import annotations

from textual.reactive import reactive
from textual.widgets import Input


class SteadyInput(Input):
    """Every line to type in is one of these: over a slow line a cursor that blinks would be paid for all the time."""

    cursor_blink = reactive(False, init=False)
