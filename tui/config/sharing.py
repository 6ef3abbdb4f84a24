"""Which profiles keep their secret in one and the same place."""

from __future__ import annotations

import os

from tui.config.read_only import ReadOnly
from tui.config.routes import Route
from tui.config.settings import Settings
from tui.config.token_file import TokenFile


def sharing(settings: Settings, name: str) -> tuple[str, ...]:
    """The other profiles whose secret lies where that of the profile `name` does, in the order of the file."""
    own = settings.profiles[name].route
    profiles = settings.profiles.items()
    return tuple(other for other, profile in profiles if other != name and same_place(profile.route, own))


def same_place(one: Route | None, other: Route | None) -> bool:
    """Whether both ways lead to the same secret, so that what one of them removes is gone for the other."""
    return one is not None and other is not None and _place(one) == _place(other)


def _place(route: Route) -> object:
    if isinstance(route, ReadOnly):
        return _place(route.source)
    return os.path.realpath(route.path) if isinstance(route, TokenFile) else route
