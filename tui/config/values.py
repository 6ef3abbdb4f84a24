"""How values of the configuration file are read; a wrong one raises ConfigError with what it must be."""

from __future__ import annotations

import shlex
from collections.abc import Callable, Iterable
from pathlib import Path

from tui.errors import ConfigError
from tui.i18n import _

Read = Callable[[Path, str, object], object]
"""Reads the value of a key; the path is the configuration file's."""


def text(_path: Path, key: str, value: object) -> str:
    if not isinstance(value, str) or not value:
        raise ConfigError(_("{key} must be a text").format(key=key))
    return value


def command(_path: Path, key: str, value: object) -> tuple[str, ...]:
    try:
        words = shlex.split(value) if isinstance(value, str) else value
    except ValueError:
        raise ConfigError(_("{key} has a quotation mark without its other half").format(key=key)) from None
    if not isinstance(words, list) or not words or not all(isinstance(word, str) for word in words) or not words[0]:
        raise ConfigError(_("{key} must be a list of texts: the program and its arguments").format(key=key))
    return tuple(words)


def flag(_path: Path, key: str, value: object) -> bool:
    if not isinstance(value, bool):
        raise ConfigError(_("{key} must be true or false").format(key=key))
    return value


def file(path: Path, key: str, value: object) -> Path:
    """A path; one that is not absolute starts where the configuration file is."""
    name = text(path, key, value)
    if "\0" in name:
        raise ConfigError(_("{key} names no file: it has a character that no name can have").format(key=key))
    try:
        return path.parent / Path(name).expanduser()
    except RuntimeError:
        raise ConfigError(_("{key} names the home of a user who is unknown here").format(key=key)) from None


def one_of(allowed: Iterable[str]) -> Callable[[Path, str, object], str]:
    """Reads a text that must be one of `allowed`."""
    allowed = tuple(allowed)

    def read(_path: Path, key: str, value: object) -> str:
        if value not in allowed:
            raise ConfigError(_("{key} must be one of: {kinds}").format(key=key, kinds=", ".join(allowed)))
        return str(value)

    return read
