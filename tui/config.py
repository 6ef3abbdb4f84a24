"""Where the connection comes from: profiles in the configuration file, the environment, and the device's name."""

from __future__ import annotations

import os
import re
import secrets
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from tui.errors import ConfigError
from tui.i18n import _

_USER = re.compile(r"[a-z0-9_.-]{1,64}")
_DEVICE = re.compile(r"[A-Za-z0-9_-]{1,64}")


@dataclass(frozen=True, slots=True)
class Connection:
    """Whom to ask for whose history. `rest_url` None: looked up by the app key (section 2)."""

    app_key: str
    user: str
    rest_url: str | None = None
    ws_url: str | None = None
    token: str | None = field(default=None, repr=False)
    password: str | None = field(default=None, repr=False)
    name: str = ""
    """The profile's name, '' when the connection comes from the environment."""
    note: str = ""
    """What the user should be told about how the configuration was read."""


@dataclass(frozen=True, slots=True)
class Profile:
    """One `[profile.NAME]` of the configuration file, as written there."""

    app_key: str
    user: str
    rest_url: str | None = None
    ws_url: str | None = None
    token_file: str | None = None


@dataclass(frozen=True, slots=True)
class Settings:
    """The configuration file: its profiles, and which of them is meant when none is named."""

    path: Path
    profiles: Mapping[str, Profile] = field(default_factory=dict)
    default: str | None = None


def configured(environment: Mapping[str, str], name: str | None = None) -> Connection | None:
    """The connection that the command line, the environment and the configuration file mean; None for none.

    Raises ConfigError with a sentence that says what to correct.
    """
    return resolve(read_settings(config_path(environment)), environment, name)


def config_path(environment: Mapping[str, str]) -> Path:
    """The configuration file: `ROAM_CONFIG`, or `roam/config.toml` in the user's configuration directory."""
    named = environment.get("ROAM_CONFIG")
    return Path(named) if named else _directory("config") / "config.toml"


def read_settings(path: Path) -> Settings:
    """Read the configuration file; a missing one has no profiles. Raises ConfigError naming the file and the key."""
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return Settings(path)
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise ConfigError(_("{path} cannot be read: {error}").format(path=path, error=error)) from error
    _only_known(path, "", content, {"default", "profile"})
    profiles = content.get("profile", {})
    if not isinstance(profiles, dict):
        raise ConfigError(_("{path}: write profiles as [profile.NAME]").format(path=path))
    default = content.get("default")
    if default is not None and default not in profiles:
        raise ConfigError(_("{path}: default names no profile of the file").format(path=path))
    return Settings(path, {name: _profile(path, name, table) for name, table in profiles.items()}, default)


def resolve(settings: Settings, environment: Mapping[str, str], name: str | None = None) -> Connection | None:
    """The connection that is meant, or None when nothing is configured.

    In this order: the profile `name`, the profile `ROAM_PROFILE`, `ROAM_APP_KEY` and its fellows, the file's `default`,
    its only profile. Secrets come from `ROAM_TOKEN` or `ROAM_PASSWORD` where the profile names no token file.
    Raises ConfigError for a profile that does not exist and for values that cannot be right.
    """
    name = name or environment.get("ROAM_PROFILE")
    if name is None and environment.get("ROAM_APP_KEY"):
        return _checked(_from_environment(environment))
    if name is None:
        name = settings.default or (next(iter(settings.profiles)) if len(settings.profiles) == 1 else None)
    if name is None and settings.profiles:
        names = ", ".join(sorted(settings.profiles))
        raise ConfigError(_("which profile? Name one with --profile: {names}").format(names=names))
    return None if name is None else _checked(_from_profile(settings, name, environment))


def device_name() -> str:
    """This installation's name among the user's devices, made once and kept (section 1)."""
    path = _directory("state") / "device"
    try:
        kept = path.read_text(encoding="ascii").strip()
        if _DEVICE.fullmatch(kept):
            return kept
    except (OSError, UnicodeDecodeError):
        pass
    made = f"roam_{secrets.token_hex(4)}"
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        path.write_text(made + "\n", encoding="ascii")
    except OSError:
        return made  # a directory that cannot be written costs a new name at each start, nothing more
    return made


