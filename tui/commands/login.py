"""`roam login`: a profile that works, and its token."""

from __future__ import annotations

import argparse
import asyncio
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import replace

from tui.commands.asking import ask, ask_secret, can_ask, read_secret
from tui.commands.connecting import client_for
from tui.commands.printing import print_json, say
from tui.commands.profiles import profile_object
from tui.config import (
    FIRST_PROFILE,
    Connection,
    Profile,
    Route,
    SecretKind,
    Settings,
    config_path,
    meant_profile,
    named_profile,
    read_settings,
    token_directory,
    with_secret,
)
from tui.config.forms import (
    LIVE_SCHEMES,
    REST_SCHEMES,
    check_address,
    check_app_key,
    check_profile_name,
    check_user,
)
from tui.config.read_only import ReadOnly, keeps
from tui.config.settings import ROUTES, keyring_of
from tui.config.sharing import same_place
from tui.config.token_file import TokenFile
from tui.config.writing import Change, edited_file, save_profile
from tui.errors import ConfigError, RoamingError, SignInError
from tui.i18n import _
from tui.models import Json
from tui.text import clean_line

STANDARD_INPUT = 0


def run(arguments: argparse.Namespace) -> int:
    """Ask, check against the service, keep the token, write the profile; nothing is written unless all is right."""
    path = config_path(os.environ)
    settings = read_settings(path)
    given = named_profile(arguments.name, arguments.profile)
    name = check_profile_name(given or meant_profile(settings, os.environ) or FIRST_PROFILE)
    present = settings.profiles.get(name)
    account = _account(arguments, name, present)
    route = _route(arguments.store, account, present)
    token = asyncio.run(_token(_with_secret(arguments, replace(account, route=route))))
    changes = _changes(account, route, present)
    edited_file(path, name, changes)  # before the token, which is hard to take back
    with _kept(route, token):
        save_profile(path, name, changes)
    others = [profile.route for other, profile in settings.profiles.items() if other != name]
    _forget_old(present, [route, *others])
    if arguments.json:
        print_json(_object(name, read_settings(path), is_kept=route is not None and keeps(route)))
    else:
        sentence = _("signed in as {account}: profile {name} in {path}")
        print(clean_line(sentence.format(account=account.label, name=name, path=path)))
    return 0


def _object(name: str, settings: Settings, *, is_kept: bool) -> Mapping[str, Json]:
    return {**profile_object(name, settings), "config": str(settings.path), "token_kept": is_kept}


def _account(arguments: argparse.Namespace, name: str, present: Profile | None) -> Connection:
    """Whom to sign in: as the options say, as the profile says, as the user answers."""
    app_key = arguments.app_key or (present and present.app_key)
    user = arguments.user or (present and present.user)
    rest_url, ws_url = arguments.rest_url, arguments.ws_url
    if not arguments.look_up:
        rest_url = rest_url or (present and present.rest_url)
        ws_url = ws_url or (present and present.ws_url)
    app_key = app_key or _asked(_("app key (ORG#APP)"), check_app_key, "--app-key")
    user = user or _asked(_("user id"), check_user, "--user")
    if not (present or rest_url or arguments.look_up) and can_ask():
        rest_url = ask(_("REST address (nothing: looked up by the app key)"), _check_rest_url_if_any) or None
    if rest_url:
        check_address(rest_url, REST_SCHEMES)
    if ws_url:
        check_address(ws_url, LIVE_SCHEMES)
    lower = check_user(user)
    if lower != user:
        say(_("user ids are lower case: using {user}").format(user=lower))
    kind = present.secret_kind if present else SecretKind.TOKEN
    return Connection(check_app_key(app_key), lower, rest_url or None, ws_url or None, name=name, secret_kind=kind)


def _asked(question: str, check: Callable[[str], object], option: str) -> str:
    if not can_ask():
        raise ConfigError(_("there is no terminal to ask at: say it with {option}").format(option=option))
    return ask(question, check)


def _check_rest_url_if_any(text: str) -> None:
    if text:
        check_address(text, REST_SCHEMES)


def _route(store: str | None, account: Connection, present: Profile | None) -> Route | None:
    """Where the secret is to come from, from now on."""
    if present and isinstance(present.route, ReadOnly) and store in (None, present.route.name):
        return present.route
    kept = present.token_file if present and present.secret_kind is SecretKind.TOKEN else None
    match store:
        case "none":
            return None
        case "keyring":
            return keyring_of(account.app_key, account.user, account.rest_url)
        case None if present and present.keyring:
            return keyring_of(account.app_key, account.user, account.rest_url)
        case None if present and present.route:
            return present.route
        case _:
            return TokenFile(kept or token_directory() / f"{account.name}.token")


def _with_secret(arguments: argparse.Namespace, account: Connection) -> Connection:
    """The account with the secret to sign in by."""
    if arguments.password_stdin:
        return replace(account, password=read_secret(STANDARD_INPUT))
    if arguments.token_stdin:
        return replace(account, token=read_secret(STANDARD_INPUT).strip())
    if arguments.secret_fd is not None:
        return _as_kind(account, arguments.secret_kind, read_secret(arguments.secret_fd))
    if isinstance(account.route, ReadOnly) or (account.route and account.route.asks_on_terminal):
        return with_secret(account)
    if not can_ask():
        return _as_kind(account, arguments.secret_kind, read_secret(STANDARD_INPUT))
    if arguments.secret_kind == SecretKind.PASSWORD:
        password = ask_secret(_("password of {account} (nothing: a token)").format(account=account.label))
        if password:
            return replace(account, password=password)
    token = ask_secret(_("token")).strip()
    if not token:
        raise SignInError(_("neither a password nor a token was given"))
    return replace(account, token=token)


def _as_kind(account: Connection, kind: str, secret: str) -> Connection:
    if kind == SecretKind.TOKEN:
        return replace(account, token=secret.strip())
    return replace(account, password=secret)


async def _token(account: Connection) -> str:
    """A token that the service has just accepted for reading the account's list."""
    async with client_for(account) as client:
        signed_in = await client.sign_in()
        await client.get_server_conversations(page_size=1)
        return signed_in.token


def _changes(account: Connection, route: Route | None, present: Profile | None) -> Mapping[str, Change]:
    changes: dict[str, Change] = {
        "app_key": account.app_key,
        "user": account.user,
        "rest_url": account.rest_url,
        "ws_url": account.ws_url,
    }
    if route is None or keeps(route):
        changes["secret_kind"] = None  # what is kept from now on is a token
    if present is None or route != present.route:
        changes |= dict.fromkeys(ROUTES)
        if isinstance(route, TokenFile):
            changes["token_file"] = str(route.path)
        elif route is not None:
            changes["keyring"] = True
    return changes


@contextmanager
def _kept(route: Route | None, token: str) -> Iterator[None]:
    """Keep the token; where what follows fails, what was kept before comes back."""
    old = None
    if route is not None and keeps(route):
        with suppress(RoamingError):  # a file without a token in it has nothing to bring back
            old = route.get()
    if route is not None and not route.keep(token):
        say(_("the token is not kept: the secret comes from the {place}").format(place=route.words()))
    try:
        yield
    except BaseException:
        if route is not None and old is not None:
            route.keep(old)
        elif route is not None:
            route.forget()
        raise


def _forget_old(present: Profile | None, used: Sequence[Route | None]) -> None:
    """A token that no profile names any more must not lie about; where it cannot be removed, that is said."""
    if present and present.route and not any(same_place(present.route, each) for each in used):
        try:
            present.route.forget()
        except RoamingError as error:
            say(str(error))
