"""`roam paths`: where the program keeps its files."""

from __future__ import annotations

import argparse
import os

from tui.commands.printing import print_json, print_table
from tui.config import config_path, device_path, state_directory, token_directory


def run(arguments: argparse.Namespace) -> int:
    """Print a place a line, or one JSON object; a place need not exist yet."""
    places = {
        "config": config_path(os.environ),
        "state": state_directory(),
        "tokens": token_directory(),
        "device": device_path(),
    }
    if arguments.json:
        print_json({name: str(path) for name, path in places.items()})
    else:
        print_table([[name, str(path)] for name, path in places.items()])
    return 0
