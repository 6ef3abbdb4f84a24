"""The token kept in a file for the user's eyes only."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from tui.config.private_files import write_private
from tui.errors import ConfigError
from tui.i18n import _

_TOO_OPEN = 0o077


@dataclass(frozen=True, slots=True)
class TokenFile:
    """Keeps the token in the file at `path`, which nobody else may read."""

    path: Path
    asks_on_terminal = False
    name = "token_file"

    def words(self) -> str:
        try:
            missing = "" if self.path.exists() else _(" (not there)")
        except OSError as error:  # a name that is too long, a folder that may not be looked into
            missing = f" ({error.strerror})"
        return _("token file {path}{missing}").format(path=self.path, missing=missing)

    def get(self) -> str | None:
        """The token, None when there is no file. Raises ConfigError when the file is not as it should be."""
        try:
            mode = self.path.stat().st_mode
            token = self.path.read_text(encoding="utf-8").strip()
        except FileNotFoundError:
            return None
        except (OSError, UnicodeDecodeError):
            raise ConfigError(_("the token file {path} cannot be read").format(path=self.path)) from None
        if os.name == "posix" and mode & _TOO_OPEN:
            raise ConfigError(_("the token file {path} can be read by others: chmod 600 it").format(path=self.path))
        if not token:
            raise ConfigError(_("the token file {path} is empty: roam login fills it").format(path=self.path))
        return token

    def keep(self, token: str) -> bool:
        try:
            write_private(self.path, f"{token}\n".encode())
        except OSError as error:
            sentence = _("the token file {path} cannot be written: {reason}")
            raise ConfigError(sentence.format(path=self.path, reason=error.strerror)) from error
        return True

    def forget(self) -> bool:
        try:
            self.path.unlink()
        except FileNotFoundError:
            return False
        except OSError as error:
            sentence = _("the token file {path} cannot be removed: {reason}")
            raise ConfigError(sentence.format(path=self.path, reason=error.strerror)) from error
        return True
