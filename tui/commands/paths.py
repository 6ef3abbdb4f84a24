"""`roam paths`: where the program keeps its files."""

from __future__ import annotations

import argparse
import os
from pathlib import Path

from tui.commands.archives import archive_of
from tui.commands.printing import print_json, print_table, say
from tui.config import config_path, configured, data_directory, device_path, state_directory, token_directory
from tui.errors import ConfigError


def run(arguments: argparse.Namespace) -> int:
    """Print a place a line, or one JSON object; a place need not exist yet.

    The archive is that of the configured account; without one there is none.
    """
    places = {
        "config": config_path(os.environ),
        "state": state_directory(),
        "tokens": token_directory(),
        "device": device_path(),
        "data": data_directory(),
        **_archive(arguments.profile),
    }
    if arguments.json:
        print_json({name: str(path) for name, path in places.items()})
    else:
        print_table([[name, str(path)] for name, path in places.items()])
    return 0


def _archive(profile: str | None) -> dict[str, Path]:
    """A configuration that cannot be right must not hide where it is."""
    try:
        connection = configured(os.environ, profile)
    except ConfigError as error:
        say(str(error))
        return {}
    return {"archive": archive_of(connection)} if connection else {}
