"""The configuration file: what it says, and where it says something that cannot be right."""

from __future__ import annotations

import shlex
import tomllib
from collections.abc import Callable, Iterable, Mapping
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
from tui.config.keyrings import Keyring
from tui.config.read_only import ReadOnly
from tui.config.routes import Route, SecretKind
from tui.config.secret_command import SecretCommand
from tui.config.statements import line_of
from tui.config.token_file import TokenFile
from tui.errors import ConfigError
from tui.i18n import _


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
    """The configuration file: its profiles, and which of them is meant when none is named."""

    path: Path
    profiles: Mapping[str, Profile] = field(default_factory=dict)
    default: str | None = None


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
        self._only_known((), content, ("default", "profile"))
        profiles = content.get("profile", {})
        if not isinstance(profiles, dict):
            self._refuse(_("write profiles as [profile.NAME]"), "profile")
        default = content.get("default")
        if default is not None and not (isinstance(default, str) and default in profiles):
            hint = _nearest(default, profiles) if isinstance(default, str) else ""
            self._refuse(_("default names no profile of the file{hint}").format(hint=hint), "default")
        return Settings(self._path, {name: self._profile(name, table) for name, table in profiles.items()}, default)

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
        return Profile(**{key: self._value(place, key, value) for key, value in table.items()})

    def _value(self, place: tuple[str, ...], key: str, value: object) -> Any:
        try:
            return _READ[key](self._path, key, value)
        except ConfigError as error:
            self._refuse(str(error), *place, key)

    def _only_known(self, place: tuple[str, ...], table: Mapping[str, Any], known: Iterable[str]) -> None:
        known = list(known)
        for key in table:
            if key not in known:
                sentence = _("{key} is unknown{hint}").format(key=key, hint=_nearest(key, known))
                self._refuse(sentence, *place, key)

    def _refuse(self, sentence: str, *path: str) -> NoReturn:
        line = line_of(self._text, path)
        table = f", [{'.'.join(path[:2])}]" if len(path) > 1 else ""
        place = _("{path}, line {line}{table}").format(path=self._path, line=line or "?", table=table)
        raise ConfigError(f"{place}: {sentence}")


def _nearest(word: str, known: Iterable[str]) -> str:
    near = get_close_matches(word, list(known), 1)
    return _("; did you mean {name}?").format(name=near[0]) if near else ""


def no_such_profile(settings: Settings, name: str) -> ConfigError:
    """The error for a profile that the file does not have."""
    sentence = _("there is no profile {name} in {path}{hint}")
    return ConfigError(sentence.format(name=name, path=settings.path, hint=_nearest(name, settings.profiles)))


def _text(_path: Path, key: str, value: object) -> str:
    if not isinstance(value, str) or not value:
        raise ConfigError(_("{key} must be a text").format(key=key))
    return value


def _user(path: Path, key: str, value: object) -> str:
    check_user(_text(path, key, value))
    return _text(path, key, value)


def _command(_path: Path, key: str, value: object) -> tuple[str, ...]:
    try:
        words = shlex.split(value) if isinstance(value, str) else value
    except ValueError:
        raise ConfigError(_("{key} has a quotation mark without its other half").format(key=key)) from None
    if not isinstance(words, list) or not words or not all(isinstance(word, str) for word in words) or not words[0]:
        raise ConfigError(_("{key} must be a list of texts: the program and its arguments").format(key=key))
    return tuple(words)


def _kind(_path: Path, key: str, value: object) -> SecretKind:
    if value not in list(SecretKind):
        raise ConfigError(_("{key} must be one of: {kinds}").format(key=key, kinds=", ".join(SecretKind)))
    return SecretKind(str(value))


def _confirm(_path: Path, key: str, value: object) -> Confirm:
    if value not in list(Confirm):
        raise ConfigError(_("{key} must be one of: {kinds}").format(key=key, kinds=", ".join(Confirm)))
    return Confirm(str(value))


def _flag(_path: Path, key: str, value: object) -> bool:
    if not isinstance(value, bool):
        raise ConfigError(_("{key} must be true or false").format(key=key))
    return value


def _file(path: Path, key: str, value: object) -> Path:
    """A path; one that is not absolute starts where the configuration file is."""
    name = _text(path, key, value)
    if "\0" in name:
        raise ConfigError(_("{key} names no file: it has a character that no name can have").format(key=key))
    try:
        return path.parent / Path(name).expanduser()
    except RuntimeError:
        raise ConfigError(_("{key} names the home of a user who is unknown here").format(key=key)) from None


_READ: Mapping[str, Callable[[Path, str, object], object]] = {
    "app_key": lambda path, key, value: check_app_key(_text(path, key, value)),
    "user": _user,
    "rest_url": lambda path, key, value: check_address(_text(path, key, value), REST_SCHEMES),
    "ws_url": lambda path, key, value: check_address(_text(path, key, value), LIVE_SCHEMES),
    "secret_kind": _kind,
    "secret_command": _command,
    "keyring": _flag,
    "token_file": _file,
    "live": _flag,
    "retention_days": lambda _path, key, value: check_days(key, value),
    "read_only": _flag,
    "confirm": _confirm,
    "grace_seconds": lambda _path, key, value: check_whole(key, value, GRACE),
    "keep_deleted_days": lambda _path, key, value: check_whole(key, value, KEPT_DAYS),
}
"""How the value of each key of a profile is read."""
