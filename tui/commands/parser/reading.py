"""The commands that show what the service keeps."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from tui.commands.parser.options import add_common, add_conversation, add_filters, add_profile, add_type, count
from tui.i18n import _

if TYPE_CHECKING:
    from tui.commands.parser.options import Commands


def add_reading(commands: Commands) -> None:
    _add_conversations(commands)
    _add_history(commands)
    _add_download(commands)
    _add_open(commands)


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
    add_filters(history)
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


def _add_open(commands: Commands) -> None:
    opening = commands.add_parser(
        "open",
        help=_("browse from a message on, by its permalink"),
        description=_(
            "Opens the browser at the message that a permalink (roam://…, as Y copies it) names, in its conversation. "
            "The profile is the one of the link's account."
        ),
    )
    opening.add_argument("link", metavar="LINK", help=_("roam://ORG%%23APP/USER/TYPE/CONVERSATION/ID"))
    add_profile(opening, argparse.SUPPRESS)
