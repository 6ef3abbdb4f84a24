"""Which module runs which plain command; it is imported only when its command is."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from importlib import import_module

MODULES = {
    "completion": "completion",
    "conversations": "conversations",
    "coverage": "coverage",
    "delete-conversation": "delete_conversation",
    "delete-messages": "delete_messages",
    "doctor": "doctor",
    "download": "download",
    "export": "export",
    "history": "history",
    "import": "importing",
    "journal": "journal",
    "login": "login",
    "logout": "logout",
    "paths": "paths",
    "pin": "pinning",
    "profiles": "profiles",
    "reset-terminal": "reset_terminal",
    "say": "saying",
    "search": "search",
    "serve": "serving",
    "sync": "sync",
    "unpin": "pinning",
}
"""The commands and their modules in this package; each has `run(arguments) -> int`, the exit code."""


def command(name: str) -> Callable[[argparse.Namespace], int]:
    """What runs the plain command `name`. It raises RoamingErrors and KeyboardInterrupt."""
    run: Callable[[argparse.Namespace], int] = import_module(f"tui.commands.{MODULES[name]}").run
    return run
