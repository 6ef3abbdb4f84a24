"""What `roam doctor` looks at beyond this machine: the account, its secret, the service, the clock."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator, Mapping

from tui.client import RoamingClient
from tui.client.probe import probe
from tui.commands.connecting import client_for
from tui.commands.findings import Finding, State
from tui.config import Connection, configured, with_secret
from tui.errors import NotSignedInError, RoamingError, SignInError, TransportError
from tui.i18n import _

CLOCK_TOLERANCE = 5.0
"""Seconds between our clock and the service's that nobody has to care about."""


def find_account(environment: Mapping[str, str], profile: str | None) -> tuple[Connection | None, tuple[Finding, ...]]:
    """The configured account, with its secret if there is one, and what is to be said of both."""
    try:
        connection = configured(environment, profile)
    except RoamingError as error:
        return None, (Finding("account", str(error), State.BROKEN, _("correct this first")),)
    if connection is None:
        advice = _("roam login makes one; until then roam starts with demo data")
        return None, (Finding("account", _("none"), State.NOTE, advice),)
    source = _("profile {name}").format(name=connection.name) if connection.name else _("environment")
    account = Finding("account", f"{connection.label} ({source})")
    connection, secret = _secret(connection, environment)
    return connection, (account, secret)


def _secret(connection: Connection, environment: Mapping[str, str]) -> tuple[Connection, Finding]:
    """Where the secret comes from and whether it is there; one that has to be typed is not asked for."""
    route = connection.route
    words = route.words() if route else _words_of_environment(environment)
    if route and route.asks_on_terminal:
        return connection, Finding("secret", words)
    try:
        connection = with_secret(connection)
    except RoamingError as error:
        return connection, Finding("secret", str(error), State.BROKEN, _("roam login writes a new one"))
    if connection.token or connection.password:
        return connection, Finding("secret", words)
    return connection, Finding("secret", _("none"), State.BROKEN, _("sign in with roam login, or set ROAM_TOKEN"))


def _words_of_environment(environment: Mapping[str, str]) -> str:
    return "ROAM_TOKEN" if environment.get("ROAM_TOKEN") else "ROAM_PASSWORD"


async def service_findings(connection: Connection) -> AsyncIterator[Finding]:
    """Whether the service is there and takes the secret; later findings are left out where earlier ones failed."""
    async with client_for(connection) as client:
        try:
            base = (await client.look_up_hosts()).rest[0]
            seen = await probe(base)
        except RoamingError as error:
            yield Finding("service", str(error), State.BROKEN, _unreachable(error))
            return
        milliseconds = _("{base} answers in {ms:.0f} ms").format(base=base, ms=1000 * seen.latency)
        yield Finding("service", milliseconds)
        for finding in _clock(seen.clock):
            yield finding
        if connection.token or connection.password:
            yield await _sign_in(client)


def _unreachable(error: RoamingError) -> str:
    if isinstance(error, TransportError):
        return _("check the network, the proxy and the profile's rest_url")
    return _("check the app key, or give the profile a rest_url")


def _clock(ahead: float | None) -> Iterator[Finding]:
    if ahead is None:
        return
    if abs(ahead) <= CLOCK_TOLERANCE:
        yield Finding("clock", _("agrees with the service's"))
        return
    words = _("{seconds:.0f} s behind the service's") if ahead > 0 else _("{seconds:.0f} s ahead of the service's")
    advice = _("set this machine's clock: times such as 2h would mean others than you think")
    yield Finding("clock", words.format(seconds=abs(ahead)), State.NOTE, advice)


async def _sign_in(client: RoamingClient) -> Finding:
    """Whether the secret is taken, tried with a call that changes nothing and is not counted like the list is."""
    try:
        await client.get_joined_groups(page_size=1)
    except (NotSignedInError, SignInError) as error:
        return Finding("sign-in", str(error), State.BROKEN, _("sign in again with roam login"))
    except RoamingError as error:
        return Finding("sign-in", str(error), State.BROKEN, _("try again; if it stays, ask who runs the service"))
    return Finding("sign-in", _("accepted as {user}").format(user=client.user_id))
