"""Where the program keeps its files."""

from __future__ import annotations

import re
from collections.abc import Mapping
from hashlib import blake2s
from pathlib import Path

_UNSAFE = re.compile(r"[^A-Za-z0-9_-]+")
_LONGEST = 64
"""Characters of a file's name that are there to be read."""


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


def data_directory() -> Path:
    """What the user would miss if it were gone; it may not exist yet."""
    return _user_directory("data")


def archive_file(app_key: str, user: str, rest_url: str | None) -> Path:
    """The file that keeps what was seen of an account; it may not exist yet.

    One for each account: the same user on another server (`rest_url`, None for the looked-up one) is somebody else.
    What there is to read in the name may be the same for two accounts, the number at its end is not.
    """
    account = "\n".join((app_key, user, (rest_url or "").rstrip("/")))
    number = blake2s(account.encode("utf-8", "surrogateescape"), digest_size=6).hexdigest()
    readable = _UNSAFE.sub("_", f"{user}-{app_key}")[:_LONGEST]
    return data_directory() / "archives" / f"{readable}-{number}.db"


def journal_file(app_key: str, user: str, rest_url: str | None) -> Path:
    """The file that says what was deleted of an account with this program, beside its archive."""
    return archive_file(app_key, user, rest_url).with_suffix(".journal")


def _user_directory(kind: str) -> Path:
    from platformdirs import PlatformDirs

    dirs = PlatformDirs("roam", appauthor=False)
    return {"config": dirs.user_config_path, "state": dirs.user_state_path, "data": dirs.user_data_path}[kind]
