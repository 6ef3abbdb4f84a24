"""`roam logout`: the kept token goes, the profile stays."""

from __future__ import annotations

import argparse
import os

from tui.config import config_path, meant_profile, named_profile, read_settings
from tui.config.read_only import ReadOnly
from tui.config.settings import no_such_profile
from tui.errors import ConfigError
from tui.i18n import _
from tui.text import clean_line


def run(arguments: argparse.Namespace) -> int:
    """Remove what is kept for the profile; that nothing was kept is no failure."""
    settings = read_settings(config_path(os.environ))
    name = named_profile(arguments.name, arguments.profile) or meant_profile(settings, os.environ)
    if name is None:
        raise ConfigError(_("there is no profile in {path}").format(path=settings.path))
    if name not in settings.profiles:
        raise no_such_profile(settings, name)
    route = settings.profiles[name].route
    if route is not None and route.forget():
        sentence = _("signed out: the token of profile {name} is removed")
    elif route is None or not (route.asks_on_terminal or isinstance(route, ReadOnly)):
        sentence = _("no token is kept for profile {name}")
    else:
        sentence = _("nothing is kept here for profile {name}: its secret comes from the {place}")
    print(clean_line(sentence.format(name=name, place=route.words() if route else "")))
    return 0
