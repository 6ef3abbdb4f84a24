"""Which ways to a clipboard there are on this machine, the surest first."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence

from tui.app.clipboard.routes import KeepText, PrivateFile, Route, Send, Terminal, Tmux, Tool
from tui.app.clipboard.texts import copyable
from tui.errors import RoamingError
from tui.i18n import _
from tui.preferences import CopyBy

Find = Callable[[str], str | None]
"""The path of a program; None where there is none of this name."""

_TOOLS = (
    ("WAYLAND_DISPLAY", Tool(("wl-copy",))),
    ("DISPLAY", Tool(("xclip", "-selection", "clipboard"))),
    ("DISPLAY", Tool(("xsel", "--clipboard", "--input"))),
    ("WSL_DISTRO_NAME", Tool(("clip.exe",), "utf-16")),  # it takes UTF-8 for the code page of the machine
)
"""Programs of the desktop, and the variable without which each has no clipboard to reach."""


class Clipboard:
    """Takes texts by the first of its ways that is open."""

    def __init__(self, routes: Sequence[Route]) -> None:
        self._routes = tuple(routes)

    async def put(self, text: str) -> str:
        """Take `text` without its control characters; returns where it is now, as a sentence.

        Raises RoamingError with what the last way said when all are closed.
        """
        refusal = RoamingError(_("There is no clipboard here."))
        for route in self._routes:
            try:
                return await route.put(copyable(text))
            except RoamingError as error:
                refusal = error
        raise refusal


def ladder(
    by: CopyBy | tuple[str, ...],
    environment: Mapping[str, str],
    send: Send,
    keep: KeepText,
    find: Find = shutil.which,
) -> Sequence[Route]:
    """The ways that `by` allows: a program with its arguments, all that are there (AUTO), or one kind of them.

    A desktop's programs come before the terminal, as they say whether they took it; over SSH the desktop is another
    machine's. The file is the last of all and never refuses for want of a clipboard.
    """
    if not isinstance(by, CopyBy):
        return (Tool(by),)
    terminal, file = Terminal(send, in_screen=bool(environment.get("STY"))), PrivateFile(keep)
    tools = tuple(_tools(environment, find))
    tmux = (Tmux(),) if environment.get("TMUX") and find("tmux") else ()
    return {
        CopyBy.AUTO: (*tmux, *tools, terminal, file),
        CopyBy.TMUX: tmux,
        CopyBy.TOOL: tools,
        CopyBy.OSC52: (terminal,),
        CopyBy.FILE: (file,),
    }[by]


def _tools(environment: Mapping[str, str], find: Find) -> Iterator[Route]:
    if environment.get("SSH_CONNECTION"):
        return
    if sys.platform == "darwin" and find("pbcopy"):
        yield Tool(("pbcopy",))
    for variable, tool in _TOOLS:
        if environment.get(variable) and find(tool.command[0]):
            yield tool
