"""The commands that change what the service keeps."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from tui.commands.parser.options import add_common, add_conversation, add_read_only, count
from tui.i18n import _
from tui.timeline.moments import EXAMPLES

if TYPE_CHECKING:
    from tui.commands.parser.options import Command, Commands


def add_changing(commands: Commands) -> None:
    _add_pin(commands, "pin", _("keep a conversation at the top of the list"))
    _add_pin(commands, "unpin", _("no longer keep a conversation at the top of the list"))
    _add_delete_messages(commands)
    _add_delete_conversation(commands)
    _add_journal(commands)


def _add_journal(commands: Commands) -> None:
    journal = commands.add_parser(
        "journal",
        help=_("show what was deleted with this program"),
        description=_("Shows what was deleted, when, of which conversation, and with which result. Asks nobody."),
    )
    journal.add_argument(
        "--limit", metavar="N", type=count, default=50, help=_("at most the last N; 0 for all (default: 50)")
    )
    add_common(journal, _("one JSON object a line for each deletion, with the ids and the result of each"))


def _add_pin(commands: Commands, name: str, explained: str) -> None:
    pin = commands.add_parser(name, help=explained)
    add_conversation(pin, rooms=False)
    pin.add_argument("--dry-run", action="store_true", help=_("only show what would be done"))
    add_read_only(pin, argparse.SUPPRESS)
    add_common(pin)


def _add_delete_messages(commands: Commands) -> None:
    delete = commands.add_parser(
        "delete-messages",
        help=_("remove messages for you, on all your devices"),
        description=_(
            "Removes messages for you, on all your devices; the others keep theirs. Shows what would go, and asks."
        ),
    )
    add_conversation(delete, rooms=False)
    which = delete.add_mutually_exclusive_group(required=True)
    which.add_argument("--id", dest="ids", metavar="ID", nargs="+", action="extend", help=_("the messages' ids"))
    which.add_argument(
        "--before",
        metavar="TIME",
        help=_("all messages at or before TIME ({examples}); a day is its first moment").format(examples=EXAMPLES),
    )
    _add_safety(delete)
    add_common(delete)


def _add_delete_conversation(commands: Commands) -> None:
    delete = commands.add_parser(
        "delete-conversation",
        help=_("take a conversation from your list, with its messages"),
        description=_("Takes a conversation from your list, on all your devices. Shows what would go, and asks."),
    )
    add_conversation(delete, rooms=False)
    delete.add_argument("--keep-messages", action="store_true", help=_("leave the messages on the server"))
    _add_safety(delete)
    add_common(delete)


def _add_safety(parser: Command) -> None:
    parser.add_argument("--yes", action="store_true", help=_("do not ask"))
    parser.add_argument("--dry-run", action="store_true", help=_("only show what would be deleted"))
    add_read_only(parser, argparse.SUPPRESS)
