"""The command line: what can be typed, and how it is explained; the commands are added by subject."""

from __future__ import annotations

import argparse
from collections.abc import Sequence

from tui import __version__
from tui.commands.parser.accounts import add_accounts
from tui.commands.parser.archiving import add_archiving
from tui.commands.parser.changing import add_changing
from tui.commands.parser.local import add_local
from tui.commands.parser.options import Command, add_live, add_log, add_mouse, add_profile, add_read_only
from tui.commands.parser.program import add_program
from tui.commands.parser.reading import add_reading
from tui.i18n import _


def parse(arguments: Sequence[str] | None = None) -> argparse.Namespace:
    """Read the command line; usage errors end the program with exit code 2. `command` is None for the browser."""
    return build_parser().parse_args(arguments)


def build_parser() -> argparse.ArgumentParser:
    parser = Command(
        prog="roam",
        description=_("The terminal browser for chat histories kept by the Easemob / Agora Chat service."),
        epilog=_("Without a command: the browser, for the configured account, or with demo data when there is none."),
    )
    parser.add_argument("--version", action="version", version=f"roam {__version__}")
    add_profile(parser)
    add_log(parser)
    add_live(parser)
    add_read_only(parser)
    add_mouse(parser)
    commands = parser.add_subparsers(dest="command", metavar=_("COMMAND"), parser_class=Command)
    add_reading(commands)
    add_archiving(commands)
    add_changing(commands)
    add_accounts(commands)
    add_local(commands)
    add_program(commands)
    for command in set(commands.choices.values()):
        add_log(command, argparse.SUPPRESS)
    return parser
