"""Asking the user at the terminal, and reading secrets from where no other process sees them."""

from __future__ import annotations

import getpass
import os
import sys
from collections.abc import Callable

from tui.commands.printing import say
from tui.errors import ConfigError
from tui.i18n import _

MAX_SECRET = 64 * 1024
"""Bytes of a secret; whoever sends more has got the wrong file."""


def can_ask() -> bool:
    """Whether somebody sits at a terminal to be asked."""
    return sys.stdin.isatty() and sys.stderr.isatty()


def ask(question: str, check: Callable[[str], object]) -> str:
    """Ask until `check` raises no ConfigError any more. Raises ConfigError when the input ends."""
    while True:
        sys.stderr.write(f"{question}: ")
        sys.stderr.flush()
        line = sys.stdin.readline()
        if not line:
            raise ConfigError(_("nothing was changed: the input has ended"))
        try:
            check(line.strip())
        except ConfigError as error:
            say(str(error))
        else:
            return line.strip()


def ask_secret(question: str) -> str:
    """Ask for something that is not shown while it is typed; '' when nothing is. Raises ConfigError at the end."""
    try:
        return getpass.getpass(f"{question}: ")
    except EOFError:
        raise ConfigError(_("nothing was changed: the input has ended")) from None
    except UnicodeDecodeError:
        raise ConfigError(_("the secret is no text in UTF-8")) from None


def read_secret(descriptor: int) -> str:
    """The secret that an open file descriptor holds to its end, less a line's end; a terminal is asked for it unseen.

    Raises ConfigError without one.
    """
    secret = ask_secret(_("password or token")) if os.isatty(descriptor) else _held_by(descriptor)
    if not secret:
        raise ConfigError(_("no secret was given: write the password to standard input, or see roam login --help"))
    return secret


def _held_by(descriptor: int) -> str:
    try:
        return _read(descriptor).decode().removesuffix("\n").removesuffix("\r")
    except OSError as error:
        sentence = _("file descriptor {number} cannot be read: {reason}")
        raise ConfigError(sentence.format(number=descriptor, reason=error.strerror)) from error
    except UnicodeDecodeError:
        raise ConfigError(_("the secret is no text in UTF-8")) from None


def _read(descriptor: int) -> bytes:
    data = b""
    while chunk := os.read(descriptor, MAX_SECRET):
        data += chunk
        if len(data) > MAX_SECRET:
            raise ConfigError(_("the secret is longer than {limit:,} bytes").format(limit=MAX_SECRET))
    return data
