"""Noticing how the service answers, whichever call it was."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any, cast

from tui.errors import RoamingError
from tui.store.service import Service


def watched(service: Service, ended: Callable[[RoamingError | None], None]) -> Service:
    """`service`, with the outcome of every call told to `ended` before the caller gets it; None: it succeeded."""
    return cast(Service, _Watched(service, ended))


class _Watched:
    """Stands for the service, so that no caller has to remember to look."""

    def __init__(self, service: Service, ended: Callable[[RoamingError | None], None]) -> None:
        self._service = service
        self._ended = ended

    def __getattr__(self, name: str) -> Callable[..., Awaitable[Any]]:
        method = getattr(self._service, name)

        async def call(*arguments: Any, **named: Any) -> Any:
            try:
                answer = await method(*arguments, **named)
            except RoamingError as error:
                self._ended(error)
                raise
            self._ended(None)
            return answer

        return call
