"""What several commands have in common on the command line: their parser, their options and the values of these."""

from __future__ import annotations

import argparse
import sys
from typing import TYPE_CHECKING, Any, NoReturn

from tui.i18n import _
from tui.models import ConversationType, Kind
from tui.timeline.moments import EXAMPLES

if TYPE_CHECKING:
    Commands = argparse._SubParsersAction["Command"]

USAGE_ERROR = 2
LAST_PORT = 65535
STORED_KINDS = tuple(kind for kind in Kind if kind not in (Kind.UNSUPPORTED, Kind.UNREADABLE))


class Command(argparse.ArgumentParser):
    """The program, or one of its commands. A usage error is one sentence, and options are written in full.

    A shortened `--be` must not be taken for `--before` where messages are deleted.
    """

    def __init__(self, **options: Any) -> None:
        super().__init__(**{"allow_abbrev": False, **options})

    def error(self, message: str) -> NoReturn:
        """Say what is wrong and where the usage is explained; ends the program with exit code 2."""
        from tui.commands.printing import say  # what it brings along is slow, and seldom needed here

        sentence = _("{what}; see {program} --help").format(what=message, program=self.prog)
        say(sentence)
        sys.exit(USAGE_ERROR)


def add_profile(parser: Command, default: str | None = None) -> None:
    parser.add_argument(
        "--profile", metavar="NAME", default=default, help=_("use this profile of the configuration file")
    )


def add_log(parser: Command, default: str | None = None) -> None:
    parser.add_argument("--log", metavar="FILE", default=default, help=_("write what is done to FILE, as JSON lines"))


def add_live(parser: Command) -> None:
    parser.add_argument("--no-live", action="store_true", help=_("open no live connection: nothing arrives by itself"))


def add_read_only(parser: Command, default: bool | str = False) -> None:
    parser.add_argument(
        "--read-only",
        action="store_true",
        default=default,
        help=_("send nothing that changes anything: no pin, no deletion"),
    )


def add_mouse(parser: Command) -> None:
    parser.add_argument("--no-mouse", action="store_true", help=_("leave the mouse to the terminal, to select text"))


def add_common(parser: Command, json: str = "") -> None:
    """`--json`, and `--profile` behind the command as before it. `json` explains objects that are not the service's."""
    add_json(parser, json or _("one JSON object a line, with the service's names"))
    # SUPPRESS: a --profile before the command stays when none follows it
    add_profile(parser, argparse.SUPPRESS)


def add_json(parser: Command, explained: str) -> None:
    parser.add_argument("--json", action="store_true", help=explained)


def add_conversation(parser: Command, *, rooms: bool = True) -> None:
    """`CONVERSATION` and `--type`."""
    explained = _("the id or the name of a user, a group or a chat room")
    explained = explained if rooms else _("the id or the name of a user or a group")
    parser.add_argument("conversation", metavar="CONVERSATION", help=explained)
    add_type(parser)


def add_type(parser: Command, explained: str = "") -> None:
    parser.add_argument(
        "--type",
        choices=[each.value for each in ConversationType],
        help=explained or _("the kind of conversation; looked up in the list when left out"),
    )


def add_filters(parser: Command) -> None:
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


def port(text: str) -> int:
    """A port's number; anything else is a usage error."""
    number = count(text)
    if number > LAST_PORT:
        raise argparse.ArgumentTypeError(_("{text} is no port from 0 to {last}").format(text=text, last=LAST_PORT))
    return number


def count(text: str) -> int:
    """A whole number from 0; anything else is a usage error."""
    if not (text.isascii() and text.isdigit()):
        raise argparse.ArgumentTypeError(_("{text} is no whole number from 0").format(text=text))
    return int(text)


def _kinds(text: str) -> list[Kind]:
    """Kinds of message, separated by commas, by the names that a query takes; anything else is a usage error."""
    from tui.query.fields import KINDS  # no other option needs the query language

    kinds = [KINDS.get(name, name) for name in text.split(",")]
    for name in kinds:
        if name not in STORED_KINDS:
            allowed = ", ".join(STORED_KINDS)
            raise argparse.ArgumentTypeError(
                _("{name} is no kind of message: {allowed}").format(name=name, allowed=allowed)
            )
    return [Kind(name) for name in kinds]
