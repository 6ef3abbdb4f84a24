"""The words that topics are filled with, and what is said between their steps."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from tui.server.seed.texts import sections

Pair = tuple[str, str]
"""One thing in Chinese and in English."""

InBoth = tuple[tuple[str, ...], tuple[str, ...]]
"""Many things in Chinese, and others in English."""

PAIRED = ("city", "thing", "part", "cause", "dish", "weather", "hobby", "day")


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """`pairs` are the words for each kind of thing; all after it is in Chinese and in English.

    A lead goes before a message, a tail after one, a nod answers it, and an aside has nothing to do with it.
    """

    shops: tuple[str, ...]
    pairs: tuple[tuple[str, tuple[Pair, ...]], ...]
    leads: InBoth
    tails: InBoth
    nods: InBoth
    asides: InBoth


@cache
def vocabulary() -> Vocabulary:
    words = sections("words")
    return Vocabulary(
        shops=words["shop"],
        pairs=tuple((kind, tuple(map(_pair, words[kind]))) for kind in PAIRED),
        leads=(words["lead zh"], tuple(f"{lead} " for lead in words["lead en"])),
        tails=(words["tail zh"], words["tail en"]),
        nods=(words["nod zh"], words["nod en"]),
        asides=(words["aside zh"], words["aside en"]),
    )


def _pair(line: str) -> Pair:
    chinese, english = line.split(" = ")
    return chinese, english
