"""`roam profiles`: what is configured, and where the secrets come from, never the secrets."""

from __future__ import annotations

import argparse
import os
from collections.abc import Mapping

from tui.commands.printing import print_json, print_table, say
from tui.config import Profile, Settings, config_path, read_settings, usual_profile
from tui.i18n import _
from tui.models import Json


def run(arguments: argparse.Namespace) -> int:
    """Print the profiles in the order of the file; `*` marks the one that is meant when none is named."""
    settings = read_settings(config_path(os.environ))
    if not settings.profiles:
        say(_("there is no profile in {path}: roam login writes one").format(path=settings.path))
    if arguments.json:
        for name in settings.profiles:
            print_json(profile_object(name, settings))
    else:
        usual = usual_profile(settings, os.environ)
        print_table([_row(name, profile, is_default=name == usual) for name, profile in settings.profiles.items()])
    return 0


def profile_object(name: str, settings: Settings) -> Mapping[str, Json]:
    """What is configured under `name`, and where the secret comes from."""
    profile = settings.profiles[name]
    return {
        "name": name,
        "default": name == usual_profile(settings, os.environ),
        "app_key": profile.app_key,
        "user": profile.user.lower(),
        "rest_url": profile.rest_url,
        "ws_url": profile.ws_url,
        "secret": profile.route.name if profile.route else _elsewhere(),
        "secret_kind": profile.secret_kind.value,
        "retention_days": profile.retention_days,
        "token_file": str(profile.token_file) if profile.token_file else None,
    }


def _row(name: str, profile: Profile, *, is_default: bool) -> list[str]:
    secret = profile.route.words() if profile.route else _WORDS[_elsewhere()]
    account = f"{profile.user.lower()} {profile.app_key}"
    return ["*" if is_default else " ", name, account, profile.rest_url or _("looked up"), secret]


def _elsewhere() -> str:
    """Where the secret of a profile comes from that names no way to one."""
    return "environment" if os.environ.get("ROAM_TOKEN") or os.environ.get("ROAM_PASSWORD") else "ask"


_WORDS = {"environment": _("environment"), "ask": _("asked for each time")}
