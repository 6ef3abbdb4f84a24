"""A program of the user's that prints the secret, such as a password manager."""

from __future__ import annotations

import os
import subprocess
from dataclasses import dataclass, field

from tui.errors import ConfigError, SignInError
from tui.i18n import _
from tui.programs import without_our_secrets

PATIENCE = 60.0
"""Seconds that the program may take; it may have to ask for a passphrase."""


@dataclass(frozen=True, slots=True)
class SecretCommand:
    """Runs `command`, without a shell; the first line of its output is the secret.

    It has our terminal to ask at, so it must run before the browser takes the screen.
    """

    command: tuple[str, ...] = field(repr=False)  # its arguments may be nobody's business
    patience: float = PATIENCE
    asks_on_terminal = True
    name = "secret_command"

    def words(self) -> str:
        return _("command {program}").format(program=self.command[0])

    def get(self) -> str | None:
        """The secret. Raises ConfigError when the command cannot be run, SignInError when it gives no secret."""
        output = self._run()
        try:
            lines = output.decode().splitlines()
        except UnicodeDecodeError:
            lines = []
        if not lines or not lines[0].strip():
            raise SignInError(_("the secret command {program} printed no secret").format(program=self.command[0]))
        return lines[0]

    def keep(self, token: str) -> bool:
        """Nothing is kept: the command has its own place for the secret."""
        return False

    def forget(self) -> bool:
        return False

    def _run(self) -> bytes:
        program = self.command[0]
        try:
            done = subprocess.run(  # noqa: S603  # the user's own command, and no shell reads it
                self.command,
                stdout=subprocess.PIPE,
                timeout=self.patience,
                env=without_our_secrets(os.environ),
                check=False,
            )
        except subprocess.TimeoutExpired:
            sentence = _("the secret command {program} took longer than {seconds:g} seconds")
            failure = SignInError(sentence.format(program=program, seconds=self.patience))
        except (OSError, ValueError) as error:
            reason = error.strerror if isinstance(error, OSError) else _("its arguments cannot be passed on")
            raise ConfigError(
                _("the secret command {program} cannot be run: {reason}").format(program=program, reason=reason)
            ) from None
        else:
            if done.returncode == 0:
                return done.stdout
            sentence = _("the secret command {program} failed with status {status}")
            failure = SignInError(sentence.format(program=program, status=done.returncode))
        raise failure  # outside of the handler: subprocess's error holds the arguments and what was printed
