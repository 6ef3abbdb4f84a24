"""The interface's own words, looked up in the catalogue of the user's language."""

from __future__ import annotations

import gettext
from pathlib import Path

DOMAIN = "roam"
CATALOGUES = Path(__file__).with_name("locale")

_translations = gettext.translation(DOMAIN, localedir=CATALOGUES, fallback=True)


def _(message: str) -> str:
    """Return `message` in the user's language, or as it is when the catalogue lacks it."""
    return _translations.gettext(message)


def ngettext(singular: str, plural: str, number: int) -> str:
    """Return the form of a counted sentence that `number` asks for in the user's language."""
    return _translations.ngettext(singular, plural, number)
