"""A client of the configured service, made the same way for the browser and for every plain command."""

from __future__ import annotations

import os

from tui.client import RoamingClient
from tui.config import Connection, config_path, device_name, read_settings, resolve
from tui.errors import ConfigError
from tui.i18n import _


def configured(profile: str | None) -> Connection | None:
    """The connection that the command line, the environment and the configuration file mean; None for none.

    Raises ConfigError with a sentence that says what to correct.
    """
    return resolve(read_settings(config_path(os.environ)), os.environ, profile)


def required(profile: str | None) -> Connection:
    """Like `configured`, where there is nothing to do without a connection."""
    connection = configured(profile)
    if connection is None:
        raise ConfigError(
            _(
                "no account is configured: set ROAM_APP_KEY, ROAM_USER and ROAM_TOKEN, or write a profile to {path}"
            ).format(path=config_path(os.environ))
        )
    return connection


def client_for(connection: Connection) -> RoamingClient:
    """A client that has not yet asked for anything."""
    return RoamingClient(
        connection.app_key,
        connection.user,
        rest_url=connection.rest_url,
        token=connection.token,
        password=connection.password,
        resource=device_name(),
    )
