"""The commands about the program itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.commands.parser.options import add_common, add_json
from tui.i18n import _

if TYPE_CHECKING:
    from tui.commands.parser.options import Commands

SHELLS = ("bash", "zsh", "fish")


def add_program(commands: Commands) -> None:
    doctor = commands.add_parser(
        "doctor",
        help=_("look for what is wrong: versions, places, terminal, account, service"),
        description=_("Says of each thing that is not in order what to do. Ends with 1 when one of them is needed."),
    )
    add_common(doctor)
    keys = commands.add_parser(
        "keys",
        help=_("list the browser's keys, by the names that the configuration file gives them others by"),
        description=_("Prints for each thing that keys do its name, its keys, where they work, and what it is."),
    )
    add_json(keys, _("one JSON object a key: its id, keys, where they work, and what they do"))
    completion = commands.add_parser(
        "completion",
        help=_("print what a shell needs to complete commands and options"),
        description=_(
            "For bash, in ~/.bashrc: source <(roam completion bash). For fish: roam completion fish | source."
        ),
    )
    completion.add_argument("shell", choices=SHELLS, help=_("the shell"))
