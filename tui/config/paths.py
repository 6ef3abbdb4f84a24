"""Where the program keeps its files."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path


def config_path(environment: Mapping[str, str]) -> Path:
    """The configuration file: `ROAM_CONFIG`, or `roam/config.toml` in the user's configuration directory."""
    named = environment.get("ROAM_CONFIG")
    return Path(named) if named else _user_directory("config") / "config.toml"


def state_directory() -> Path:
    """What the program itself keeps between runs; it may not exist yet."""
    return _user_directory("state")


def device_path() -> Path:
    """This installation's name among the user's devices."""
    return state_directory() / "device"


def token_directory() -> Path:
    """Where `roam login` keeps tokens, a file a profile."""
    return state_directory() / "tokens"


def _user_directory(kind: str) -> Path:
    from platformdirs import PlatformDirs

    dirs = PlatformDirs("roam", appauthor=False)
    return dirs.user_config_path if kind == "config" else dirs.user_state_path
