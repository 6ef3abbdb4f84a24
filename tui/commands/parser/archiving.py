"""The commands around the archive: filling it, and what it has."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.commands.parser.options import add_common, add_filters, add_type, count
from tui.i18n import _
from tui.timeline.moments import EXAMPLES

if TYPE_CHECKING:
    from tui.commands.parser.options import Commands

FORMATS = ("text", "markdown", "html", "jsonl", "records")


def add_archiving(commands: Commands) -> None:
    _add_sync(commands)
    _add_coverage(commands)
    _add_search(commands)
    _add_export(commands)


def _add_sync(commands: Commands) -> None:
    sync = commands.add_parser(
        "sync",
        help=_("fetch what is not archived yet, so that it stays when the service deletes it"),
        description=_(
            "Fetches the messages that the archive has not: those first that the service will delete first. Without a"
            " conversation: of all in the list, and of those that only the archive has. It can be ended at any time and"
            " goes on from there the next time."
        ),
    )
    sync.add_argument(
        "conversations",
        metavar="CONVERSATION",
        nargs="*",
        help=_("the ids or names of users, groups or chat rooms; left out: all"),
    )
    add_type(sync)
    sync.add_argument("--all", action="store_true", help=_("all conversations, as when none is named"))
    sync.add_argument(
        "--since", metavar="TIME", help=_("only messages at or after TIME ({examples})").format(examples=EXAMPLES)
    )
    add_common(sync, _("one JSON object a conversation, as it is done: what came, and what is archived"))


def _add_coverage(commands: Commands) -> None:
    coverage = commands.add_parser(
        "coverage",
        help=_("show how much of the conversations is archived"),
        description=_("Shows what the archive has and what it lacks, without asking the service."),
    )
    coverage.add_argument(
        "conversation", metavar="CONVERSATION", nargs="?", help=_("the id or name of one, with each gap; left out: all")
    )
    add_type(coverage, _("the kind of conversation; needed where several of this id or name are archived"))
    add_common(coverage, _("one JSON object a conversation: what is archived, and what is missing"))


def _add_search(commands: Commands) -> None:
    search = commands.add_parser(
        "search",
        help=_("find archived messages"),
        description=_(
            'Finds archived messages, newest first: words, "phrases", from:USER, in:CONVERSATION, kind:image,'
            " has:link, before:, after: and on: with dates, ext.KEY:VALUE, /pattern/, and - before any of these for"
            " what must not be. Asks nobody."
        ),
    )
    search.add_argument("query", metavar="QUERY", nargs="+", help=_("what to find; best between single quotes"))
    search.add_argument(
        "--in", dest="conversation", metavar="CONVERSATION", help=_("only in this conversation, by its id or name")
    )
    add_type(search, _("the kind of conversation; needed where several of this id or name are archived"))
    search.add_argument(
        "--limit", metavar="N", type=count, default=50, help=_("at most N messages; 0 for all (default: 50)")
    )
    search.add_argument(
        "--context", metavar="N", type=count, default=0, help=_("with N messages before and after each (default: 0)")
    )
    add_common(search, _("one JSON object a hit: its conversation, and the message with the service's names"))


def _add_export(commands: Commands) -> None:
    export = commands.add_parser(
        "export",
        help=_("write archived conversations to files"),
        description=_(
            "Writes what is archived, without asking the service: as text, Markdown, a page for a browser, JSON lines,"
            " or the history records that roam import reads. NAME.manifest.json beside it says how complete it is."
        ),
    )
    export.add_argument(
        "conversations", metavar="CONVERSATION", nargs="*", help=_("the ids or names of archived conversations")
    )
    add_type(export, _("the kind of conversation; needed where several of this id or name are archived"))
    export.add_argument("--all", action="store_true", help=_("all archived conversations"))
    export.add_argument("--format", choices=FORMATS, required=True, help=_("the form of the files"))
    export.add_argument(
        "--output",
        metavar="PATH",
        required=True,
        help=_("the file, or the folder for several; - for standard output"),
    )
    add_filters(export)
    export.add_argument(
        "--incremental",
        action="store_true",
        help=_("add to an earlier export what is new; where something of it has changed, write it anew"),
    )
    export.add_argument(
        "--attachments", action="store_true", help=_("with html: save the files of messages beside the page")
    )
    export.add_argument("--fetch", action="store_true", help=_("fetch what is missing first, as roam sync does"))
    export.add_argument("--force", action="store_true", help=_("replace a file that is no export"))
    add_common(export, _("one JSON object a file: where it is, what is in it, and what is missing"))
