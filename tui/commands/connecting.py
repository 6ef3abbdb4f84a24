"""A client of the configured service, made the same way for every plain command."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import TypeVar

from tui.client import RoamingClient
from tui.commands.archives import open_archive_of
from tui.commands.asking import ask_secret, can_ask
from tui.commands.printing import say
from tui.commands.recording import RecordingClient
from tui.config import Connection, command_device, config_path, configured, with_secret
from tui.errors import ConfigError, SignInError
from tui.i18n import _

Client = TypeVar("Client", bound=RoamingClient)


def required(profile: str | None, *, read_only: bool = False) -> Connection:
    """The configured connection with its secret; a password that is nowhere else is asked for at the terminal.

    With `read_only` nothing may be changed by it, whatever the profile says. Raises ConfigError as `required_account`,
    SignInError without a secret.
    """
    connection = required_account(profile)
    connection = replace(connection, read_only=connection.read_only or read_only)
    return _with_some_secret(with_secret(connection))


def required_account(profile: str | None) -> Connection:
    """The configured connection, for what needs no secret.

    Raises ConfigError where nothing is configured or what is configured cannot be right.
    """
    connection = configured(os.environ, profile)
    if connection is None:
        sentence = _(
            "no account is configured: roam login writes a profile to {path}; "
            "or set ROAM_APP_KEY, ROAM_USER and ROAM_TOKEN"
        )
        raise ConfigError(sentence.format(path=config_path(os.environ)))
    for notice in connection.notices:
        say(notice)
    return connection


def _with_some_secret(connection: Connection) -> Connection:
    if connection.token or connection.password:
        return connection
    if not can_ask():
        command = f"roam login {connection.name}".rstrip()
        raise SignInError(_("you are not signed in: {command} does that").format(command=command))
    password = ask_secret(_("password of {account}").format(account=connection.label))
    return replace(connection, password=password)


def client_for(connection: Connection) -> RoamingClient:
    """A client that has not yet asked for anything."""
    return _made(RoamingClient, connection)


def recording_client_for(connection: Connection) -> RecordingClient:
    """As `client_for`; what it will be told is archived."""
    return _made(partial(RecordingClient, open_archive=partial(open_archive_of, connection)), connection)


def _made(kind: Callable[..., Client], connection: Connection) -> Client:
    return kind(
        connection.app_key,
        connection.user,
        rest_url=connection.rest_url,
        token=connection.token,
        password=connection.password,
        resource=command_device(),
        read_only=connection.read_only,
    )
