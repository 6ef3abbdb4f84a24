"""Profiles, secrets and places: what the program is told about whom to ask for whose history."""

from tui.config.connection import (
    FIRST_PROFILE,
    Connection,
    configured,
    keep_token,
    meant_profile,
    named_profile,
    resolve,
    usual_profile,
    with_secret,
)
from tui.config.device import claim_device, command_device, device_name
from tui.config.fitting import connection_of
from tui.config.paths import (
    archive_file,
    config_path,
    data_directory,
    device_path,
    journal_file,
    state_directory,
    token_directory,
)
from tui.config.routes import Route, SecretKind
from tui.config.settings import Confirm, Profile, Settings, read_settings

__all__ = [
    "FIRST_PROFILE",
    "Confirm",
    "Connection",
    "Profile",
    "Route",
    "SecretKind",
    "Settings",
    "archive_file",
    "claim_device",
    "command_device",
    "config_path",
    "configured",
    "connection_of",
    "data_directory",
    "device_name",
    "device_path",
    "journal_file",
    "keep_token",
    "meant_profile",
    "named_profile",
    "read_settings",
    "resolve",
    "state_directory",
    "token_directory",
    "usual_profile",
    "with_secret",
]
