"""Whose history is meant: by the command line, the environment and the configuration file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from tui.config.forms import LIVE_SCHEMES, REST_SCHEMES, check_address, check_app_key, check_days, check_user
from tui.config.paths import config_path
from tui.config.routes import Route, SecretKind
from tui.config.settings import Confirm, Settings, no_such_profile, read_settings
from tui.errors import ConfigError
from tui.i18n import _
from tui.lenses import NO_LENSES, Lenses

FIRST_PROFILE = "default"
"""The name of a profile that nobody has named; it is the default where nothing else says which."""


@dataclass(frozen=True, slots=True)
class Connection:
    """Whom to ask for whose history. `rest_url` None: looked up by the app key (section 2)."""

    app_key: str
    user: str
    rest_url: str | None = None
    ws_url: str | None = None
    token: str | None = field(default=None, repr=False)
    password: str | None = field(default=None, repr=False)
    name: str = ""
    """The profile's name, '' when the connection comes from the environment."""
    note: str = ""
    """What the user should be told about how the configuration was read."""
    route: Route | None = None
    """Where the secret comes from that is not here yet (see `with_secret`)."""
    secret_kind: SecretKind = SecretKind.TOKEN
    live: bool = True
    """Whether to keep a live connection."""
    retention_days: int | None = None
    """How long the service keeps a message; None where nobody has said it."""
    read_only: bool = False
    """Nothing that the service keeps may be changed."""
    confirm: Confirm = Confirm.ASKED
    grace_seconds: int = 10
    """For how long a confirmed deletion can be undone before it is sent."""
    keep_deleted_days: int = 30
    """For how long a copy of what the user deletes is kept here; 0 for none."""
    lenses: Lenses = NO_LENSES

    @property
    def notices(self) -> tuple[str, ...]:
        """All that the user should be told about how the configuration was read, as sentences."""
        return (*filter(None, (self.note,)), *self.lenses.faults)

    @property
    def label(self) -> str:
        """The account in few words."""
        return f"{self.user}@{self.app_key.partition('#')[2]}"


def configured(environment: Mapping[str, str], name: str | None = None) -> Connection | None:
    """The connection that the command line, the environment and the configuration file mean; None for none.

    Raises ConfigError with a sentence that says what to correct.
    """
    return resolve(read_settings(config_path(environment)), environment, name)


def resolve(settings: Settings, environment: Mapping[str, str], name: str | None = None) -> Connection | None:
    """The connection that is meant, or None when nothing is configured.

    In this order: the profile `name`, the profile `ROAM_PROFILE`, `ROAM_APP_KEY` and its fellows, the file's `default`,
    its only profile, its profile called `default`. Secrets come from `ROAM_TOKEN` where the profile names no other way,
    and from `ROAM_PASSWORD`. Raises ConfigError for a profile that does not exist or an empty name, and where the
    environment's values cannot be right.
    """
    name = named_profile(name)
    if name is None and not environment.get("ROAM_PROFILE") and environment.get("ROAM_APP_KEY"):
        return _from_environment(environment)
    name = name or meant_profile(settings, environment)
    return None if name is None else _from_profile(settings, name, environment)


def named_profile(*given: str | None) -> str | None:
    """The first name that is given, None for none. An empty one (`--profile "$UNSET"`) is a ConfigError."""
    name = next((each for each in given if each is not None), None)
    if name == "":
        raise ConfigError(_("the profile's name is empty: name one, or leave the option out"))
    return name


def meant_profile(settings: Settings, environment: Mapping[str, str]) -> str | None:
    """The profile that is meant when none is named, None where there is no profile. Raises ConfigError for several."""
    name = environment.get("ROAM_PROFILE") or _own_default(settings)
    if name is None and settings.profiles:
        names = ", ".join(sorted(settings.profiles))
        raise ConfigError(_("which profile? Name one with --profile: {names}").format(names=names))
    return name


def usual_profile(settings: Settings, environment: Mapping[str, str]) -> str | None:
    """The profile that commands use by themselves; None when it is the environment's account, or has to be named."""
    named = environment.get("ROAM_PROFILE")
    return named or (None if environment.get("ROAM_APP_KEY") else _own_default(settings))


def _own_default(settings: Settings) -> str | None:
    if settings.default or len(settings.profiles) == 1:
        return settings.default or next(iter(settings.profiles))
    return FIRST_PROFILE if FIRST_PROFILE in settings.profiles else None


def with_secret(connection: Connection) -> Connection:
    """The connection with the secret that its route gives; it may still have none.

    Blocks for as long as the route takes. Raises ConfigError or SignInError.
    """
    if connection.route is None or connection.token:
        return connection
    secret = connection.route.get()
    if secret is None:
        return connection
    if connection.secret_kind is SecretKind.PASSWORD:
        return replace(connection, password=secret, route=None)
    return replace(connection, token=secret)


def _from_environment(environment: Mapping[str, str]) -> Connection:
    user = environment.get("ROAM_USER")
    if not user:
        raise ConfigError(_("ROAM_APP_KEY is set but ROAM_USER is not: set it to the user id"))
    connection = Connection(
        app_key=check_app_key(environment["ROAM_APP_KEY"]),
        user=user,
        rest_url=environment.get("ROAM_REST_URL") or None,
        ws_url=environment.get("ROAM_WS_URL") or None,
        token=environment.get("ROAM_TOKEN") or None,
        password=environment.get("ROAM_PASSWORD") or None,
        retention_days=_days(environment.get("ROAM_RETENTION_DAYS")),
    )
    for address, schemes in ((connection.rest_url, REST_SCHEMES), (connection.ws_url, LIVE_SCHEMES)):
        if address is not None:
            check_address(address, schemes)
    return _in_lower_case(connection)


def _days(text: str | None) -> int | None:
    if not text:
        return None
    is_number = text.isascii() and text.isdigit() and len(text) <= 9
    return check_days("ROAM_RETENTION_DAYS", int(text) if is_number else text)


def _from_profile(settings: Settings, name: str, environment: Mapping[str, str]) -> Connection:
    profile = settings.profiles.get(name)
    if profile is None:
        raise no_such_profile(settings, name)
    connection = Connection(
        app_key=profile.app_key,
        user=profile.user,
        rest_url=profile.rest_url,
        ws_url=profile.ws_url,
        token=None if profile.route else environment.get("ROAM_TOKEN") or None,
        password=environment.get("ROAM_PASSWORD") or None,
        name=name,
        route=profile.route,
        secret_kind=profile.secret_kind,
        live=profile.live,
        retention_days=profile.retention_days,
        read_only=profile.read_only,
        confirm=profile.confirm,
        grace_seconds=profile.grace_seconds,
        keep_deleted_days=profile.keep_deleted_days,
        lenses=profile.lenses,
    )
    return _in_lower_case(connection)


def _in_lower_case(connection: Connection) -> Connection:
    user = check_user(connection.user)
    note = "" if user == connection.user else _("user ids are lower case: using {user}").format(user=user)
    return replace(connection, user=user, note=note)


def keep_token(connection: Connection, token: str) -> bool:
    """Keep a fresh token where the profile keeps one; False where it keeps none. Blocks; raises as `with_secret`."""
    if connection.route is None or connection.secret_kind is not SecretKind.TOKEN:
        return False
    return connection.route.keep(token)
