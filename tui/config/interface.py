"""What the configuration file says of the browser: `[interface]` and `[keys]`."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

from tui.config.values import Read, command, file, flag, one_of
from tui.errors import ConfigError
from tui.i18n import _
from tui.preferences import CopyBy, Images, Rebinding

LANGUAGES = ("en", "zh")
THEMES = ("terminal", "dark", "light", "high-contrast")


def _copy(path: Path, key: str, value: object) -> CopyBy | tuple[str, ...]:
    """A kind of way to a clipboard, or a list: a program and its arguments."""
    return command(path, key, value) if isinstance(value, list) else CopyBy(one_of(CopyBy)(path, key, value))


READ: Mapping[str, Read] = {
    "language": one_of(LANGUAGES),
    "theme": one_of(THEMES),
    "ascii": flag,
    "mouse": flag,
    "copy": _copy,
    "download_directory": file,
    "open_command": command,
    "images": lambda path, key, value: Images(one_of(Images)(path, key, value)),
}
"""How the value of each key of `[interface]` is read."""


def rebindings(table: Mapping[str, Any], place: Callable[..., str]) -> tuple[Rebinding, ...]:
    """The keys that `[keys]` gives to what the browser does; `place` tells of a path where in the file it is.

    Raises ConfigError for what is no key. Whether there is such a thing to do, who does it knows.
    """
    return tuple(_rebindings(table, ("keys",), place))


def _rebindings(table: Mapping[str, Any], path: tuple[str, ...], place: Callable[..., str]) -> Iterator[Rebinding]:
    """The keys of `table`; `conversation.pin` without quotation marks is a table in a table to TOML."""
    for name, value in table.items():
        here = (*path, name)
        if isinstance(value, dict):
            yield from _rebindings(value, here, place)
        else:
            yield Rebinding(".".join(here[1:]), _keys(here, value), place(*here))


def _keys(path: tuple[str, ...], value: object) -> tuple[str, ...]:
    keys = [value] if isinstance(value, str) else value
    if not isinstance(keys, list) or not keys or not all(isinstance(key, str) and key for key in keys):
        sentence = _('{name}: a key is a text such as "x" or "ctrl+x", or a list of such')
        raise ConfigError(sentence.format(name=".".join(path[1:])))
    return tuple(keys)
