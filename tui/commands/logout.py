"""`roam logout`: the kept token goes, the profile stays."""

from __future__ import annotations

import argparse
import os

from tui.commands.printing import print_json
from tui.commands.profiles import profile_object
from tui.config import Route, config_path, meant_profile, named_profile, read_settings
from tui.config.read_only import keeps
from tui.config.settings import no_such_profile
from tui.config.sharing import sharing
from tui.errors import ConfigError
from tui.i18n import _
from tui.text import clean_line


def run(arguments: argparse.Namespace) -> int:
    """Remove what is kept for the profile; that nothing was kept is no failure.

    Raises ConfigError, with nothing removed, where it is kept for another profile, too, and `--shared` is not given:
    whoever signs out of one account may not know that they would be signed out of both.
    """
    settings = read_settings(config_path(os.environ))
    name = named_profile(arguments.name, arguments.profile) or meant_profile(settings, os.environ)
    if name is None:
        raise ConfigError(_("there is no profile in {path}").format(path=settings.path))
    if name not in settings.profiles:
        raise no_such_profile(settings, name)
    route = settings.profiles[name].route
    others = sharing(settings, name) if _is_kept(route) else ()
    if others and not arguments.shared:
        raise _is_shared(name, others)
    is_removed = route is not None and route.forget()
    if arguments.json:
        print_json({**profile_object(name, settings), "removed": is_removed, "shared_with": list(others)})
    else:
        print(clean_line(_sentence(name, route, others, is_removed=is_removed)))
    return 0


def _is_kept(route: Route | None) -> bool:
    """Whether there is something of ours to remove."""
    if route is None or not keeps(route):
        return False
    try:
        return route.get() is not None
    except ConfigError:  # no token that could be used, and yet something
        return True


def _is_shared(name: str, others: tuple[str, ...]) -> ConfigError:
    sentence = _(
        "nothing was removed: the token of profile {name} is also that of {others}; --shared removes it for all of them"
    )
    return ConfigError(sentence.format(name=name, others=", ".join(others)))


def _sentence(name: str, route: Route | None, others: tuple[str, ...], *, is_removed: bool) -> str:
    if is_removed and others:
        sentence = _("signed out: the token of the profiles {names} is removed")
    elif is_removed:
        sentence = _("signed out: the token of profile {name} is removed")
    elif route is None or keeps(route):
        sentence = _("no token is kept for profile {name}")
    else:
        sentence = _("nothing is kept here for profile {name}: its secret comes from the {place}")
    place = route.words() if route else ""
    return sentence.format(name=name, names=", ".join((name, *others)), place=place)
