"""Telling by an error that a password is needed to go on."""

from __future__ import annotations

from tui.errors import NotSignedInError, RoamingError, ServiceError, SignInError

_ABOUT_THE_PASSWORD = (400, 401, 403)
"""Statuses by which the service refuses a password; with others another password would not help."""


def is_signed_out(error: RoamingError) -> bool:
    """Whether signing in by a password may help after `error`; a network that is down is no such case."""
    if isinstance(error, SignInError):
        cause = error.cause
        return cause is None or (isinstance(cause, ServiceError) and cause.status in _ABOUT_THE_PASSWORD)
    return isinstance(error, NotSignedInError)
