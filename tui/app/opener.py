"""Opening files and links by a program of the user's."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from tui.programs import start

PATIENCE = 1.0
"""Seconds within which a program that cannot open something has said so."""

PROGRAMS = frozenset({
    ".app", ".appimage", ".bash", ".bat", ".cmd", ".com", ".command", ".cpl", ".desktop", ".exe", ".hta", ".jar",
    ".js", ".jse", ".lnk", ".msi", ".pif", ".ps1", ".py", ".reg", ".run", ".scr", ".sh", ".url", ".vb", ".vbe", ".vbs",
    ".webloc", ".wsf", ".wsh", ".zsh",
})  # fmt: skip
"""Suffixes of what a desktop may run, or follow elsewhere, when it is asked to open it."""

Find = Callable[[str], str | None]


@dataclass(frozen=True, slots=True)
class Opener:
    """Gives a path or an address to `command` as its last argument; no shell reads it."""

    command: tuple[str, ...]

    async def open(self, target: str) -> None:
        """Open an absolute path, or an address with http: neither can be taken for an option.

        Raises RoamingError when that fails at once.
        """
        await start((*self.command, target), patience=PATIENCE)


def opener(
    command: tuple[str, ...], environment: Mapping[str, str], find: Find = shutil.which, platform: str = sys.platform
) -> Opener | None:
    """What opens things: `command` or, where there is none, the desktop; None over SSH and without a desktop."""
    if command:
        return Opener(command)
    if environment.get("SSH_CONNECTION"):
        return None
    if platform == "darwin":
        return Opener(("open",))
    has_desktop = environment.get("DISPLAY") or environment.get("WAYLAND_DISPLAY")
    return Opener(("xdg-open",)) if has_desktop and find("xdg-open") else None


def is_program(path: Path) -> bool:
    """Whether opening this file may run it."""
    return path.suffix.lower() in PROGRAMS
