"""Which profile is of a given account, for what names an account and no profile."""

from __future__ import annotations

from collections.abc import Mapping

from tui.config.connection import Connection, named_profile, resolve, usual_profile
from tui.config.settings import Settings
from tui.errors import ConfigError
from tui.i18n import _


def connection_of(
    settings: Settings, environment: Mapping[str, str], app_key: str, user: str, name: str | None = None
) -> Connection:
    """The connection of the account `user` (in lower case) at `app_key`.

    By the profile `name` where one is named, else by the environment, else by the only profile of this account or the
    one of several that is used by itself. Raises ConfigError where none is of this account, naming those that are.
    """
    of_account = (app_key, user)
    names = [name for name, each in settings.profiles.items() if (each.app_key, each.user.lower()) == of_account]
    account = f"{user}@{app_key}"
    if (name := named_profile(name)) is not None:
        if name in settings.profiles and name not in names:
            raise _of_another(name, account, names)
        return _resolved(settings, environment, name)
    if environment.get("ROAM_APP_KEY") == app_key and environment.get("ROAM_USER", "").lower() == user:
        return _resolved(settings, environment, None)
    usual = usual_profile(settings, environment)
    if usual in names:
        return _resolved(settings, environment, usual)
    if len(names) == 1:
        return _resolved(settings, environment, names[0])
    raise _of_several(account, names) if names else _of_nobody(account)


def _resolved(settings: Settings, environment: Mapping[str, str], name: str | None) -> Connection:
    connection = resolve(settings, environment, name)
    assert connection is not None, "there is a profile, or the environment has an account"
    return connection


def _of_another(name: str, account: str, names: list[str]) -> ConfigError:
    if not names:
        return _of_nobody(account)
    sentence = _("the link is for {account}, and the profile {name} is of another account: use --profile {fitting}")
    return ConfigError(sentence.format(account=account, name=name, fitting=names[0]))


def _of_several(account: str, names: list[str]) -> ConfigError:
    sentence = _("the link is for {account}, which several profiles are of; name one with --profile: {names}")
    return ConfigError(sentence.format(account=account, names=", ".join(sorted(names))))


def _of_nobody(account: str) -> ConfigError:
    sentence = _("the link is for {account}, which no profile is of: roam login adds it")
    return ConfigError(sentence.format(account=account))
