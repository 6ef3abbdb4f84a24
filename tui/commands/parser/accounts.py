"""The commands around profiles: signing in and out, and what is configured where."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from tui.commands.parser.options import add_common, add_json, add_profile
from tui.i18n import _

if TYPE_CHECKING:
    from tui.commands.parser.options import Command, Commands

STORES = ("file", "keyring", "none")
KINDS = ("password", "token")


def add_accounts(commands: Commands) -> None:
    _add_login(commands)
    _add_logout(commands)
    profiles = commands.add_parser("profiles", help=_("list the profiles, and where their secrets come from"))
    paths = commands.add_parser("paths", help=_("say where the program keeps its files"))
    for command in (profiles, paths):
        add_common(command)


def _add_login(commands: Commands) -> None:
    login = commands.add_parser(
        "login",
        help=_("sign in, and write a profile"),
        description=_(
            "Asks for what is not given, checks it against the service, writes the profile and keeps the token."
        ),
        epilog=_("Without a terminal the secret is read from standard input. It is never taken from the command line."),
    )
    _add_name(login)
    login.add_argument("--app-key", metavar="ORG#APP", help=_("the app"))
    login.add_argument("--user", metavar="USER", help=_("the user id"))
    login.add_argument("--rest-url", metavar="URL", help=_("the service's REST address, for a server of your own"))
    login.add_argument("--ws-url", metavar="URL", help=_("the service's WebSocket address"))
    login.add_argument("--look-up", action="store_true", help=_("look the addresses up by the app key again"))
    _add_secret(login)
    add_json(login, _("one JSON object: the profile that was written, never a secret"))
    login.add_argument(
        "--store",
        choices=STORES,
        help=_("keep the token in a private file (default), in the keyring, or nowhere"),
    )


def _add_secret(login: Command) -> None:
    ways = login.add_mutually_exclusive_group()
    ways.add_argument("--password-stdin", action="store_true", help=_("read the password from standard input"))
    ways.add_argument("--token-stdin", action="store_true", help=_("read a token from standard input"))
    ways.add_argument("--secret-fd", metavar="N", type=_descriptor, help=_("read the secret from file descriptor N"))
    login.add_argument(
        "--secret-kind", choices=KINDS, default="password", help=_("what the secret is (default: password)")
    )


def _add_logout(commands: Commands) -> None:
    logout = commands.add_parser(
        "logout",
        help=_("remove the token that is kept for a profile"),
        description=_("Removes the kept token from this machine; the profile stays."),
    )
    _add_name(logout)
    logout.add_argument(
        "--shared", action="store_true", help=_("remove it, too, where other profiles keep theirs in the same place")
    )
    add_json(logout, _("one JSON object: what was removed, never the token"))


def _add_name(command: Command) -> None:
    command.add_argument("name", metavar="NAME", nargs="?", help=_("the profile; left out: the one that is meant"))
    add_profile(command, argparse.SUPPRESS)


def _descriptor(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) <= 6):
        raise argparse.ArgumentTypeError(_("{text} is no number of a file descriptor").format(text=text))
    return int(text)