def _directory(kind: str) -> Path:
    from platformdirs import PlatformDirs

    dirs = PlatformDirs("roam", appauthor=False)
    return dirs.user_config_path if kind == "config" else dirs.user_state_path


def _profile(path: Path, name: str, table: Any) -> Profile:
    where = f"[profile.{name}]"
    if not isinstance(table, dict):
        raise ConfigError(_("{path}: write profiles as [profile.NAME]").format(path=path))
    known = {each.name for each in fields(Profile)}
    _only_known(path, where, table, known)
    for key, value in table.items():
        if not isinstance(value, str) or not value:
            raise ConfigError(_("{path}, {where}: {key} must be a text").format(path=path, where=where, key=key))
    for key in ("app_key", "user"):
        if key not in table:
            raise ConfigError(_("{path}, {where}: {key} is missing").format(path=path, where=where, key=key))
    return Profile(**table)


def _only_known(path: Path, where: str, table: Mapping[str, Any], known: set[str]) -> None:
    for key in table:
        if key not in known:
            near = get_close_matches(key, known, 1)
            hint = _("; did you mean {name}?").format(name=near[0]) if near else ""
            place = f"{path}, {where}" if where else str(path)
            raise ConfigError(_("{place}: {key} is unknown{hint}").format(place=place, key=key, hint=hint))


def _from_environment(environment: Mapping[str, str]) -> Connection:
    user = environment.get("ROAM_USER")
    if not user:
        raise ConfigError(_("ROAM_APP_KEY is set but ROAM_USER is not: set it to the user id"))
    return Connection(
        app_key=environment["ROAM_APP_KEY"],
        user=user,
        rest_url=environment.get("ROAM_REST_URL") or None,
        ws_url=environment.get("ROAM_WS_URL") or None,
        token=environment.get("ROAM_TOKEN") or None,
        password=environment.get("ROAM_PASSWORD") or None,
    )


def _from_profile(settings: Settings, name: str, environment: Mapping[str, str]) -> Connection:
    profile = settings.profiles.get(name)
    if profile is None:
        near = get_close_matches(name, settings.profiles, 1)
        hint = _("; did you mean {name}?").format(name=near[0]) if near else ""
        raise ConfigError(
            _("there is no profile {name} in {path}{hint}").format(name=name, path=settings.path, hint=hint)
        )
    token = _token(Path(profile.token_file).expanduser()) if profile.token_file else environment.get("ROAM_TOKEN")
    return Connection(
        app_key=profile.app_key,
        user=profile.user,
        rest_url=profile.rest_url,
        ws_url=profile.ws_url,
        token=token or None,
        password=environment.get("ROAM_PASSWORD") or None,
        name=name,
    )


def _token(path: Path) -> str:
    try:
        mode = path.stat().st_mode
        token = path.read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(_("the token file {path} cannot be read").format(path=path)) from error
    if os.name == "posix" and mode & 0o077:
        raise ConfigError(_("the token file {path} can be read by others: chmod 600 it").format(path=path))
    if not token:
        raise ConfigError(_("the token file {path} is empty").format(path=path))
    return token


def _checked(connection: Connection) -> Connection:
    """User ids are lower case on the server; any other spelling gives an empty list (section 1)."""
    if connection.app_key.count("#") != 1:
        raise ConfigError(_("the app key must look like ORG#APP, with exactly one #"))
    for url in (connection.rest_url, connection.ws_url):
        if url is not None and "://" not in url:
            raise ConfigError(_("{url} is no address: write it with http:// or https://").format(url=url))
    user = connection.user.lower()
    if not _USER.fullmatch(user):
        raise ConfigError(_("a user id has at most 64 characters of a-z 0-9 _ - ."))
    note = "" if user == connection.user else _("user ids are lower case: using {user}").format(user=user)
    return replace(connection, user=user, note=note)
