"""The commands that show what the service keeps."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from tui.commands.parser.options import add_common, add_conversation, add_type, count
from tui.i18n import _
from tui.models import Kind
from tui.timeline.moments import EXAMPLES

if TYPE_CHECKING:
    from tui.commands.parser.options import Command, Commands

STORED_KINDS = tuple(kind for kind in Kind if kind not in (Kind.UNSUPPORTED, Kind.UNREADABLE))


def add_reading(commands: Commands) -> None:
    _add_conversations(commands)
    _add_history(commands)
    _add_download(commands)


def _add_conversations(commands: Commands) -> None:
    conversations = commands.add_parser("conversations", help=_("list the conversations"))
    conversations.add_argument("--pinned", action="store_true", help=_("only the pinned ones"))
    add_common(conversations)


def _add_history(commands: Commands) -> None:
    history = commands.add_parser(
        "history",
        help=_("print the messages of a conversation"),
        description=_("Prints messages: for people oldest first, with --json in the order of the direction."),
    )
    add_conversation(history)
    history.add_argument(
        "--direction",
        choices=["up", "down"],
        default="up",
        help=_("up: from the newest (or the cursor) to older; down: from the oldest (or the cursor) to newer"),
    )
    history.add_argument("--cursor", metavar="ID", help=_("start after this message"))
    history.add_argument(
        "--limit", metavar="N", type=count, default=50, help=_("at most N messages; 0 for all (default: 50)")
    )
    _add_filters(history)
    add_common(history)


def _add_download(commands: Commands) -> None:
    download = commands.add_parser(
        "download",
        help=_("save the file of a message, or show what a combined message holds"),
        description=_(
            "Saves a message's file under a safe name in this folder; nothing is overwritten. "
            "Of a combined message the messages in it are printed, or saved as JSON lines with --output."
        ),
    )
    download.add_argument("message", metavar="MESSAGE-ID", help=_("the message's id, as roam history --json has it"))
    download.add_argument(
        "--conversation",
        metavar="CONVERSATION",
        required=True,
        help=_("the id or the name of a user, a group or a chat room"),
    )
    add_type(download)
    download.add_argument("--output", metavar="PATH", help=_("the new file, or its folder; - for standard output"))
    download.add_argument("--thumbnail", action="store_true", help=_("the small picture instead of the file"))
    add_common(download)


def _add_filters(parser: Command) -> None:
    parser.add_argument(
        "--kind",
        metavar="KIND",
        type=_kinds,
        action="extend",
        help=_("only messages of these kinds, by commas: {kinds}").format(kinds=", ".join(STORED_KINDS)),
    )
    parser.add_argument("--from", dest="sender", metavar="USER", help=_("only messages of this sender"))
    parser.add_argument(
        "--since", metavar="TIME", help=_("only messages at or after TIME ({examples})").format(examples=EXAMPLES)
    )
    parser.add_argument("--until", metavar="TIME", help=_("only messages at or before TIME; a day is its first moment"))


def _kinds(text: str) -> list[Kind]:
    """Kinds of message, separated by commas; anything else is a usage error."""
    for name in text.split(","):
        if name not in STORED_KINDS:
            allowed = ", ".join(STORED_KINDS)
            raise argparse.ArgumentTypeError(
                _("{name} is no kind of message: {allowed}").format(name=name, allowed=allowed)
            )
    return [Kind(name) for name in text.split(",")]
