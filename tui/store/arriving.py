"""Asking a service that is still being opened."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any, cast

from tui.store.service import Service


class Arrival:
    """Whether there will be a service in a moment, so that what is asked of it may wait."""

    def __init__(self, is_awaited: bool) -> None:
        self._is_over = asyncio.Event()
        if not is_awaited:
            self._is_over.set()

    @property
    def is_awaited(self) -> bool:
        return not self._is_over.is_set()

    def end(self) -> None:
        """The service is there, or is not going to be."""
        self._is_over.set()

    def service(self, arrived: Callable[[], Service]) -> Service:
        """A service whose every call waits for the end, and then is one of `arrived`, which may raise RoamingError."""
        return cast(Service, _Arriving(self._is_over, arrived))


class _Arriving:
    """Stands for the service, so that no caller has to know that it is not there yet."""

    def __init__(self, is_over: asyncio.Event, arrived: Callable[[], Service]) -> None:
        self._is_over = is_over
        self._arrived = arrived

    def __getattr__(self, name: str) -> Callable[..., Awaitable[Any]]:
        async def call(*arguments: Any, **named: Any) -> Any:
            await self._is_over.wait()
            return await getattr(self._arrived(), name)(*arguments, **named)

        return call
