"""The interface in other languages: nothing left out, nothing said that the program cannot fill in."""

from __future__ import annotations

import gettext
import re
from pathlib import Path

import pytest
from babel.messages import Message

from tests.translations import catalogues, gathered, language_of, read, translations_of, untranslated, updated
from tui.i18n import CATALOGUES, DOMAIN, wanted

by_language = pytest.mark.parametrize("path", catalogues(), ids=language_of)


def test_there_is_chinese() -> None:
    assert "zh" in [language_of(path) for path in catalogues()]


@by_language
def test_every_sentence_of_the_source_is_translated(path: Path) -> None:
    left = untranslated(updated(read(path)))
    assert not [message.id for message in left], "`python -m tests.translations` names what to translate"


@by_language
def test_the_file_that_people_edit_has_nothing_that_the_source_has_no_more(path: Path) -> None:
    known = {(each.id, each.context) for each in gathered() if each.id}
    assert {(each.id, each.context) for each in read(path) if each.id} <= known


@by_language
def test_a_translation_has_the_blanks_of_the_original(path: Path) -> None:
    for message in read(path):
        for translation in translations_of(message) if message.id else ():
            assert _blanks(translation) == _blanks(_last_form(message)), translation


@by_language
def test_the_program_reads_what_people_wrote(path: Path) -> None:
    language = language_of(path)
    compiled = gettext.translation(DOMAIN, CATALOGUES, [language])
    for message in read(path):
        if message.id and not message.context:
            assert _looked_up(compiled, message) == translations_of(message)[0], "compile: python -m tests.translations"
        elif message.context:
            assert compiled.pgettext(message.context, str(message.id)) == message.string


@pytest.mark.parametrize(
    ("environ", "languages"),
    [
        ({}, []),
        ({"LANG": "zh_CN.UTF-8"}, ["zh_CN.UTF-8"]),
        ({"LANG": "zh_CN.UTF-8", "LC_ALL": "C.UTF-8"}, []),
        ({"LANG": "de_DE.UTF-8", "LANGUAGE": "de:zh"}, ["de", "zh"]),
        ({"LANGUAGE": "en_GB:zh"}, []),
        ({"LANG": "zh_CN.UTF-8", "ROAM_LANGUAGE": "en"}, []),
        ({"LANG": "C", "ROAM_LANGUAGE": "zh"}, ["zh"]),
    ],
)
def test_the_language_is_the_one_that_the_environment_asks_for(environ: dict[str, str], languages: list[str]) -> None:
    assert [language for language in wanted(environ) if language] == languages


def _looked_up(compiled: gettext.NullTranslations, message: Message) -> str:
    if isinstance(message.id, str):
        return compiled.gettext(message.id)
    singular, plural = message.id
    return compiled.ngettext(singular, plural, 2)


def _last_form(message: Message) -> str:
    return message.id if isinstance(message.id, str) else message.id[-1]


def _blanks(sentence: str) -> list[str]:
    return sorted(re.findall(r"\{[^}]*\}", sentence))
