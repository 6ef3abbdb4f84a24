"""Something that is opened when it is first asked for, and is the same for all who ask."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Generic, TypeVar

T = TypeVar("T")


class Once(Generic[T]):
    """What `opening` opens. Opening that has failed is tried again for whoever asks next."""

    def __init__(self, opening: Callable[[], Awaitable[T]]) -> None:
        self._open = opening
        self._opening: asyncio.Future[T] | None = None

    @property
    def was_begun(self) -> bool:
        """Whether anybody has asked for it."""
        return self._opening is not None

    async def get(self) -> T:
        """It, as soon as it is open. Raises what opening it raises.

        Whoever waits may be cancelled: it is opened all the same, for the others and for `opened` to find.
        """
        return await asyncio.shield(self.begin())

    def begin(self) -> asyncio.Future[T]:
        """Open it, unless that was begun. What is returned must not be cancelled."""
        if self._opening is None or _has_failed(self._opening):
            self._opening = asyncio.ensure_future(self._open())
            self._opening.add_done_callback(_has_failed)
        return self._opening

    async def opened(self) -> T | None:
        """It, where it is open or is being opened, so that it can be let go of; None where there is none."""
        if self._opening is None:
            return None
        await asyncio.wait([self._opening])
        return None if _has_failed(self._opening) else self._opening.result()


def _has_failed(opening: asyncio.Future[T]) -> bool:
    """Looks at the error as well: one that nobody waits for any more is no fault of the program."""
    return opening.done() and (opening.cancelled() or opening.exception() is not None)
