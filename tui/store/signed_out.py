"""Noticing that a password is needed to go on, whichever call it was that was refused for it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any, cast

from tui.errors import NotSignedInError, RoamingError, ServiceError, SignInError
from tui.store.service import Service

_ABOUT_THE_PASSWORD = (400, 401, 403)
"""Statuses by which the service refuses a password; with others another password would not help."""


def is_signed_out(error: RoamingError) -> bool:
    """Whether signing in by a password may help after `error`; a network that is down is no such case."""
    if isinstance(error, SignInError):
        cause = error.cause
        return cause is None or (isinstance(cause, ServiceError) and cause.status in _ABOUT_THE_PASSWORD)
    return isinstance(error, NotSignedInError)


def watched(service: Service, refused: Callable[[RoamingError], None]) -> Service:
    """`service`, with every error of being signed out told to `refused` before the caller gets it."""
    return cast(Service, _Watched(service, refused))


class _Watched:
    """Stands for the service, so that no caller has to remember to look."""

    def __init__(self, service: Service, refused: Callable[[RoamingError], None]) -> None:
        self._service = service
        self._refused = refused

    def __getattr__(self, name: str) -> Callable[..., Awaitable[Any]]:
        method = getattr(self._service, name)

        async def call(*arguments: Any, **named: Any) -> Any:
            try:
                return await method(*arguments, **named)
            except (NotSignedInError, SignInError) as error:
                self._refused(error)
                raise

        return call
