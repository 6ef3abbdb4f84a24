"""Who is told that something changed."""

from __future__ import annotations

from collections.abc import Callable


class Listeners:
    """Calls every listener after each change, in the order in which they began to listen."""

    def __init__(self) -> None:
        self._listeners: list[Callable[[], None]] = []

    def add(self, listener: Callable[[], None]) -> Callable[[], None]:
        """Call `listener` after every change; call what is returned to stop that."""
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)

    def tell(self) -> None:
        """Something changed."""
        for listener in tuple(self._listeners):
            listener()
