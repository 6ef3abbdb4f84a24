"""`roam reset-terminal`: makes a terminal usable again that a killed program has left in disorder."""

from __future__ import annotations

import argparse
import sys
import termios

from tui.errors import ConfigError
from tui.i18n import _
from tui.modes import RESET

_INPUT, _OUTPUT, _LOCAL = 0, 1, 3
"""Where the flags are in what `tcgetattr` returns."""


def run(arguments: argparse.Namespace) -> int:
    """Switch off every mode that the browser uses; typed lines are shown and edited again."""
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise ConfigError(_("there is no terminal to reset: standard input and output must be one"))
    _edit_lines(sys.stdin.fileno())
    sys.stdout.write(RESET)
    return 0


def _edit_lines(terminal: int) -> None:
    attributes = termios.tcgetattr(terminal)
    attributes[_INPUT] |= termios.ICRNL | termios.IXON
    attributes[_INPUT] &= ~(termios.INLCR | termios.IGNCR)
    attributes[_OUTPUT] |= termios.OPOST | termios.ONLCR
    attributes[_LOCAL] |= termios.ECHO | termios.ECHOE | termios.ECHOK | termios.ICANON | termios.IEXTEN | termios.ISIG
    termios.tcsetattr(terminal, termios.TCSANOW, attributes)
