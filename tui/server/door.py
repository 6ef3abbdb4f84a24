"""Who is asking, for which app and as which user: what every call that needs a token goes through."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from sqlalchemy import Connection
from starlette.requests import Request

from tui.models import Json
from tui.protocol.endpoints import Parameters
from tui.server.accounts import Accounts
from tui.server.parameters import ParameterError, read_parameters
from tui.server.refusals import forbidden, illegal_argument, no_such_app, unauthorized, unreadable_body

Clock = Callable[[], float]
"""Seconds since 1970."""


@dataclass(frozen=True, slots=True)
class Door:
    """Opens for the tokens of one app."""

    accounts: Accounts
    app_key: str
    clock: Clock = time.time

    def now(self) -> int:
        """Milliseconds since 1970."""
        return int(self.clock() * 1000)

    def enter(self, connection: Connection, token: str, segments: Mapping[str, str]) -> str:
        """The user behind `token`, if the path is about this app and this user. Raises Refusal.

        The token comes first: whoever has none learns nothing of what is here. A path with the user's id in other
        letters is answered as the service does, for a user who has nothing (section 16).
        """
        user = self.accounts.owner_of(connection, token, self.now())
        self.check_app(segments)
        named = segments.get("user", user)
        if named.lower() != user:
            raise forbidden()
        return named

    def check_app(self, segments: Mapping[str, str]) -> None:
        if f"{segments['org']}#{segments['app']}" != self.app_key:
            raise no_such_app()


def bearer_of(request: Request) -> str:
    """The token of the Authorization header. Raises Refusal (401)."""
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not token.strip():
        raise unauthorized()
    return token.strip()


def query_of(request: Request, shape: type[Parameters] | None) -> Parameters | None:
    """The query as the endpoint's shape says. Raises Refusal (400)."""
    if shape is None:
        return None
    return _read(shape, dict(request.query_params))


def body_of(content: bytes, shape: type[Parameters] | None) -> Parameters | None:
    """The JSON body as the endpoint's shape says. Raises Refusal (400)."""
    if shape is None:
        return None
    try:
        given = json.loads(content)
    except (ValueError, RecursionError):
        raise unreadable_body() from None
    if not isinstance(given, dict):
        raise unreadable_body()
    return _read(shape, given)


def _read(shape: type[Parameters], given: Mapping[str, Json]) -> Parameters:
    try:
        return read_parameters(shape, given)
    except ParameterError as error:
        raise illegal_argument(str(error)) from None
