"""The commands around a local service (the demo, the import, the server) and the terminal itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.commands.parser.options import add_json, count, port
from tui.i18n import _

if TYPE_CHECKING:
    from tui.commands.parser.options import Command, Commands

DEMO_APP_KEY = "demo#roam"


def add_local(commands: Commands) -> None:
    _add_demo(commands)
    _add_import(commands)
    _add_serve(commands)
    _add_say(commands)
    _add_reset_terminal(commands)


def _add_demo(commands: Commands) -> None:
    demo = commands.add_parser("demo", help=_("browse made-up data, or a history file, on a local service"))
    demo.add_argument(
        "--history", metavar="FILE", help=_("a history-record file (.jsonl or .jsonl.gz) to browse instead")
    )


def _add_import(commands: Commands) -> None:
    importing = commands.add_parser(
        "import",
        help=_("fill a local service's database from history-record files"),
        description=_("Reads history-record files as USER's account sees them. Running it again changes nothing."),
    )
    importing.add_argument("files", metavar="FILE", nargs="+", help=_("a .jsonl or .jsonl.gz file"))
    importing.add_argument("--account", metavar="USER", required=True, help=_("whose `direction` the records have"))
    importing.add_argument("--password", metavar="PW", help=_("the password that every account gets"))
    add_json(importing, _("one JSON object a file"))
    _add_server(importing)


def _add_serve(commands: Commands) -> None:
    serve = commands.add_parser("serve", help=_("run the local service on a port"))
    serve.add_argument("--host", default="127.0.0.1", help=_("the address to listen at (default: 127.0.0.1)"))
    serve.add_argument("--port", type=port, default=0, help=_("the port; 0 for any that is free (default)"))
    serve.add_argument(
        "--keep",
        metavar="N",
        type=count,
        default=100,
        help=_("list N conversations of each user, the latest ones; 0 for all (default: 100, as the service does)"),
    )
    serve.add_argument(
        "--rate-limits",
        action="store_true",
        help=_("refuse what comes too often, as the service does (default: do not)"),
    )
    serve.add_argument(
        "--traffic",
        metavar="N",
        type=float,
        default=0.0,
        help=_("let N made-up messages a second be sent; an empty database gets the demo's data first"),
    )
    add_json(serve, _("one JSON object, once requests are answered: the app key and the addresses"))
    _add_server(serve)


def _add_say(commands: Commands) -> None:
    say = commands.add_parser(
        "say",
        help=_("a tool for trying the local service: put a message into it"),
        description=_(
            "Puts a text into a local service's database; whoever is connected to a server of it gets it. The browser"
            " never sends anything."
        ),
    )
    say.add_argument("conversation", metavar="CONVERSATION", help=_("the id of a user or a group"))
    say.add_argument("text", metavar="TEXT", help=_("what is said"))
    say.add_argument("--as", dest="sender", metavar="USER", required=True, help=_("who says it"))
    add_json(say, _("one JSON object: the message's id"))
    _add_server(say)


def _add_reset_terminal(commands: Commands) -> None:
    commands.add_parser(
        "reset-terminal",
        help=_("make this terminal usable again after a program was killed in it"),
        description=_("Switches off the modes that the browser uses, for when it could not do so itself."),
    )


def _add_server(parser: Command) -> None:
    parser.add_argument("--db", metavar="URL", required=True, help=_("the database, such as sqlite:///roam.db"))
    parser.add_argument(
        "--app-key", metavar="ORG#APP", default=DEMO_APP_KEY, help=_("the app that is served (default: demo#roam)")
    )
