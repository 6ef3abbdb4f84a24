"""`roam completion`: scripts by which a shell completes commands, options and their values."""

from __future__ import annotations

import argparse
import sys

from tui.commands.completion import bash, fish, zsh
from tui.commands.completion.grammar import Grammar, read_grammar
from tui.commands.parser import build_parser

_WRITERS = {"bash": bash.write, "zsh": zsh.write, "fish": fish.write}


def run(arguments: argparse.Namespace) -> int:
    """Print the script for one shell."""
    sys.stdout.write(script(arguments.shell, read_grammar(build_parser())))
    return 0


def script(shell: str, grammar: Grammar) -> str:
    """The script for `shell` (bash, zsh or fish)."""
    return _WRITERS[shell](grammar)
