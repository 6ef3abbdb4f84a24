"""The command line: what can be typed, and how it is explained."""

from __future__ import annotations

import argparse
from collections.abc import Sequence

from tui import __version__
from tui.i18n import _
from tui.models import ConversationType

DEMO_APP_KEY = "demo#roam"


def parse(arguments: Sequence[str] | None = None) -> argparse.Namespace:
    """Read the command line; usage errors end the program with exit code 2. `command` is None for the browser."""
    return build_parser().parse_args(arguments)


def build_parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="roam",
        description=_("The terminal browser for chat histories kept by the Easemob / Agora Chat service."),
        epilog=_("Without a command: the browser, for the configured account, or with demo data when there is none."),
    )
    parser.add_argument("--version", action="version", version=f"roam {__version__}")
    _add_profile(parser)
    commands = parser.add_subparsers(dest="command", metavar=_("COMMAND"))
    _add_demo(commands)
    _add_conversations(commands)
    _add_history(commands)
    _add_import(commands)
    _add_serve(commands)
    return parser


def _add_profile(parser: argparse.ArgumentParser, default: str | None = None) -> None:
    parser.add_argument(
        "--profile", metavar="NAME", default=default, help=_("use this profile of the configuration file")
    )


def _add_demo(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    demo = commands.add_parser("demo", help=_("browse made-up data, or a history file, on a local service"))
    demo.add_argument(
        "--history", metavar="FILE", help=_("a history-record file (.jsonl or .jsonl.gz) to browse instead")
    )


def _add_conversations(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    conversations = commands.add_parser("conversations", help=_("list the conversations"))
    conversations.add_argument("--pinned", action="store_true", help=_("only the pinned ones"))
    _add_common(conversations)


def _add_history(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    history = commands.add_parser(
        "history",
        help=_("print the messages of a conversation"),
        description=_("Prints messages: for people oldest first, with --json in the order of the direction."),
    )
    history.add_argument("conversation", metavar="CONVERSATION", help=_("the id of a user, group or chat room"))
    history.add_argument(
        "--type",
        choices=[each.value for each in ConversationType],
        help=_("the kind of conversation; looked up in the list when left out"),
    )
    history.add_argument(
        "--direction",
        choices=["up", "down"],
        default="up",
        help=_("up: from the newest (or the cursor) to older; down: from the oldest (or the cursor) to newer"),
    )
    history.add_argument("--cursor", metavar="ID", help=_("start after this message"))
    history.add_argument(
        "--limit", metavar="N", type=_limit, default=50, help=_("at most N messages; 0 for all (default: 50)")
    )
    _add_common(history)


def _add_import(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    importing = commands.add_parser(
        "import",
        help=_("fill a local service's database from history-record files"),
        description=_("Reads history-record files as USER's account sees them. Running it again changes nothing."),
    )
    importing.add_argument("files", metavar="FILE", nargs="+", help=_("a .jsonl or .jsonl.gz file"))
    importing.add_argument("--account", metavar="USER", required=True, help=_("whose `direction` the records have"))
    importing.add_argument("--password", metavar="PW", help=_("the password that every account gets"))
    _add_server(importing)


def _add_serve(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    serve = commands.add_parser("serve", help=_("run the local service on a port"))
    serve.add_argument("--host", default="127.0.0.1", help=_("the address to listen at (default: 127.0.0.1)"))
    serve.add_argument("--port", type=int, default=0, help=_("the port; 0 for any that is free (default)"))
    _add_server(serve)


def _add_server(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--db", metavar="URL", required=True, help=_("the database, such as sqlite:///roam.db"))
    parser.add_argument(
        "--app-key", metavar="ORG#APP", default=DEMO_APP_KEY, help=_("the app that is served (default: demo#roam)")
    )


def _add_common(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help=_("one JSON object a line, with the service's names"))
    # SUPPRESS: a --profile before the command stays when none follows it
    _add_profile(parser, default=argparse.SUPPRESS)


def _limit(text: str) -> int:
    limit = int(text)
    if limit < 0:
        raise ValueError(text)
    return limit
