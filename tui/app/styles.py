"""Where the stylesheets are: inside the installed package, or beside it in a checkout."""

from __future__ import annotations

from pathlib import Path, PurePath

_PACKAGE = Path(__file__).parent.parent


def stylesheets() -> list[str | PurePath]:
    """Every stylesheet, in the order of their names; each styles one part of the screen, so the order is free."""
    installed = _PACKAGE / "styles"
    folder = installed if installed.is_dir() else _PACKAGE.parent / "styles"
    return [*sorted(folder.glob("*.tcss"))]
