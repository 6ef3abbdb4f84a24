"""New files: nothing is overwritten, nothing half written stays under its name."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from itertools import count
from pathlib import Path
from typing import BinaryIO

from tui.errors import ConfigError, RoamingError
from tui.files.names import numbered
from tui.i18n import _

_NEW = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC
_MODE = 0o600


@dataclass(frozen=True, slots=True)
class Target:
    """Where a file is to go. `is_exact`: under this name or not at all; else numbered when the name is taken."""

    folder: Path
    name: str
    is_exact: bool


def target(output: str | None, name: str) -> Target:
    """Where a file goes that is called `name`: `output` is a folder, the file's own path, or None for this folder.

    Raises ConfigError when `output` exists already, or its folder does not.
    """
    try:
        return _target(Path(output or "."), name, is_folder=(output or "").endswith("/"))
    except OSError as error:  # of a name that is too long nothing can be asked
        raise ConfigError(_("{path} cannot be written: {reason}").format(path=output, reason=error.strerror)) from error


def _target(wanted: Path, name: str, *, is_folder: bool) -> Target:
    if wanted.is_dir():
        return Target(wanted, name, is_exact=False)
    if os.path.lexists(wanted):
        raise ConfigError(_("{path} exists already: choose another --output").format(path=wanted))
    if not wanted.parent.is_dir() or is_folder:
        raise ConfigError(_("there is no folder for {path}: make it first").format(path=wanted))
    return Target(wanted.parent, wanted.name, is_exact=True)


@dataclass(slots=True)
class NewFile:
    """A file that is being written: `part` takes its bytes, `saved` is its path once it is whole.

    Its `name` may still be changed while it is written.
    """

    part: BinaryIO
    name: str
    saved: str = ""


@contextmanager
def new_file(place: Target) -> Iterator[NewFile]:
    """Write to `NAME.part`; when the block ends well it gets its name, when it fails it is gone.

    Raises RoamingError when the file cannot be written.
    """
    part, file = _claim(place, ".part")
    try:
        with file:
            new = NewFile(file, place.name)
            yield new
            file.flush()
            os.fsync(file.fileno())
        new.saved = str(give_name(part, replace(place, name=new.name)))
    except OSError as error:
        part.unlink(missing_ok=True)
        raise cannot_write(part, error) from error
    except BaseException:
        part.unlink(missing_ok=True)
        raise


def give_name(part: Path, place: Target) -> Path:
    """Give `part` its name, which is claimed first, so that nobody's file of that name is replaced; returns its path.

    Raises OSError, ConfigError for an exact name that is taken, RoamingError.
    """
    path, claimed = _claim(place, "")
    claimed.close()
    return part.replace(path)


def _claim(place: Target, suffix: str) -> tuple[Path, BinaryIO]:
    """Make the first file of `place`'s names that does not exist yet."""
    for number in count(1):
        path = place.folder / (numbered(place.name, number) + suffix)
        try:
            return path, os.fdopen(os.open(path, _NEW, _MODE), "wb")
        except FileExistsError:
            if place.is_exact and not suffix:
                raise ConfigError(_("{path} exists already: choose another --output").format(path=path)) from None
        except OSError as error:
            raise cannot_write(path, error) from error
    raise AssertionError("numbers do not end")


def cannot_write(path: Path, error: OSError) -> RoamingError:
    """The error for a file that cannot be written."""
    return RoamingError(_("{path} cannot be written: {reason}").format(path=path, reason=error.strerror or error))
