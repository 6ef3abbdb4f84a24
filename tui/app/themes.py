"""The colours that one can choose from: the terminal's own, and three sets of ours."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from textual.theme import BUILTIN_THEMES, Theme

DEFAULT = "terminal"
CONTRAST = "high-contrast"

_THEMES = (
    # What the user has chosen for the terminal, in the fewest bytes; it looks right on light ground, too.
    replace(BUILTIN_THEMES["ansi-dark"], name=DEFAULT, accent="ansi_magenta"),
    Theme(
        name="dark",
        primary="#7AA2F7",
        secondary="#7DCFFF",
        success="#9ECE6A",
        warning="#E0AF68",
        error="#F7768E",
        accent="#D7A6FF",
        foreground="#D5D9E8",
        background="#16181F",
        surface="#1D2029",
        panel="#262A36",
    ),
    Theme(
        name="light",
        primary="#1F5FBF",
        secondary="#00677A",
        success="#2B6E1E",
        warning="#8A5A00",
        error="#B3261E",
        accent="#7B2FA8",
        foreground="#1E2026",
        background="#FAFAF7",
        surface="#F0F0EC",
        panel="#E4E4DF",
        dark=False,
    ),
    Theme(
        name=CONTRAST,
        primary="#8AB4FF",
        secondary="#66FFFF",
        success="#7CFF7C",
        warning="#FFE14D",
        error="#FF9C9C",
        accent="#FFADFF",
        foreground="#FFFFFF",
        background="#000000",
        surface="#000000",
        panel="#000000",
    ),
)
THEMES: Mapping[str, Theme] = {theme.name: theme for theme in _THEMES}
