"""The commands about the program itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.commands.parser.options import add_common
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
    completion = commands.add_parser(
        "completion",
        help=_("print what a shell needs to complete commands and options"),
        description=_(
            "For bash, in ~/.bashrc: source <(roam completion bash). For fish: roam completion fish | source."
        ),
    )
    completion.add_argument("shell", choices=SHELLS, help=_("the shell"))
