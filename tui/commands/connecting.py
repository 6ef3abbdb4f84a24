"""A client of the configured service, made the same way for every plain command."""

from __future__ import annotations

import os

from tui.client import RoamingClient
from tui.commands.printing import say
from tui.config import Connection, config_path, configured, device_name
from tui.errors import ConfigError
from tui.i18n import _


def required(profile: str | None) -> Connection:
    """The configured connection. Raises ConfigError where there is none, or what is configured cannot be right."""
    connection = configured(os.environ, profile)
    if connection is None:
        sentence = _(
            "no account is configured: set ROAM_APP_KEY, ROAM_USER and ROAM_TOKEN, or write a profile to {path}"
        )
        raise ConfigError(sentence.format(path=config_path(os.environ)))
    if connection.note:
        say(connection.note)
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
