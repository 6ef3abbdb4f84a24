"""How well a conversation answers to a few typed letters; pure, without Textual."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Self

from tui.models import ConversationKey, ConversationType
from tui.store.snapshots import ConversationItem

LETTERS = 200
"""Characters of a name or id that are looked at: what was typed is shorter, and a server may send one of any length."""

WHOLE, BEGINNING, WORD, INSIDE, SCATTERED = 4, 3, 2, 1, 0
"""How well a typed word fits a field: it is all of it, its beginning, that of a word in it, a part, or spread in it."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A conversation with what it can be found by, folded once for all that is typed."""

    item: ConversationItem
    fields: tuple[str, ...]

    @classmethod
    def of(cls, item: ConversationItem) -> Self:
        names = dict.fromkeys((item.name, item.key.id, *(f"mark {mark}" for mark in item.marks)))
        return cls(item, tuple(map(folded, names)))


@lru_cache(maxsize=1 << 14)
def folded(text: str) -> str:
    """`text` without the difference between capital and small, full-width and ASCII letters."""
    return unicodedata.normalize("NFKC", text[:LETTERS]).casefold()


def holds(typed: str, candidate: Candidate) -> bool:
    """Whether each typed word is a part of the name, the id or a mark."""
    return all(any(word in field for field in candidate.fields) for word in folded(typed).split())


def matching(typed: str, candidates: Iterable[Candidate]) -> list[ConversationItem]:
    """Those in which each typed word is found, in the name, the id or a mark; the best first, else in the given order.

    The letters of a word may be spread over a field as long as they come in order. Nothing typed matches all.
    """
    words = folded(typed).split()
    ranked = [(_rank(words, each.fields), each.item) for each in candidates]
    found = [(rank, item) for rank, item in ranked if rank is not None]
    return [item for _rank_of_it, item in sorted(found, key=lambda each: -each[0])]


def strangers(typed: str, known: Iterable[ConversationKey]) -> list[ConversationKey]:
    """The conversations that the typed text may be the id of, less those that are `known`; likeliest first.

    Ids are ASCII; users' are in lower case, those of groups and rooms are numbers.
    """
    name = unicodedata.normalize("NFKC", typed.strip()[:LETTERS])
    if not name or not name.isascii() or not name.isprintable() or " " in name:
        return []
    types = [ConversationType.SINGLE, ConversationType.GROUP, ConversationType.ROOM]
    if name.isdecimal():
        types = [*types[1:], types[0]]
    possible = [ConversationKey(name.lower() if type_ is ConversationType.SINGLE else name, type_) for type_ in types]
    taken = set(known)
    return [key for key in possible if key not in taken]


def _rank(words: Sequence[str], fields: Sequence[str]) -> int | None:
    """The sum of how well each word fits the field that it fits best; None where one fits none."""
    total = 0
    for word in words:
        best = max((_fit(word, field) for field in fields), default=-1)
        if best < 0:
            return None
        total += best
    return total


def _fit(word: str, field: str) -> int:
    at = field.find(word)
    if at == 0:
        return WHOLE if len(field) == len(word) else BEGINNING
    if at < 0:
        letters = iter(field)
        return SCATTERED if all(letter in letters for letter in word) else -1
    while at > 0:
        if not field[at - 1].isalnum():
            return WORD
        at = field.find(word, at + 1)
    return INSIDE
