"""Writing a profile into the configuration file without touching anything else in it."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Mapping
from pathlib import Path
from stat import S_IMODE

from tui.config.private_files import PRIVATE, write_private
from tui.config.statements import Statement, split_lines, statements
from tui.errors import ConfigError
from tui.i18n import _

Change = str | bool | None
"""A key's new value; None takes the key out."""


def save_profile(path: Path, name: str, changes: Mapping[str, Change]) -> None:
    """Make `changes` in the profile `name` of the file at `path`; the profile and the file are made if need be.

    The file is replaced as a whole or not at all, and keeps its permissions. Raises ConfigError.
    """
    try:
        mode = S_IMODE(path.stat().st_mode) if path.exists() else PRIVATE
        write_private(path, edited_file(path, name, changes).encode(), mode)
    except OSError as error:
        raise ConfigError(_("{path} cannot be written: {reason}").format(path=path, reason=error.strerror)) from error


def edited_file(path: Path, name: str, changes: Mapping[str, Change]) -> str:
    """What `save_profile` would write. Raises ConfigError where the file cannot be changed, and OSError."""
    try:
        edited = with_profile(path.read_bytes().decode() if path.exists() else "", name, changes)
        tomllib.loads(edited)
    except ValueError:
        sentence = _("{path} cannot be changed by itself: write the profile as a table [profile.{name}]")
        raise ConfigError(sentence.format(path=path, name=name)) from None
    return edited


def with_profile(text: str, name: str, changes: Mapping[str, Change]) -> str:
    """The TOML `text` with `changes` made in its table `[profile.NAME]`; what is not changed stays byte for byte."""
    lines = split_lines(text)
    newline = "\r\n" if "\r\n" in text else "\n"
    own = [each for each in statements(lines) if each.table == ("profile", name)]
    present = {key for each in own if not each.is_header for key in each.content}
    added = [
        _assignment(key, value) + newline for key, value in changes.items() if value is not None and key not in present
    ]
    if not own:
        gap = [newline] if lines else []
        return "".join([*_ended(lines, newline), *gap, f"[profile.{_key(name)}]{newline}", *added])
    before, after = _ended(lines[: own[-1].end], newline) if added else lines[: own[-1].end], lines[own[-1].end :]
    for statement in reversed(own):
        _edit(before, statement, changes, newline)
    return "".join([*before, *added, *after])


def _edit(lines: list[str], statement: Statement, changes: Mapping[str, Change], newline: str) -> None:
    if statement.is_header:
        return
    for key, value in statement.content.items():
        if key in changes and changes[key] != value:
            new = changes[key]
            lines[statement.start : statement.end] = [] if new is None else [_assignment(key, new) + newline]


def _ended(lines: list[str], newline: str) -> list[str]:
    """The lines, the last one with its end."""
    if lines and not lines[-1].endswith("\n"):
        return [*lines[:-1], lines[-1] + newline]
    return lines


def _assignment(key: str, value: str | bool) -> str:
    return f"{key} = {str(value).lower() if isinstance(value, bool) else _quoted(value)}"


def _key(name: str) -> str:
    return name if name.isascii() and name.replace("-", "").replace("_", "").isalnum() else _quoted(name)


def _quoted(text: str) -> str:
    """A TOML text: JSON's, with the one control character escaped that JSON leaves as it is."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
