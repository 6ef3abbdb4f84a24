"""Defaults for the environment variables that Textual reads once, when it is imported."""

from __future__ import annotations

from collections.abc import MutableMapping

_ALWAYS = {
    "TEXTUAL_DISABLE_KITTY_KEY": "1",  # input methods lose text in that keyboard mode
    "TEXTUAL_ANIMATIONS": "none",  # an animated page is thirty frames instead of one
}
_OVER_SSH = {"TEXTUAL_SMOOTH_SCROLL": "0"}  # it asks the terminal for every pixel the mouse moves
_HERE = {"TEXTUAL_FPS": "120"}  # the frame after a key's own waits for the next tick: a fetched page shows earlier


def set_defaults(environ: MutableMapping[str, str]) -> None:
    """Set what the user has not set. Must be called before Textual is imported.

    An empty NO_COLOR is taken away: by its convention it means nothing, to Textual it means no colour.
    """
    defaults = _ALWAYS | (_OVER_SSH if environ.get("SSH_CONNECTION") else _HERE)
    for name, value in defaults.items():
        environ.setdefault(name, value)
    if environ.get("NO_COLOR") == "":
        del environ["NO_COLOR"]
