"""The interface's own words, looked up in the catalogue of the user's language."""

from __future__ import annotations

import gettext
import os
from collections.abc import Iterable, Mapping
from itertools import takewhile
from pathlib import Path

DOMAIN = "roam"
CATALOGUES = Path(__file__).with_name("locale")
SOURCE_LANGUAGE = "en"
"""What the words are written in, and so has no catalogue."""


def wanted(environ: Mapping[str, str]) -> list[str]:
    """The languages that `environ` asks for, the best first, as far as the one that the words are written in.

    `ROAM_LANGUAGE` goes before the variables that every program obeys.
    """
    names = ("ROAM_LANGUAGE", "LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG")
    said = next((environ[name] for name in names if environ.get(name)), "")
    return list(takewhile(lambda language: not language.startswith((SOURCE_LANGUAGE, "C", "POSIX")), said.split(":")))


def _catalogue(languages: list[str]) -> gettext.NullTranslations:
    if not any(languages):  # given none, gettext would look for itself
        return gettext.NullTranslations()
    return gettext.translation(DOMAIN, CATALOGUES, languages, fallback=True)


_translations = _catalogue(wanted(os.environ))


def use(language: str) -> None:
    """From now on look words up for `language` ("en", "zh"), in whatever is imported after this, too."""
    global _translations
    _translations = _catalogue(wanted({"ROAM_LANGUAGE": language}))


def _(message: str) -> str:
    """Return `message` in the user's language, or as it is when the catalogue lacks it."""
    return _translations.gettext(message)


def ngettext(singular: str, plural: str, number: int) -> str:
    """Return the form of a counted sentence that `number` asks for in the user's language."""
    return _translations.ngettext(singular, plural, number)


def listed(parts: Iterable[str]) -> str:
    """Parts of an enumeration in one line, with the mark that the user's language puts between them."""
    return _(", ").join(parts)


def pgettext(context: str, message: str) -> str:
    """As `_`, for words that another language says otherwise in this context: "May" in full and in short."""
    return _translations.pgettext(context, message)
