"""The ways to a clipboard: each takes a text, or says why it cannot."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from tui.app.clipboard.osc52 import fits, sequence
from tui.errors import RoamingError
from tui.i18n import _
from tui.programs import run

PATIENCE = 3.0
"""Seconds that a program may take to accept a text."""

Send = Callable[[str], bool]
"""Gives a sequence to the terminal; False where that is not possible now."""

KeepText = Callable[[str], Path]
"""Writes a text to a file for the user's eyes only and says which; blocks, may raise OSError or RoamingError."""


def no_file(text: str) -> Path:
    """For where nothing may be written. Raises RoamingError."""
    raise RoamingError(_("There is no clipboard here."))


class Route(Protocol):
    """One way to a clipboard."""

    async def put(self, text: str) -> str:
        """Take `text`; returns where it is now, as a sentence. Raises RoamingError where this way is closed."""


@dataclass(frozen=True, slots=True)
class Tmux:
    """A buffer of the tmux that we run in, which sends it on to its own terminal (since tmux 3.2)."""

    program: str = "tmux"

    async def put(self, text: str) -> str:
        await run((self.program, "load-buffer", "-w", "-"), text.encode(), patience=PATIENCE)
        return _("Copied to tmux's buffer, and sent on to the terminal; whether that took it cannot be known.")


@dataclass(frozen=True, slots=True)
class Tool:
    """A program that takes a text on its standard input, in `encoding`."""

    command: tuple[str, ...]
    encoding: str = "utf-8"

    async def put(self, text: str) -> str:
        await run(self.command, text.encode(self.encoding), patience=PATIENCE)
        return _("Copied by {program}.").format(program=Path(self.command[0]).name)


@dataclass(frozen=True, slots=True)
class Terminal:
    """The terminal itself, by OSC 52; it never says whether it took the text."""

    send: Send
    in_screen: bool = False

    async def put(self, text: str) -> str:
        if not fits(text):
            raise RoamingError(_("The text is too long for the terminal's clipboard."))
        if not self.send(sequence(text, in_screen=self.in_screen)):
            raise RoamingError(_("The terminal takes nothing now."))
        return _("Copied to the terminal's clipboard by OSC 52; whether it took it cannot be known.")


@dataclass(frozen=True, slots=True)
class PrivateFile:
    """A file, where there is no clipboard at all."""

    keep: KeepText

    async def put(self, text: str) -> str:
        try:
            path = await asyncio.to_thread(self.keep, text)
        except OSError as error:
            raise RoamingError(
                _("The text cannot be written to a file: {reason}.").format(reason=error.strerror)
            ) from None
        return _("Written to {path}.").format(path=path)
