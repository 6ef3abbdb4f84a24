"""The catalogues of translations: gathered from the source, completed by people, compiled for the program.

`python -m tests.translations` brings them up to date and names what has no translation yet.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Mapping
from io import BytesIO
from pathlib import Path
from typing import Any

from babel.messages import Catalog, Message
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from tui.i18n import CATALOGUES, DOMAIN

SOURCE = Path(__file__).parents[2] / "tui"
LOOK_UPS: Mapping[str, Callable[[list[Any]], dict[str, Any]]] = {
    "_": lambda words: {"id": words[0]},
    "ngettext": lambda words: {"id": tuple(words[:2])},
    "pgettext": lambda words: {"id": words[1], "context": words[0]},
}
"""What the functions of `tui.i18n` look up, by their arguments."""

HEADER = """\
msgid ""
msgstr ""
"Language: {language}\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"

"""
"""All that a catalogue's file need say of itself; times and names of tools would change it at every turn."""


def catalogues() -> list[Path]:
    """The files that people translate in, one for each language."""
    return sorted(CATALOGUES.glob(f"*/LC_MESSAGES/{DOMAIN}.po"))


def gathered() -> Catalog:
    """Every sentence that the source looks up, inside of f-strings, too."""
    found = Catalog(fuzzy=False)
    for path in sorted(SOURCE.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in LOOK_UPS:
                words = [each.value for each in node.args if isinstance(each, ast.Constant)]
                found.add(
                    **LOOK_UPS[node.func.id](words), locations=[(str(path.relative_to(SOURCE.parent)), node.lineno)]
                )
    return found


def read(path: Path) -> Catalog:
    """The catalogue in a file, without what the source has no more."""
    with path.open("rb") as file:
        return read_po(file, locale=language_of(path), domain=DOMAIN, ignore_obsolete=True)


def updated(catalogue: Catalog) -> Catalog:
    """The catalogue with exactly the sentences of the source; those that are new to it have no translation."""
    catalogue.update(gathered(), no_fuzzy_matching=True, update_creation_date=False)
    catalogue.obsolete.clear()
    return catalogue


def untranslated(catalogue: Catalog) -> list[Message]:
    """The sentences without a translation, in all of their forms."""
    forms = (each for each in catalogue if each.id)
    return [each for each in forms if not all(translations_of(each))]


def translations_of(message: Message) -> tuple[str, ...]:
    """The forms of a sentence's translation; '' for one that is missing."""
    return tuple(message.string) if isinstance(message.string, list | tuple) else (message.string or "",)


def as_text(catalogue: Catalog) -> bytes:
    """What stands in the file that people translate in."""
    file = BytesIO()
    write_po(file, catalogue, width=120, include_lineno=False, sort_output=True, omit_header=True)
    return HEADER.format(language=catalogue.locale).encode() + file.getvalue()


def compiled(catalogue: Catalog) -> bytes:
    """What stands in the file that the program reads."""
    file = BytesIO()
    write_mo(file, catalogue)
    return file.getvalue()


def language_of(path: Path) -> str:
    return path.parent.parent.name
