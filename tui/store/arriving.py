"""Asking a service that is still being opened."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any, cast

from tui.store.service import Service


def arriving(arrival: asyncio.Event, service: Callable[[], Service]) -> Service:
    """A service whose every call waits for `arrival`, and then is one of `service`, which may raise a RoamingError."""
    return cast(Service, _Arriving(arrival, service))


class _Arriving:
    """Stands for the service, so that no caller has to know that it is not there yet."""

    def __init__(self, arrival: asyncio.Event, service: Callable[[], Service]) -> None:
        self._arrival = arrival
        self._service = service

    def __getattr__(self, name: str) -> Callable[..., Awaitable[Any]]:
        async def call(*arguments: Any, **named: Any) -> Any:
            await self._arrival.wait()
            return await getattr(self._service(), name)(*arguments, **named)

        return call
