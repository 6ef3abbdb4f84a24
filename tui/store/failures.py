"""What an error tells of the service: whether it was reached, may be so later, or wants a password."""

from __future__ import annotations

from tui.errors import (
    HostLookupError,
    NotSignedInError,
    PartialRemovalError,
    ProtocolError,
    RoamingError,
    ServiceError,
    SignInError,
    TransportError,
)

BUSY = 429
"""The status of a service that was asked too often; from 500 on it is in trouble itself."""

_ABOUT_THE_PASSWORD = (400, 401, 403)
"""Statuses by which the service refuses a password; with others another password would not help."""


def is_of_the_network(error: RoamingError) -> bool:
    """Whether nobody has answered."""
    return isinstance(_cause(error), TransportError | HostLookupError)


def is_answer(error: RoamingError) -> bool:
    """Whether the service has answered, though not what was asked for."""
    return isinstance(_cause(error), ServiceError | ProtocolError)


def may_pass(error: RoamingError) -> bool:
    """Whether trying again later may help: nobody has answered, or the service is busy or in trouble."""
    cause = _cause(error)
    return is_of_the_network(error) or (
        isinstance(cause, ServiceError) and (cause.status == BUSY or cause.status >= 500)
    )


def is_signed_out(error: RoamingError) -> bool:
    """Whether signing in by a password may help after `error`; a network that is down is no such case."""
    if isinstance(error, SignInError):
        cause = error.cause
        return cause is None or (isinstance(cause, ServiceError) and cause.status in _ABOUT_THE_PASSWORD)
    return isinstance(error, NotSignedInError)


def _cause(error: RoamingError) -> RoamingError | None:
    return error.cause if isinstance(error, SignInError | PartialRemovalError) else error
