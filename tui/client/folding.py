"""Hands on what streams in: a little at once, much together after a while."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from tui.live import LiveEvent

LONGEST = 0.1
"""Seconds that an event is held back at most."""

FOR_EACH = 0.005
"""Seconds of rest for each event that was handed on, up to `LONGEST`."""


class Folding:
    """Gives events to `deliver`, in their order; what comes while that has to rest from the last ones is held.

    So one event is handed on at once, and of a flood whoever is told has most of the time for other things. `now` is in
    seconds of a clock that only goes forward.
    """

    def __init__(self, deliver: Callable[[Sequence[LiveEvent]], None], now: Callable[[], float]) -> None:
        self._deliver = deliver
        self._now = now
        self._held: list[LiveEvent] = []
        self._rests_until = now()

    @property
    def due(self) -> float | None:
        """When `hand_on` is to be called, at the latest; None while nothing is held."""
        return self._rests_until if self._held else None

    def take(self, events: Sequence[LiveEvent]) -> None:
        """Hand on these events, or hold them."""
        self._held += events
        if self._now() >= self._rests_until:
            self.hand_on()

    def hand_on(self) -> None:
        """Hand on what is held, now."""
        events, self._held = self._held, []
        if events:
            self._deliver(events)
            self._rests_until = self._now() + min(len(events) * FOR_EACH, LONGEST)
