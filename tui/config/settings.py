"""The configuration file: what it says, and where it says something that cannot be right."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields
from difflib import get_close_matches
from enum import StrEnum
from pathlib import Path
from typing import Any, NoReturn

from tui.config.forms import (
    GRACE,
    KEPT_DAYS,
    LIVE_SCHEMES,
    REST_SCHEMES,
    check_address,
    check_app_key,
    check_days,
    check_user,
    check_whole,
)
from tui.config.interface import READ as INTERFACE
from tui.config.interface import rebindings
from tui.config.keyrings import Keyring
from tui.config.read_only import ReadOnly
from tui.config.routes import Route, SecretKind
from tui.config.secret_command import SecretCommand
from tui.config.statements import line_of
from tui.config.token_file import TokenFile
from tui.config.values import Read, command, file, flag, one_of, text
from tui.errors import ConfigError
from tui.i18n import _
from tui.lenses import NO_LENSES, Lens, LensError, Lenses, parse_lens
from tui.preferences import USUAL, Preferences


class Confirm(StrEnum):
    """How a deletion is confirmed."""

    ASKED = "asked"
    TYPED = "typed"
    """By typing the name of the conversation, every one of them."""


ROUTES = ("secret_command", "keyring", "token_file")


@dataclass(frozen=True, slots=True)
class Profile:
    """One `[profile.NAME]` of the configuration file. At most one of the ways to a secret is there."""

    app_key: str
    user: str
    rest_url: str | None = None
    ws_url: str | None = None
    secret_kind: SecretKind = SecretKind.TOKEN
    secret_command: tuple[str, ...] = field(default=(), repr=False)
    keyring: bool = False
    token_file: Path | None = None
    live: bool = True
    retention_days: int | None = None
    """How long the service keeps a message; None where nobody has said it."""
    read_only: bool = False
    """Nothing that the service keeps may be changed."""
    confirm: Confirm = Confirm.ASKED
    grace_seconds: int = 10
    """For how long a confirmed deletion can be undone before it is sent."""
    keep_deleted_days: int = 30
    """For how long a copy of what the user deletes is kept here; 0 for none."""
    lenses: Lenses = NO_LENSES

    @property
    def route(self) -> Route | None:
        """The way to the secret; None for the environment, or asking each time. A password is only read there."""
        route = self._route
        return ReadOnly(route) if route and self.secret_kind is SecretKind.PASSWORD else route

    @property
    def _route(self) -> Route | None:
        if self.secret_command:
            return SecretCommand(self.secret_command)
        if self.keyring:
            return keyring_of(self.app_key, self.user, self.rest_url)
        return TokenFile(self.token_file) if self.token_file else None


@dataclass(frozen=True, slots=True)
class Settings:
    """The configuration file: its profiles, which of them is meant when none is named, and how the browser is used."""

    path: Path
    profiles: Mapping[str, Profile] = field(default_factory=dict)
    default: str | None = None
    preferences: Preferences = USUAL


def keyring_of(app_key: str, user: str, rest_url: str | None) -> Keyring:
    """The keyring's entry for an account; the same account on another server is another one."""
    return Keyring(f"{user.lower()}@{app_key}" + (f" {rest_url}" if rest_url else ""))


def read_settings(path: Path) -> Settings:
    """Read the configuration file; a missing one has no profiles.

    Raises ConfigError naming the file, the line and the key, and the nearest name for one that is not known.
    """
    try:
        text = path.read_bytes().decode()
        content = tomllib.loads(text)
    except FileNotFoundError:
        return Settings(path)
    except OSError as error:
        raise ConfigError(_("{path} cannot be read: {error}").format(path=path, error=error.strerror)) from error
    except (ValueError, RecursionError) as error:  # not UTF-8, no TOML, or a number of thousands of digits
        raise ConfigError(_("{path} cannot be read: {error}").format(path=path, error=error)) from None
    return _File(path, text).settings(content)


