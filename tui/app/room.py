"""How large a window must be for anything to be shown in it."""

from __future__ import annotations

from textual.geometry import Size

LEAST_COLUMNS, LEAST_ROWS = 20, 6


def is_too_small(window: Size) -> bool:
    """Whether the window (in cells) has room for nothing but a sentence saying so."""
    return window.width < LEAST_COLUMNS or window.height < LEAST_ROWS
