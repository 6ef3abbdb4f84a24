"""How a user wants the browser to look and to be worked with."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Rebinding:
    """Other keys for what the browser does: the id of its key, the keys as people write them, and where they say so."""

    id: str
    keys: tuple[str, ...]
    place: str = ""


class CopyBy(StrEnum):
    """The ways to a clipboard."""

    AUTO = "auto"
    """The surest of those that there are."""
    TMUX = "tmux"
    TOOL = "tool"
    """A program of the desktop."""
    OSC52 = "osc52"
    """The terminal."""
    FILE = "file"


class Images(StrEnum):
    """Whether pictures are shown in the terminal."""

    AUTO = "auto"
    """Where what decodes them is installed, but not over SSH and not without colours."""
    ON = "on"
    OFF = "off"


@dataclass(frozen=True, slots=True)
class Preferences:
    """What the configuration file says of the browser; the defaults are for when it says nothing."""

    language: str = ""
    """ "en" or "zh"; '' for the environment's."""
    theme: str = "terminal"
    ascii: bool = False
    """Draw with ASCII signs even where the terminal could show others."""
    mouse: bool = True
    """Take clicks and the wheel; without, the terminal selects text by itself."""
    keys: tuple[Rebinding, ...] = ()
    copy: CopyBy | tuple[str, ...] = CopyBy.AUTO
    """How texts are copied; a program with its arguments takes them on its standard input."""
    download_directory: Path | None = None
    """Where files of messages are saved; None: where the program was started."""
    open_command: tuple[str, ...] = ()
    """What opens files and links; nothing: the desktop, where there is one."""
    images: Images = Images.AUTO


USUAL = Preferences()
"""What is meant where nobody has said anything."""