class _File:
    """Reads the content of one file, and says where in it something is wrong."""

    def __init__(self, path: Path, text: str) -> None:
        self._path = path
        self._text = text

    def settings(self, content: Mapping[str, Any]) -> Settings:
        self._only_known((), content, ("default", "profile", "interface", "keys"))
        profiles = content.get("profile", {})
        if not isinstance(profiles, dict):
            self._refuse(_("write profiles as [profile.NAME]"), "profile")
        default = content.get("default")
        if default is not None and not (isinstance(default, str) and default in profiles):
            hint = _nearest(default, profiles) if isinstance(default, str) else ""
            self._refuse(_("default names no profile of the file{hint}").format(hint=hint), "default")
        read = {name: self._profile(name, table) for name, table in profiles.items()}
        return Settings(self._path, read, default, self._preferences(content))

    def _preferences(self, content: Mapping[str, Any]) -> Preferences:
        interface = self._table(content, "interface")
        self._only_known(("interface",), interface, INTERFACE)
        values = {key: self._value(("interface",), key, value, INTERFACE) for key, value in interface.items()}
        try:
            keys = rebindings(self._table(content, "keys"), self._place)
        except ConfigError as error:
            self._refuse(str(error), "keys")
        return Preferences(**values, keys=keys)

    def _table(self, content: Mapping[str, Any], name: str) -> Mapping[str, Any]:
        table = content.get(name, {})
        if not isinstance(table, dict):
            self._refuse(_("write it as a table: [{name}]").format(name=name), name)
        return table

    def _profile(self, name: str, table: object) -> Profile:
        place = ("profile", name)
        if not isinstance(table, dict):
            self._refuse(_("write profiles as [profile.NAME]"), *place)
        for key in ("token", "password"):
            if key in table:
                sentence = _("{key} does not belong in this file: use one of {routes}, or roam login")
                self._refuse(sentence.format(key=key, routes=", ".join(ROUTES)), *place, key)
        self._only_known(place, table, [each.name for each in fields(Profile)])
        for key in ("app_key", "user"):
            if key not in table:
                self._refuse(_("{key} is missing").format(key=key), *place)
        routes = [key for key in ROUTES if key in table and table[key] is not False]
        if len(routes) > 1:
            self._refuse(_("{first} and {second} exclude each other").format(first=routes[0], second=routes[1]), *place)
        return Profile(**{key: self._value(place, key, value, _READ) for key, value in table.items()})

    def _value(self, place: tuple[str, ...], key: str, value: object, read: Mapping[str, Read]) -> Any:
        if key == "lenses":
            return self._lenses((*place, key), value)
        try:
            return read[key](self._path, key, value)
        except ConfigError as error:
            self._refuse(str(error), *place, key)

    def _lenses(self, place: tuple[str, ...], table: object) -> Lenses:
        """The lenses of a table; a wrong one costs nothing but itself."""
        if not isinstance(table, dict):
            self._refuse(_("write lenses as [{table}]").format(table=".".join(place)), *place)
        lenses: dict[str, Lens] = {}
        faults: list[str] = []
        for name, template in table.items():
            try:
                lenses[name] = parse_lens(name, text(self._path, name, template))
            except ConfigError as error:
                faults.append(f"{self._place(*place, name)}: {error}")
            except LensError as error:
                sentence = _("the lens {name} is wrong at character {place}: {error}")
                wrong = sentence.format(name=name, place=error.place, error=error)
                faults.append(f"{self._place(*place, name)}: {wrong}")
        return Lenses(lenses, tuple(faults))

    def _only_known(self, place: tuple[str, ...], table: Mapping[str, Any], known: Iterable[str]) -> None:
        known = list(known)
        for key in table:
            if key not in known:
                sentence = _("{key} is unknown{hint}").format(key=key, hint=_nearest(key, known))
                self._refuse(sentence, *place, key)

    def _refuse(self, sentence: str, *path: str) -> NoReturn:
        raise ConfigError(f"{self._place(*path)}: {sentence}")

    def _place(self, *path: str) -> str:
        line = line_of(self._text, path)
        tables = path[:2] if path[0] == "profile" else path[:1]
        table = f", [{'.'.join(tables)}]" if len(path) > 1 else ""
        return _("{path}, line {line}{table}").format(path=self._path, line=line or "?", table=table)


def _nearest(word: str, known: Iterable[str]) -> str:
    near = get_close_matches(word, list(known), 1)
    return _("; did you mean {name}?").format(name=near[0]) if near else ""


def no_such_profile(settings: Settings, name: str) -> ConfigError:
    """The error for a profile that the file does not have."""
    sentence = _("there is no profile {name} in {path}{hint}")
    return ConfigError(sentence.format(name=name, path=settings.path, hint=_nearest(name, settings.profiles)))


def _user(path: Path, key: str, value: object) -> str:
    user = text(path, key, value)
    check_user(user)
    return user


_READ: Mapping[str, Read] = {
    "app_key": lambda path, key, value: check_app_key(text(path, key, value)),
    "user": _user,
    "rest_url": lambda path, key, value: check_address(text(path, key, value), REST_SCHEMES),
    "ws_url": lambda path, key, value: check_address(text(path, key, value), LIVE_SCHEMES),
    "secret_kind": lambda path, key, value: SecretKind(one_of(SecretKind)(path, key, value)),
    "secret_command": command,
    "keyring": flag,
    "token_file": file,
    "live": flag,
    "retention_days": lambda _path, key, value: check_days(key, value),
    "read_only": flag,
    "confirm": lambda path, key, value: Confirm(one_of(Confirm)(path, key, value)),
    "grace_seconds": lambda _path, key, value: check_whole(key, value, GRACE),
    "keep_deleted_days": lambda _path, key, value: check_whole(key, value, KEPT_DAYS),
}
"""How the value of each key of a profile is read."""
