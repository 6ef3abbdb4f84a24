"""Screens that open with a line to type in, and get what was typed before they were drawn."""

from __future__ import annotations

from typing import Protocol, runtime_checkable

from textual import events


@runtime_checkable
class TypedInto(Protocol):
    """Over a slow line a key that opens a screen and the text for it come in one piece: the text is on its way to what
    had the focus before, and nobody takes it there.
    """

    def take(self, event: events.Key) -> bool:
        """Type the character of a key that nobody else has taken; False where the user is not typing."""
        ...
