"""How a user wants the browser to look and to be worked with."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Rebinding:
    """Other keys for what the browser does: the id of its key, the keys as people write them, and where they say so."""

    id: str
    keys: tuple[str, ...]
    place: str = ""


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


USUAL = Preferences()
"""What is meant where nobody has said anything."""
